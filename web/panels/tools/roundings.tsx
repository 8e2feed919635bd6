/** Where a window does not fit: what each way of rounding would give. */
import { engine } from '../../engine/client.ts';
import { view } from '../../state/app.ts';
import type { LayerExplanation } from '../../engine/protocol.ts';
import { useAsked } from './asked.ts';
import { said } from './figures.ts';
import { LayerLink } from './layer-link.tsx';

/** Of the network as a whole the first layers are asked: a size of the input that does not fit shows there. */
const firstLayers = 12;

export function Roundings({ layer }: { readonly layer: string | null }) {
  const shown = view.value;
  const { answer } = useAsked(() => shown && explainAll(shown.id, layersToAsk(layer)), [shown?.id, layer], {
    quiet: 120,
  });
  const misfits = (answer.value ?? []).filter(({ roundings }) => roundings.length > 0);
  return (
    <div role="status" class="tool-roundings">
      {misfits.map((misfit) => (
        <Misfit key={misfit.layer} {...misfit} />
      ))}
    </div>
  );
}

function Misfit({ layer, roundings }: LayerExplanation) {
  return (
    <div class="tool-notice">
      <p>
        <span aria-hidden="true">◫ </span>The window of <LayerLink layer={layer} /> does not fit evenly:
      </p>
      <ul>
        {[...byRounding(roundings)].map(([rounding, sizes]) => (
          <li key={rounding}>
            <strong>{sizes.join(' × ')}</strong> with {rounding}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The sizes along all axes under each way of rounding. */
function byRounding(roundings: LayerExplanation['roundings']): ReadonlyMap<string, readonly string[]> {
  const sizes = new Map<string, readonly string[]>();
  for (const { rounding, size } of roundings) sizes.set(rounding, [...(sizes.get(rounding) ?? []), said(size)]);
  return sizes;
}

function layersToAsk(layer: string | null): readonly string[] {
  if (layer !== null) return [layer];
  const layers = view.value?.ledger.layers ?? [];
  return layers.slice(0, firstLayers).map(({ name }) => name);
}

async function explainAll(id: number, layers: readonly string[]): Promise<readonly LayerExplanation[]> {
  return Promise.all(layers.map((layer) => engine.explain(id, layer)));
}
