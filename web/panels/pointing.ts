/**
 * Pointing at layers and factors: what is hovered in one panel is marked in all. A layer stays explained when the pointer
 * leaves it, so that the way to its explanation is free; one that was chosen comes back.
 */
import { batch, computed, signal } from '@preact/signals';
import { chosen, hovered, selected, view } from '../state/app.ts';
import { layerNamed } from './sizes.ts';

/** The layer of the ledger that is marked. */
export const selectedLayer = computed(() => layerNamed(view.value, selected.value));

/** Words of the factors that are pointed at: one in a derivation, perhaps several in the figure, where a side is a height and a number of positions. */
export const pointedFactors = signal<readonly string[]>([]);

export function pointAt(layer: string): void {
  if (hovered.value !== layer) batch(() => ([hovered.value, pointedFactors.value] = [layer, []]));
}

export function pointAway(): void {
  if (chosen.value !== undefined) hovered.value = undefined;
}

/** Chooses a layer, or lets it go when it is chosen already. */
export function choose(layer: string): void {
  batch(() => {
    const isChosen = chosen.value === layer;
    [chosen.value, hovered.value] = isChosen ? [undefined, undefined] : [layer, layer];
  });
}

export function letGo(): void {
  batch(() => ([chosen.value, hovered.value, pointedFactors.value] = [undefined, undefined, []]));
}
