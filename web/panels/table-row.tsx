/** A row of the ledger: its figures, their shares of the totals as bars, and the difference to the original. */
import type { JsonFigure, LayerView } from '../engine/protocol.ts';
import { chosen, isEdited, original, selected, view } from '../state/app.ts';
import { Delta } from './delta.tsx';
import { choose, pointAt, pointAway } from './pointing.ts';
import { peaks } from './rows.ts';
import { layerNamed, shapeWords, shareOf, shareWords, shownFigures, type ShownFigure } from './sizes.ts';
import { said } from './tools/figures.ts';

interface RowProps {
  readonly layer: LayerView;
  readonly index: number;
  /** The one row that the Tab key reaches. */
  readonly isCurrent: boolean;
  onFocus(): void;
}

export function Row({ layer, index, isCurrent, onFocus }: RowProps) {
  const { name, operator, output } = layer;
  const before = isEdited.value ? layerNamed(original.value, name) : layer;
  return (
    <tr
      data-index={index}
      data-layer={name}
      class={selected.value === name ? 'row row-selected' : 'row'}
      aria-rowindex={index + 2}
      aria-selected={chosen.value === name}
      tabIndex={isCurrent ? 0 : -1}
      onMouseEnter={() => pointAt(name)}
      onMouseLeave={pointAway}
      onFocus={onFocus}
      onClick={() => choose(name)}
    >
      <th scope="row" class="cell-layer">
        <span class="cell-name">{name}</span>
        <small>{operator}</small>
      </th>
      <td class="cell-output">{shapeWords(withoutBatch(output))}</td>
      {shownFigures.map((figure) => (
        <FigureCell key={figure} figure={figure} value={layer[figure]} before={before?.[figure]} />
      ))}
    </tr>
  );
}

interface FigureCellProps {
  readonly figure: ShownFigure;
  readonly value: JsonFigure;
  readonly before: JsonFigure | undefined;
}

function FigureCell({ figure, value, before }: FigureCellProps) {
  const share = shareOf(value, view.value!.ledger.totals[figure]);
  const isShared = figure !== 'units' && share !== undefined && share > 0;
  return (
    <td class={`cell-figure figure-${figure}`}>
      <span class="cell-number">{value === 0 ? '–' : said(value)}</span>
      <span class="cell-notes">
        <Delta before={before} after={value} />
        {isShared && <small>{shareWords(share)}</small>}
      </span>
      {isShared && <span class="cell-bar" aria-hidden="true" style={{ '--share': share / peaks.value[figure] }} />}
    </td>
  );
}

/** The totals stay in sight at the bottom. */
export function TotalRow({ index }: { readonly index: number }) {
  const { totals, uncounted } = view.value!.ledger;
  return (
    <tfoot>
      <tr aria-rowindex={index + 1}>
        <th scope="row" class="cell-layer">
          {uncounted.length > 0 ? 'total, at least' : 'total'}
        </th>
        <td class="cell-output" />
        {shownFigures.map((figure) => (
          <td key={figure} class={`cell-figure figure-${figure}`}>
            <span class="cell-number">{said(totals[figure])}</span>
            <span class="cell-notes">
              <Delta before={original.value?.ledger.totals[figure]} after={totals[figure]} />
            </span>
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

/** The batch is the same in every row. */
function withoutBatch(output: LayerView['output']): LayerView['output'] {
  return output && output.length > 1 ? output.slice(1) : output;
}
