/** Edited text is kept for each source; where storage is full the oldest goes, and where there is no room a sentence says so. */
import { expect, test } from 'vitest';
import type { Source } from '../../../web/engine/protocol.ts';
import { forgetText, keepText, keptText, type Store } from '../../../web/state/stored.ts';

function storeOf(room: number): Store {
  const held = new Map<string, string>();
  return {
    get length() {
      return held.size;
    },
    key: (i) => [...held.keys()][i] ?? null,
    getItem: (key) => held.get(key) ?? null,
    removeItem: (key) => void held.delete(key),
    setItem(key, value) {
      const others = [...held].filter(([other]) => other !== key).reduce((sum, [, text]) => sum + text.length, 0);
      if (others + value.length > room) throw new DOMException('full', 'QuotaExceededError');
      held.set(key, value);
    },
  };
}

const published = (name: string): Source => ({ kind: 'published', name });

test('a text is kept for its source', () => {
  const store = storeOf(1000);
  expect(keepText(store, published('alexnet'), 'a text\nof two lines')).toBeUndefined();
  expect(keptText(store, published('alexnet'))).toBe('a text\nof two lines');
  expect(keptText(store, published('vgg16'))).toBeUndefined();
  forgetText(store, published('alexnet'));
  expect(keptText(store, published('alexnet'))).toBeUndefined();
});

test('where there is no room, others make room, and else a sentence says so', () => {
  const store = storeOf(100);
  keepText(store, published('one'), 'a'.repeat(60));
  expect(keepText(store, published('two'), 'b'.repeat(60))).toBeUndefined();
  expect(keptText(store, published('one'))).toBeUndefined();
  expect(keepText(store, published('three'), 'c'.repeat(200))).toMatch(/^The browser has no room/);
});

test('without storage nothing is kept and nothing breaks', () => {
  expect(keepText(undefined, published('alexnet'), 'text')).toBeUndefined();
  expect(keptText(undefined, published('alexnet'))).toBeUndefined();
});
