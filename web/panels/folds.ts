/** Which blocks of a large network are unfolded, and the figure that this gives. */
import { computed, effect, signal } from '@preact/signals';
import type { Figure } from '../../src/draw/index.ts';
import { engine } from '../engine/client.ts';
import { trimmed } from './trim.ts';
import { failure, original, sentenceOf, view } from '../state/app.ts';

/** Keys of folds; they hold for a network and for what it is edited to. */
export const expanded = signal<readonly string[]>([]);

const unfolded = signal<{ readonly id: number; readonly figure: Figure } | undefined>(undefined);

/** The figure on the screen: the view's own until an unfolded one has come. */
export const figure = computed<Figure | undefined>(() => {
  const shown = view.value;
  const drawn = unfolded.value && unfolded.value.id === shown?.id ? unfolded.value.figure : shown?.figure;
  return drawn?.marks && trimmed(drawn);
});

/** Opens a fold, or closes it where it is open. */
export function toggleFold(key: string): void {
  const open = expanded.value;
  expanded.value = open.includes(key) ? open.filter((each) => each !== key) : [...open, key];
}

effect(() => {
  void original.value; // another network has other blocks
  expanded.value = [];
});

effect(() => {
  const [id, keys] = [view.value?.id, expanded.value];
  if (id === undefined || keys.length === 0) unfolded.value = undefined;
  else void unfold(id, keys);
});

async function unfold(id: number, keys: readonly string[]): Promise<void> {
  try {
    const figure = await engine.unfold(id, keys);
    if (id === view.value?.id && keys === expanded.value) unfolded.value = { id, figure };
  } catch (error) {
    failure.value = sentenceOf(error);
  }
}
