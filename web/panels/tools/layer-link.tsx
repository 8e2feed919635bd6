/** A layer's name that marks the layer everywhere when pointed at, and chooses it when clicked. */
import { computed } from '@preact/signals';
import { chosen, hovered, view } from '../../state/app.ts';

const present = computed(() => new Set(view.value?.ledger.layers.map(({ name }) => name)));

export function LayerLink({ layer }: { readonly layer: string }) {
  if (!present.value.has(layer)) return <span class="tool-layer">{layer}</span>;
  const mark = (): void => void (hovered.value = layer);
  const unmark = (): void => void (hovered.value = undefined);
  return (
    <button
      type="button"
      class="tool-layer"
      aria-pressed={chosen.value === layer}
      onClick={() => (chosen.value = layer)}
      onMouseEnter={mark}
      onMouseLeave={unmark}
      onFocus={mark}
      onBlur={unmark}
    >
      {layer}
    </button>
  );
}
