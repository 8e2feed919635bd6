/** A box to paste any number into: what of the open network could it be? */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
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

export function Why() {
  const id = view.value?.id;
  useEffect(() => () => void (found.value = undefined), [id]);
  return (
    <div class="tool-why">
      <form
        class="tool-field"
        onSubmit={(event) => {
          event.preventDefault();
          if (id !== undefined && written.value.trim() !== '') void ask(id, written.value.trim());
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
            onInput={({ currentTarget }) => (written.value = currentTarget.value)}
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

async function ask(id: number, number: string): Promise<void> {
  call?.cancel();
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
