/** What the page shows: signals that panels read, and the few things that change them. */
import { batch, computed, signal } from '@preact/signals';
import { engine, type Call } from '../engine/client.ts';
import type {
  Bindings,
  Edited,
  EngineError,
  OpenOptions,
  Problem,
  Progress,
  Source,
  Turn,
  View,
} from '../engine/protocol.ts';

/** The network on the screen; it stays while the next one is being opened, and when that fails. */
export const view = signal<View | undefined>(undefined);

/** What differences are shown against: the network as it was opened, or one that was chosen to compare with. */
export const original = signal<View | undefined>(undefined);

/** Where the network on the screen came from, whatever was changed of it since; and with which options it was opened. */
export const source = signal<Source>({ kind: 'published', name: 'alexnet' });
export const options = signal<OpenOptions>({});

/** The layer that figure, table, bars and explanation mark: hovered or focused, else chosen. */
export const hovered = signal<string | undefined>(undefined);
export const chosen = signal<string | undefined>(undefined);
export const selected = computed(() => hovered.value ?? chosen.value);

/** The network file beside the figure, once somebody asked for it. */
export const text = signal<string | undefined>(undefined);
export const problems = signal<readonly Problem[]>([]);

/** What is under way, and how to end it. */
export const busy = signal<{ readonly progress: Progress; cancel(): void } | undefined>(undefined);

/** The last thing that went wrong, as a sentence; it goes with the next success. */
export const failure = signal<string | undefined>(undefined);

/** Something to take or leave: a text that was edited before, a file that a link is about. */
export interface Offer {
  readonly sentence: string;
  /** What the button says that takes it; absent where there is nothing to take but to read. */
  readonly verb?: string;
  take(): void;
  leave(): void;
}
export const offer = signal<Offer | undefined>(undefined);

/** Network files of views, once they were asked for. */
const texts = new WeakMap<View, string>();

const past = signal<readonly string[]>([]);
const future = signal<readonly string[]>([]);
/** Steps that undo remembers. */
const mostSteps = 500;
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);
export const isEdited = computed(() => view.value !== original.value);

/** Counts what was asked, so that an answer that comes late does not replace a newer one. */
let asked = 0;
let editing: Call<unknown> | undefined;

/** While the network file has mistakes: the last one that had none, whose network is on the screen. */
export const goodText = signal<string | undefined>(undefined);

/** The network file where it was edited, mistakes and all. */
export const editedText = computed(() => (text.value === texts.get(original.value!) ? undefined : text.value));

/** Opens another network; the one on the screen stays until that worked, and the answer says whether it did. */
export async function openSource(next: Source, given: OpenOptions = {}): Promise<boolean> {
  const own = ++asked;
  busy.value?.cancel();
  const call = engine.open(next, given);
  const show = (progress: Progress): void => void (busy.value = { progress, cancel: () => call.cancel() });
  show({ what: 'opening' });
  call.onProgress((progress) => own === asked && show(progress));
  try {
    const opened = await call;
    performance.mark('opened', { detail: opened.took }); // for bench/page.ts, and for who looks into a slow one
    if (own !== asked) return false;
    const written = next.kind === 'text' ? next.text : undefined;
    if (written !== undefined) texts.set(opened, written);
    batch(() => {
      [view.value, original.value, source.value, options.value] = [opened, opened, next, given];
      wanted.value = undefined;
      [past.value, future.value, text.value, goodText.value, problems.value] = [[], [], written, undefined, []];
      [chosen.value, hovered.value, failure.value, offer.value] = [undefined, undefined, undefined, undefined];
    });
    return true;
  } catch (error) {
    if (own === asked && !isCancelled(error)) failure.value = sentenceOf(error);
    return false;
  } finally {
    if (own === asked) busy.value = undefined;
  }
}

/** Shows the network file, written by the engine where there is none yet. */
export async function showText(): Promise<string> {
  if (text.value !== undefined) return text.value;
  const own = view.value!;
  const written = await textOf(own);
  if (view.value === own) text.value ??= written;
  return written;
}

/** Rejects where no network file can say it. */
async function textOf(view: View): Promise<string> {
  const written = texts.get(view) ?? (await engine.textOf(view.id));
  texts.set(view, written);
  return written;
}

/** The network file of `original`. */
export async function openedText(): Promise<string> {
  return textOf(original.value!);
}

/** Replaces the network file: its network is shown as soon as it is right; mistakes are listed beside the last good one. */
export async function change(next: string, { remember = true } = {}): Promise<void> {
  const before = await showText();
  const opened = await openedText();
  if (remember) keepStep(before, next);
  text.value = next;
  if (next === opened) {
    asked++;
    return showEdited({ view: original.value! });
  }
  try {
    const answer = await newest((bind) => engine.edit(next, nameShown(), bind));
    if (!answer) return;
    if ('problems' in answer) goodText.value ??= before;
    showEdited(answer);
  } catch (error) {
    failure.value = sentenceOf(error);
  }
}

/**
 * Changes one field of the network file. What makes no network changes nothing and comes back as mistakes; rejects with what the
 * engine says of what cannot be changed.
 */
export async function changeField(turn: Turn, { remember = true } = {}): Promise<readonly Problem[]> {
  const before = await showText();
  const opened = await openedText();
  const answer = await newest((bind) => engine.turn(before, turn, nameShown(), bind));
  if (!answer) return [];
  if ('problems' in answer) return answer.problems;
  batch(() => {
    if (remember) keepStep(before, answer.text);
    text.value = answer.text;
    showEdited(answer.text === opened ? { view: original.value! } : answer);
  });
  return [];
}

/** Numbers for open sizes that were asked for and are not on the screen yet. */
const wanted = signal<Bindings | undefined>(undefined);

const unbound: Bindings = [];

/** Numbers for open sizes, the newest that were asked for. */
export const bindings = computed<Bindings>(() => wanted.value ?? options.value.bind ?? unbound);

/**
 * Counts what is on the screen, and what it is compared with, with a number for an open size, or with none. Rejects with what the
 * engine says of it.
 */
export async function bindSize(name: string, size: number | undefined): Promise<void> {
  const others = bindings.value.filter(([other]) => other !== name);
  const bind: Bindings = size === undefined ? others : [...others, [name, size]];
  wanted.value = bind;
  try {
    await rebind(bind);
  } finally {
    if (wanted.value === bind) wanted.value = undefined;
  }
}

async function rebind(bind: Bindings): Promise<void> {
  const [before, now] = [original.value!, view.value!];
  const opened = await engine.rebind(before.id, bind);
  const shown = now === before ? opened : await engine.rebind(now.id, bind);
  if (wanted.value !== bind) return undefined;
  if (original.value !== before || view.value !== now) return rebind(bind); // it was edited meanwhile
  const written = texts.get(before);
  if (written !== undefined) texts.set(opened, written);
  const { bind: _, ...others } = options.value;
  batch(() => {
    options.value = bind.length > 0 ? { ...others, bind } : others;
    [original.value, view.value, failure.value] = [opened, shown, undefined];
  });
  return undefined;
}

/** Counts an edit with the newest sizes, anew where one was set meanwhile; `undefined` where something newer was asked. */
async function newest<T>(ask: (bind: Bindings) => Call<T>): Promise<T | undefined> {
  const own = ++asked;
  editing?.cancel();
  try {
    for (;;) {
      const bind = bindings.value;
      const call = ask(bind);
      editing = call;
      // oxlint-disable-next-line no-await-in-loop -- once, but where a size is set while it is counted
      const answer = await call;
      if (own !== asked) return undefined;
      if (bind === bindings.value) return answer;
    }
  } catch (error) {
    if (own !== asked || isCancelled(error)) return undefined;
    throw error;
  }
}

function nameShown(): string {
  return view.value!.ledger.network.name;
}

function keepStep(before: string, next: string): void {
  if (next !== before) [past.value, future.value] = [[...past.value, before].slice(-mostSteps), []];
}

function showEdited(answer: Edited): void {
  batch(() => {
    if ('problems' in answer) problems.value = answer.problems;
    else [view.value, problems.value, goodText.value, failure.value] = [answer.view, [], undefined, undefined];
  });
}

export async function undo(): Promise<void> {
  await step(past, future);
}

export async function redo(): Promise<void> {
  await step(future, past);
}

async function step(from: typeof past, to: typeof past): Promise<void> {
  const last = from.value.at(-1);
  if (last === undefined) return;
  [from.value, to.value] = [from.value.slice(0, -1), [...to.value, text.value!]];
  await change(last, { remember: false });
}

/** Back to the network as it was opened: a step as any other. */
export async function reset(): Promise<void> {
  if (text.value !== undefined) return change(await openedText());
  showEdited({ view: original.value! });
}

export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isCancelled(error: unknown): boolean {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only looked at, whatever it is
  return (error as Partial<EngineError> | undefined)?.kind === 'cancelled';
}
