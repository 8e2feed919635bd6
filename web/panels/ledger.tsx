/** The ledger: which layers are shown, their table and their bars. */
import { useRef } from 'preact/hooks';
import { Bars } from './bars.tsx';
import { hiddenCount, shownLayers } from './rows.ts';
import { tabled, useSight } from './tabled.ts';
import { Table } from './table.tsx';

export function Ledger() {
  const panel = useRef<HTMLElement>(null);
  useSight(panel);
  return (
    <section ref={panel} class="panel ledger" aria-labelledby="ledger-heading">
      <div class="panel-head">
        <h2 id="ledger-heading">Layers</h2>
        <LayerChoice />
      </div>
      <div class="ledger-parts">
        <Table />
        <Bars />
      </div>
    </section>
  );
}

function LayerChoice() {
  if (hiddenCount.value === 0) return null;
  const all = tabled.value!.ledger.layers.length;
  const counts = { weighted: all - hiddenCount.value, all };
  return (
    <div class="segments" role="group" aria-label="Which layers">
      {(['weighted', 'all'] as const).map((which) => (
        <button
          type="button"
          key={which}
          aria-pressed={shownLayers.value === which}
          onClick={() => (shownLayers.value = which)}
        >
          {which === 'weighted' ? 'with weights' : 'all'} {counts[which].toLocaleString('en')}
        </button>
      ))}
    </div>
  );
}
