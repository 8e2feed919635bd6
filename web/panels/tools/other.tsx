/** The choice of the network to compare with: the original, the reduced one, a published one or a file. */
import { computed, effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { engine, type Call } from '../../engine/client.ts';
import type { Progress, Source, View } from '../../engine/protocol.ts';
import { isEdited, original, sentenceOf, view } from '../../state/app.ts';
import { useAsked } from './asked.ts';
import { Failure, Working } from './frame.tsx';
import { solved } from './solving.ts';

/** The other network, while there is one. */
export const other = signal<View | undefined>(undefined);

const choice = signal('');
/** It is what the open network was before it was edited. */
export const isOriginal = computed(() => choice.value === 'original');
/** The name of the file that was chosen last. */
const file = signal<string | undefined>(undefined);
const failure = signal<string | undefined>(undefined);
const progress = signal<Progress | undefined>(undefined);
let call: Call<View> | undefined;

export function OtherChoice() {
  const published = useAsked(() => engine.published(), []);
  useEffect(suggest, [view.value]);
  const reduced = solved.value?.result.reduced;
  return (
    <div class="tool-other">
      <div class="tool-field">
        <label for="compare-with">Compare {view.value?.ledger.network.name} with</label>
        <select id="compare-with" value={choice.value} onInput={({ currentTarget }) => choose(currentTarget.value)}>
          <option value="">choose a network</option>
          {isEdited.value && <option value="original">the original, before the changes</option>}
          {reduced && reduced !== view.value && <option value="reduced">the reduced network</option>}
          {choice.value === 'file' && <option value="file">{file.value}</option>}
          <optgroup label="published">
            {published.answer.value?.map(({ name, title }) => (
              <option key={name} value={`published ${name}`}>
                {title}
              </option>
            ))}
          </optgroup>
        </select>
      </div>
      <div class="tool-field">
        <label for="compare-file">or with a file: ONNX, prototxt, network file</label>
        <input
          id="compare-file"
          type="file"
          onChange={({ currentTarget: field }) => {
            const [chosen] = field.files ?? [];
            field.value = ''; // the choice above says what is compared; the same file can be chosen again
            if (chosen) void open({ kind: 'file', file: chosen, name: chosen.name }, 'file');
          }}
        />
      </div>
      <Working progress={progress.value} cancel={() => call?.cancel()} />
      <Failure sentence={failure.value ?? published.failure.value} />
    </div>
  );
}

/** What was changed is compared with what it was, until somebody chooses otherwise. */
function suggest(): void {
  if (isEdited.value && (choice.value === '' || choice.value === 'original')) choose('original');
  else if (choice.value === 'original') choose('');
}

function choose(next: string): void {
  failure.value = undefined;
  const [kind, name] = next.split(' ');
  if (kind === 'published') return void open({ kind: 'published', name: name! }, next);
  choice.value = next;
  other.value = known[kind!]?.();
}

/** Networks that are open anyway. */
const known: Readonly<Record<string, () => View | undefined>> = {
  original: () => original.value,
  reduced: () => solved.value?.result.reduced ?? undefined,
};

/** What is compared stays, and the choice with it, where this one fails. */
async function open(source: Source, next: string): Promise<void> {
  call?.cancel();
  const asked = engine.open(source);
  call = asked;
  progress.value = { what: 'opening' };
  asked.onProgress((step) => call === asked && (progress.value = step));
  try {
    const opened = await asked;
    if (call !== asked) return;
    if (source.kind === 'file') file.value = source.name;
    [other.value, choice.value, failure.value] = [opened, next, undefined];
  } catch (error) {
    if (call === asked) failure.value = sentenceOf(error);
  } finally {
    if (call === asked) progress.value = undefined;
  }
}

// The original that is compared with may be replaced by another network that is opened; what was said before that is over.
effect(() => {
  const opened = original.value;
  if (choice.peek() === 'original') other.value = opened;
  failure.value = undefined;
});
