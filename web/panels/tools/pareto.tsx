/** The price of every pair of budgets as a heat map; a cell that is clicked becomes the budgets. */
import { useSignal } from '@preact/signals';
import type { TargetedEvent } from 'preact';
import type { ParetoPoint } from '../../engine/protocol.ts';
import { percent } from './figures.ts';
import { Said } from './frame.tsx';
import { front, request, setBudgets, solve, solving } from './solving.ts';

export function Pareto() {
  if (!front.value) return null;
  const { of, objective, points } = front.value;
  return (
    <div class="tool-pareto">
      <h3>All budgets of {of.ledger.network.name}</h3>
      <p id="pareto-about">
        What the least change costs ({objective}) for each pair of budgets: connections across, weights down. Arrow keys
        move, Enter takes the budgets and solves for them.
      </p>
      <Said>{solving.value?.what === 'front' ? undefined : `${points.length} pairs of budgets are solved.`}</Said>
      <Grid points={points} />
    </div>
  );
}

function Grid({ points }: { readonly points: readonly ParetoPoint[] }) {
  const rows = sharesOf(points, 'weightsShare').toReversed();
  const columns = sharesOf(points, 'connectionsShare');
  const focused = useSignal({ row: 0, column: 0 });
  const dearest = Math.max(...points.map(({ price }) => price ?? 0), Number.MIN_VALUE);
  const move = (event: TargetedEvent<HTMLTableElement, KeyboardEvent>): void => {
    const by = arrows[event.key];
    if (!by) return;
    event.preventDefault();
    const row = clamp(focused.value.row + by[0], rows.length);
    const column = clamp(focused.value.column + by[1], columns.length);
    focused.value = { row, column };
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus();
  };
  return (
    <table class="tool-heat" role="grid" aria-describedby="pareto-about" aria-label="price of budgets" onKeyDown={move}>
      <thead>
        <tr>
          <td>
            %<span class="unseen"> of weights down, of connections across</span>
          </td>
          {columns.map((share) => (
            <th scope="col" key={share}>
              {hundredths(share)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((down, row) => (
          <tr key={down}>
            <th scope="row">{hundredths(down)}</th>
            {columns.map((across, column) => (
              <Cell
                key={across}
                point={points.find((point) => point.weightsShare === down && point.connectionsShare === across)}
                place={`${row} ${column}`}
                isReached={focused.value.row === row && focused.value.column === column}
                dearest={dearest}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly point: ParetoPoint | undefined;
  readonly place: string;
  /** The one cell that Tab comes to. */
  readonly isReached: boolean;
  readonly dearest: number;
}

function Cell({ point, place, isReached, dearest }: CellProps) {
  if (!point) return <td role="gridcell" class="tool-heat-open" />;
  const { weightsShare: weights, connectionsShare: connections, price } = point;
  const isChosen = request.value.weights === weights && request.value.connections === connections;
  const shown = price === null ? '–' : price.toFixed(price < 10 ? 1 : 0);
  const words = `${price === null ? '– nothing fits' : shown}: weights ${percent(weights)}, connections ${percent(connections)}`;
  return (
    <td role="gridcell" aria-selected={isChosen}>
      <button
        type="button"
        class={price === null ? 'tool-heat-none' : 'tool-heat-cell'}
        data-cell={place}
        tabIndex={isReached ? 0 : -1}
        aria-label={words}
        title={words}
        style={{ '--heat': (price ?? 0) / dearest }}
        onClick={() => take({ weights, connections })}
      >
        {shown}
      </button>
    </td>
  );
}

function take(budgets: { readonly weights: number; readonly connections: number }): void {
  setBudgets(budgets);
  if (!solving.value) void solve();
}

const arrows: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The corner of the table says that they are percent. */
function hundredths(share: number): number {
  return Math.round(share * 100);
}

function clamp(place: number, length: number): number {
  return Math.min(Math.max(place, 0), length - 1);
}

function sharesOf(points: readonly ParetoPoint[], key: 'weightsShare' | 'connectionsShare'): readonly number[] {
  return [...new Set(points.map((point) => point[key]))].toSorted((a, b) => a - b);
}
