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

async function showAddress(panel: Signal<string | undefined>): Promise<void> {
  try {
    await show((await shownAt(location.hash)) ?? alexnet, panel);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    if (!view.value) await openSource({ kind: 'published', name: 'alexnet' });
    failure.value = `${error.message}: AlexNet is shown instead.`;
  }
}

/** Opens what a link shows. A local file has to be chosen again; until then AlexNet stands in. */
async function show({ source: from, ...shown }: Shown, panel: Signal<string | undefined>): Promise<void> {
  if (from.kind === 'file' && shown.text === undefined) return awaitFile(from.name, shown, panel);
  const next: Source = from.kind === 'file' ? { kind: 'text', text: shown.text!, name: from.name } : from;
  if (!(await openSource(next, shown.options))) {
    const reason = failure.value;
    if (!view.value) await openSource({ kind: 'published', name: 'alexnet' });
    failure.value = reason;
    return;
  }
  if (shown.text !== undefined && next.kind !== 'text') {
    if (shown.good !== undefined) await change(shown.good);
    await change(shown.text);
  } else offerKept();
  [chosen.value, panel.value] = [shown.layer, shown.panel];
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

async function keepAddress(shown: Shown): Promise<void> {
  try {
    const hash = await addressOf(shown);
    link.value = new URL(hash, location.href).href;
    history.replaceState(history.state, '', hash);
  } catch (error) {
    failure.value = `This view has no link: ${sentenceOf(error)}`;
  }
}

/** Calls `then` with the newest value once it has been quiet for a while. */
function followed<T>(read: () => T | undefined, then: (value: T) => unknown): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const value = read();
    clearTimeout(timer);
    if (value !== undefined) timer = setTimeout(() => void then(value), quiet);
  });
}
