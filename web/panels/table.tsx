/** The ledger: a row a layer, sortable, virtual; arrow keys go from row to row. */
import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { chosen, selected, view } from '../state/app.ts';
import { Bars } from './bars.tsx';
import { choose, letGo, pointAt } from './pointing.ts';
import { hiddenCount, rows, shownLayers } from './rows.ts';
import { TableHead } from './table-head.tsx';
import { Row, TotalRow } from './table-row.tsx';
import { useVirtual } from './use-virtual.ts';

export function Ledger() {
  return (
    <section class="panel ledger" aria-labelledby="ledger-heading">
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
  const all = view.value!.ledger.layers.length;
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

/** Pixels at a root size of 16; wide screens have larger roots. */
const rowRem = 2.75;

function Table() {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = Math.round(rowRem * rootSize());
  const count = rows.value.length;
  const virtual = useVirtual({ count, rowHeight, scroller, head: rowHeight, foot: rowHeight });
  const focused = useSignal(0);
  const isMoving = useRef(false);
  const current = Math.min(focused.value, Math.max(count - 1, 0));

  const goTo = (index: number): void => {
    const next = Math.max(0, Math.min(count - 1, index));
    [focused.value, isMoving.current] = [next, true];
    virtual.reveal(next);
  };
  useEffect(() => {
    if (!isMoving.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    row?.focus({ preventScroll: true });
    if (row) isMoving.current = false;
  });
  useReveal(virtual.reveal, scroller);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const move = moves[event.key];
    if (move) goTo(move(current, count));
    else if (event.key === 'Enter' || event.key === ' ') choose(rows.value[current]!.name);
    else if (event.key === 'Escape') letGo();
    else return;
    event.preventDefault();
  };

  return (
    <div class="table-scroll" ref={scroller} onKeyDown={onKeyDown} style={{ '--row': `${rowHeight}px` }}>
      <table class="layers" role="grid" aria-labelledby="ledger-heading" aria-rowcount={count + 2}>
        <TableHead />
        <tbody>
          <Spacer height={virtual.before} />
          {rows.value.slice(virtual.first, virtual.end).map((layer, i) => (
            <Row
              key={virtual.first + i}
              layer={layer}
              index={virtual.first + i}
              isCurrent={virtual.first + i === current}
              onFocus={() => {
                focused.value = virtual.first + i;
                pointAt(layer.name);
              }}
            />
          ))}
          <Spacer height={virtual.after} />
        </tbody>
        <TotalRow index={count + 1} />
      </table>
    </div>
  );
}

/** Keeps the place of rows that are out of sight. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr class="spacer" aria-hidden="true" style={{ height: `${height}px` }}>
      <td colSpan={5} />
    </tr>
  );
}

/** A layer that is chosen elsewhere comes into sight. */
function useReveal(reveal: (index: number) => void, scroller: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    if (chosen.value === undefined || scroller.current?.matches(':hover, :focus-within')) return;
    const index = rows.value.findIndex(({ name }) => name === selected.value);
    if (index >= 0) reveal(index);
  }, [chosen.value]);
}

const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 10,
  PageUp: (at) => at - 10,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function rootSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
