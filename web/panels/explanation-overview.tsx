/** Before a layer is pointed at: which layers hold the most, with their derivations. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LayerExplanation, LayerView } from '../engine/protocol.ts';
import { view } from '../state/app.ts';
import { Equation } from './equation.tsx';
import { explain } from './explained.ts';
import { choose, pointAt } from './pointing.ts';
import { shareOf, shareWords } from './sizes.ts';
import { said } from './tools/figures.ts';

const shown = ['weights', 'connections'] as const;

export function Overview() {
  const ledger = view.value?.ledger;
  if (!ledger) return null;
  return (
    <>
      {shown.map((figure) => {
        const layer = largest(ledger.layers, figure);
        return layer && <Largest key={`${view.value?.id} ${layer.name} ${figure}`} layer={layer} figure={figure} />;
      })}
      <p class="explanation-sentence explanation-hint">
        Point at a layer in the figure, the table or the bars, and at any factor of a formula, to see what it counts.
      </p>
    </>
  );
}

interface LargestProps {
  readonly layer: LayerView;
  readonly figure: (typeof shown)[number];
}

function Largest({ layer, figure }: LargestProps) {
  const explanation = useSignal<LayerExplanation | undefined>(undefined);
  useEffect(() => {
    explain(view.value!, layer.name).then(
      (answer) => (explanation.value = answer),
      () => undefined, // the number stays without its formula
    );
  }, []);
  const derivation = explanation.value?.figures.find(({ key }) => key === figure)?.derivation;
  const share = shareOf(layer[figure], view.value!.ledger.totals[figure]);
  return (
    <div class={`explained figure-${figure}`}>
      <h3>
        most {figure} {!derivation && <b>{said(layer[figure])}</b>}
      </h3>
      <p class="explanation-sentence">
        <button
          type="button"
          class="button-link"
          onMouseEnter={() => pointAt(layer.name)}
          onClick={() => choose(layer.name)}
        >
          {layer.name}
        </button>{' '}
        {share === undefined ? 'holds the most' : `holds ${shareWords(share)} of all ${figure}`}
      </p>
      {derivation && <Equation derivation={derivation} isSize={false} />}
    </div>
  );
}

/** None where a figure is open: which is the largest then depends on it. */
function largest(layers: readonly LayerView[], figure: LargestProps['figure']): LayerView | undefined {
  const numbers = layers.map((layer) => Number(layer[figure]));
  const most = numbers.reduce((a, b) => Math.max(a, b), 0);
  return most > 0 ? layers[numbers.indexOf(most)] : undefined;
}
