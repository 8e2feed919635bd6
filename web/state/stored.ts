/** Edited text that survives a reload: kept for each source in the browser's storage, and offered back with a sentence. */
import type { Source } from '../engine/protocol.ts';

/** What storage must be able to do; `localStorage`, where the browser lets the page have it. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'layerledger text ';

function keyOf(source: Source): string {
  return `${prefix}${source.kind} ${source.kind === 'address' ? source.url : source.name}`;
}

/** Keeps a text. Answers with a sentence where there is no room: the oldest others go first. */
export function keepText(store: Store | undefined, source: Source, text: string): string | undefined {
  const key = keyOf(source);
  if (!store) return undefined;
  for (let tries = 0; tries < 100; tries++) {
    try {
      store.setItem(key, `${Date.now()} ${text}`);
      return undefined;
    } catch {
      const oldest = oldestOf(store, key);
      if (oldest === undefined) break;
      store.removeItem(oldest);
    }
  }
  return 'The browser has no room to keep the edited text: it is lost when the page is closed or loaded again.';
}

export function keptText(store: Store | undefined, source: Source): string | undefined {
  const kept = store?.getItem(keyOf(source)) ?? undefined;
  return kept?.slice(kept.indexOf(' ') + 1);
}

export function forgetText(store: Store | undefined, source: Source): void {
  store?.removeItem(keyOf(source));
}

function oldestOf(store: Store, except: string): string | undefined {
  const keys = Array.from({ length: store.length }, (_, i) => store.key(i)).filter((key) => key !== null);
  const others = keys.filter((key) => key.startsWith(prefix) && key !== except);
  return others.toSorted((a, b) => Number.parseInt(store.getItem(a)!) - Number.parseInt(store.getItem(b)!))[0];
}

/** Reading `localStorage` throws where a person has turned it off. */
export function browserStore(): Store | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
