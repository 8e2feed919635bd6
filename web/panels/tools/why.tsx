/** A box to paste any number into: what of the open network could it be? */
import { computed, effect, signal } from '@preact/signals';
import { engine, type Call } from '../../engine/client.ts';
import type { Progress, WhyView } from '../../engine/protocol.ts';
import { sentenceOf, view } from '../../state/app.ts';
import { Explanations } from './explanations.tsx';
import { Failure, Said, Working } from './frame.tsx';

/** They stay while other tabs are looked at. */
const written = signal('');
const found = signal<WhyView | undefined>(undefined);
const failure = signal<string | undefined>(undefined);
const progress = signal<Progress | undefined>(undefined);
let call: Call<WhyView> | undefined;

const asked = computed(() => view.value?.id);
effect(() => {
  if (asked.value !== undefined) forget();
});

export function Why() {
  const id = asked.value;
  return (
    <div class="tool-why">
      <form
        class="tool-field"
        onSubmit={(event) => {
          event.preventDefault();
          if (written.value.trim() === '') forget();
          else if (id !== undefined) void ask(id, written.value.trim());
        }}
      >
        <label for="why-number">A number from somewhere: what could it be?</label>
        <div class="tool-inline">
          <input
            id="why-number"
            type="text"
            placeholder="253,440"
            autocomplete="off"
            spellcheck={false}
            value={written.value}
            onInput={({ currentTarget: { value } }) => {
              written.value = value;
              if (value.trim() === '') forget();
            }}
          />
          <button type="submit">Find out</button>
        </div>
      </form>
      <Failure sentence={failure.value} />
      <Working progress={progress.value} cancel={() => call?.cancel()} />
      <Said>{found.value && summaryOf(found.value)}</Said>
      {found.value && <Explanations {...found.value} />}
    </div>
  );
}

function summaryOf({ text, explanations }: WhyView): string {
  if (explanations.length === 0) return `${text}: nothing of this network gives it, nor a single change of it.`;
  return `${text}: ${explanations.length === 1 ? 'one explanation' : `${explanations.length} explanations, best first`}.`;
}

/** What was found, or went wrong, was about another number or network. */
function forget(): void {
  call?.cancel();
  call = undefined;
  [found.value, failure.value, progress.value] = [undefined, undefined, undefined];
}

async function ask(id: number, number: string): Promise<void> {
  forget();
  const own = engine.why(id, number);
  call = own;
  progress.value = { what: 'searching' };
  own.onProgress((step) => call === own && (progress.value = step));
  try {
    const answer = await own;
    if (call === own) [found.value, failure.value] = [answer, undefined];
  } catch (error) {
    if (call === own) failure.value = sentenceOf(error);
  } finally {
    if (call === own) progress.value = undefined;
  }
}
