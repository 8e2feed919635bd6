/** What the page shows: signals that panels read, and the few things that change them. */
import { batch, computed, signal } from '@preact/signals';
import { engine } from '../engine/client.ts';
import type { EngineError, OpenOptions, Problem, Progress, Source, View } from '../engine/protocol.ts';

/** The network on the screen; it stays while the next one is being opened, and when that fails. */
export const view = signal<View | undefined>(undefined);

/** What differences are shown against: the network as it was opened, or one that was chosen to compare with. */
export const original = signal<View | undefined>(undefined);

/** Where the network on the screen came from; text once it was edited. */
export const source = signal<Source>({ kind: 'published', name: 'alexnet' });

/** The layer that figure, table, bars and explanation mark: hovered or focused, else chosen. */
export const hovered = signal<string | undefined>(undefined);
export const chosen = signal<string | undefined>(undefined);
export const selected = computed(() => hovered.value ?? chosen.value);

/** The factor of a derivation that is pointed at, by its words, to mark what it counts in the figure. */
export const pointedFactor = signal<string | undefined>(undefined);

/** The network file beside the figure, once somebody asked for it. */
export const text = signal<string | undefined>(undefined);
export const problems = signal<readonly Problem[]>([]);

/** What is under way, and how to end it. */
export const busy = signal<{ readonly progress: Progress; cancel(): void } | undefined>(undefined);

/** The last thing that went wrong, as a sentence; it goes with the next success. */
export const failure = signal<string | undefined>(undefined);

interface Edit {
  readonly text: string;
}

const past = signal<readonly Edit[]>([]);
const future = signal<readonly Edit[]>([]);
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);
export const isEdited = computed(() => view.value !== original.value);

/** Counts what was asked, so that an answer that comes late does not replace a newer one. */
let asked = 0;

/** Opens another network; the one on the screen stays until that worked. */
export async function openSource(next: Source, options: OpenOptions = {}): Promise<void> {
  const own = ++asked;
  const call = engine.open(next, options);
  busy.value = { progress: { what: 'opening' }, cancel: () => call.cancel() };
  call.onProgress((progress) => {
    if (own === asked) busy.value = { progress, cancel: () => call.cancel() };
  });
  try {
    const opened = await call;
    if (own !== asked) return;
    batch(() => {
      [view.value, original.value, source.value] = [opened, opened, next];
      [past.value, future.value, text.value, problems.value] = [
        [],
        [],
        next.kind === 'text' ? next.text : undefined,
        [],
      ];
      [chosen.value, hovered.value, failure.value] = [undefined, undefined, undefined];
    });
  } catch (error) {
    if (own === asked) failure.value = sentenceOf(error);
  } finally {
    if (own === asked) busy.value = undefined;
  }
}

/** Shows the network file, written by the engine where there is none yet. */
export async function showText(): Promise<string> {
  if (text.value !== undefined) return text.value;
  const written = await engine.textOf(view.value!.id);
  text.value ??= written;
  return text.value;
}

/** Replaces the network file: its network is shown as soon as it is right; mistakes are listed beside the last good one. */
export async function change(next: string, { remember = true } = {}): Promise<void> {
  const before = await showText();
  if (remember && next !== before) [past.value, future.value] = [[...past.value, { text: before }], []];
  text.value = next;
  const own = ++asked;
  try {
    const answer = await engine.edit(next, view.value!.ledger.network.name);
    if (own !== asked) return;
    batch(() => {
      if ('view' in answer) [view.value, problems.value, failure.value] = [answer.view, [], undefined];
      else problems.value = answer.problems;
    });
  } catch (error) {
    if (own === asked) failure.value = sentenceOf(error);
  }
}

export async function undo(): Promise<void> {
  await step(past, future);
}

export async function redo(): Promise<void> {
  await step(future, past);
}

async function step(from: typeof past, to: typeof past): Promise<void> {
  const last = from.value.at(-1);
  if (!last) return;
  [from.value, to.value] = [from.value.slice(0, -1), [...to.value, { text: text.value! }]];
  await change(last.text, { remember: false });
}

/** Back to the network as it was opened. */
export function reset(): void {
  batch(() => {
    [view.value, problems.value, text.value] = [original.value, [], undefined];
    [past.value, future.value] = [[], []];
  });
}

export function sentenceOf(error: unknown): string {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- whatever the engine throws has a message
  return (error as EngineError).message;
}
