/** Keeps the address and the browser's storage in step with the page, and restores the page from them. */
import { effect, signal, type Signal } from '@preact/signals';
import type { Source } from '../engine/protocol.ts';
import { LinkError, addressOf, shownAt, type Shown } from './address.ts';
import {
  change,
  chosen,
  failure,
  editedText,
  goodText,
  offer,
  openSource,
  options,
  sentenceOf,
  source,
  text,
  view,
} from './app.ts';
import { browserStore, forgetText, keepText, keptText } from './stored.ts';

/** A link that restores exactly this view; the address bar has it too. */
export const link = signal(typeof location === 'undefined' ? '' : location.href);

/** Milliseconds of quiet before address and storage follow: browsers limit how often the address may change. */
const quiet = 400;

const alexnet: Shown = { source: { kind: 'published', name: 'alexnet' } };

/** Shows what the address says, AlexNet where it says nothing or is broken, and follows from then on. */
export async function restore(panel: Signal<string | undefined>): Promise<void> {
  await showAddress(panel);
  addEventListener('hashchange', () => {
    if (location.href !== link.value) void showAddress(panel);
  });
  followed(() => view.value && shownNow(panel), keepAddress);
  const store = browserStore();
  followed(
    () => (editedText.value === undefined ? undefined : { of: source.value, edited: editedText.value }),
    ({ of, edited }) => {
      const sentence = keepText(store, of, edited);
      if (sentence !== undefined) failure.value = sentence;
    },
  );
}

/** How many addresses are being shown: meanwhile what is on the screen is none of them yet. */
let arriving = 0;

async function showAddress(panel: Signal<string | undefined>): Promise<void> {
  arriving++;
  link.value = location.href;
  try {
    await show((await shownAt(location.hash)) ?? alexnet, panel);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    if (!view.value) await openSource({ kind: 'published', name: 'alexnet' });
    failure.value = `${error.message}: AlexNet is shown instead.`;
  } finally {
    entry = source.value;
    arriving--;
  }
}

/** Files that were open since the page was: going back needs not choose them again. */
const files = new Map<string, Source>();

/** Opens what a link shows. Of a file that is not here there is the text that was made of it, or it has to be chosen again. */
async function show({ source: from, ...shown }: Shown, panel: Signal<string | undefined>): Promise<void> {
  if (from.kind !== 'file') return showSource(from, shown, panel);
  const { name } = from;
  const known = files.get(name);
  if (known) return showSource(known, shown, panel);
  if (shown.text !== undefined) return showSource({ kind: 'text', text: shown.text, name }, shown, panel);
  return awaitFile(name, shown, panel);
}

/** Where it cannot be opened AlexNet stands in, if nothing is on the screen. */
async function showSource(next: Source, shown: Rest, panel: Signal<string | undefined>): Promise<void> {
  const open = panel.value;
  if (!(await openSource(next, shown.options))) {
    const reason = failure.value;
    if (!view.value) await openSource({ kind: 'published', name: 'alexnet' });
    failure.value = reason;
    return;
  }
  if (shown.text !== undefined && next.kind !== 'text') {
    if (shown.good !== undefined) await change(shown.good);
    await change(shown.text);
  }
  offerKept();
  chosen.value = shown.layer;
  if (panel.value === open) panel.value = shown.panel; // else somebody was faster
}

type Rest = Omit<Shown, 'source'>;

async function awaitFile(name: string, { layer, panel: tool }: Rest, panel: Signal<string | undefined>): Promise<void> {
  await openSource({ kind: 'published', name: 'alexnet' });
  offer.value = {
    sentence: `This link shows ${name}, a file that was on the computer of whoever made it. Choose or drop ${name} to see it; until then this is AlexNet.`,
    take: () => undefined,
    leave: () => (offer.value = undefined),
  };
  const stop = effect(() => {
    const now = source.value;
    if (now.kind === 'published' && now.name === 'alexnet') return;
    if (now.kind === 'file' && now.name === name) [chosen.value, panel.value] = [layer, tool];
    queueMicrotask(() => stop());
  });
}

/** A text that was edited before a reload is offered, not put in place: the network as it is published is what was asked for. */
function offerKept(): void {
  const store = browserStore();
  const of = source.value;
  const kept = keptText(store, of);
  if (kept === undefined || kept === text.value) return;
  const leave = (): void => void (offer.value = undefined);
  offer.value = {
    sentence: 'You changed this network the last time; the text was kept.',
    verb: 'Show it',
    take: () => {
      leave();
      void change(kept);
    },
    leave: () => {
      leave();
      forgetText(store, of);
    },
  };
}

function shownNow(panel: Signal<string | undefined>): Shown {
  const from = source.value;
  return {
    source: from.kind === 'file' ? { kind: 'file', name: from.name } : from,
    options: Object.keys(options.value).length > 0 ? options.value : undefined,
    text: editedText.value,
    good: goodText.value,
    layer: chosen.value,
    panel: panel.value,
  };
}

/** What the newest entry of the browser's history shows; the Back button leads from network to network. */
let entry: Source | undefined;

async function keepAddress(shown: Shown): Promise<void> {
  if (arriving > 0) return;
  const from = source.value;
  try {
    const hash = await addressOf(shown);
    link.value = new URL(hash, location.href).href;
    if (entry && entry !== from) history.pushState(undefined, '', hash);
    else history.replaceState(history.state, '', hash);
    entry = from;
    if (from.kind === 'file') files.set(from.name, from);
  } catch (error) {
    failure.value = `This view has no link: ${sentenceOf(error)}`;
  }
}

/** Calls `then` with the newest value once it has been quiet for a while, or when the page goes. */
function followed<T>(read: () => T | undefined, then: (value: T) => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due: (() => void) | undefined;
  effect(() => {
    const value = read();
    clearTimeout(timer);
    due = value === undefined ? undefined : () => void then(value);
    timer = setTimeout(follow, quiet);
  });
  document.addEventListener('visibilitychange', () => document.hidden && follow());

  function follow(): void {
    clearTimeout(timer);
    due?.();
    due = undefined;
  }
}
