/** The explanation of a layer, asked of the engine once for each network and layer. */
import { computed, effect, signal } from '@preact/signals';
import { engine } from '../engine/client.ts';
import type { LayerExplanation, View } from '../engine/protocol.ts';
import { sentenceOf, view } from '../state/app.ts';
import { selectedLayer } from './pointing.ts';

const cache = new WeakMap<View, Map<string, Promise<LayerExplanation>>>();

/** Rejects with what the engine says. */
export function explain(view: View, layer: string): Promise<LayerExplanation> {
  const known = cache.get(view) ?? new Map<string, Promise<LayerExplanation>>();
  cache.set(view, known);
  const asked = known.get(layer) ?? engine.explain(view.id, layer);
  known.set(layer, asked);
  asked.catch(() => known.delete(layer));
  return asked;
}

type Answer = LayerExplanation | { readonly layer: string; readonly failure: string };

const answer = signal<Answer | undefined>(undefined);

/** Of the selected layer; the one before stays until the next has come, so that nothing flickers. */
export const explained = computed(() => (selectedLayer.value ? answer.value : undefined));

effect(() => {
  const [shown, layer] = [view.value, selectedLayer.value?.name];
  if (!shown || layer === undefined) return;
  if (shown.explained?.layer === layer) {
    answer.value = shown.explained;
    return;
  }
  explain(shown, layer).then(
    (explanation) => isStill(shown, layer) && (answer.value = explanation),
    (error: unknown) => isStill(shown, layer) && (answer.value = { layer, failure: sentenceOf(error) }),
  );
});

function isStill(shown: View, layer: string): boolean {
  return view.peek() === shown && selectedLayer.peek()?.name === layer;
}
