/** A row of the ledger: its figures, their shares of the totals as bars, and the difference to the original. */
import type { JsonFigure, LayerView } from '../engine/protocol.ts';
import { original } from '../state/app.ts';
import { Delta } from './delta.tsx';
import { peaks } from './rows.ts';
import { layerNamed, outputWords, shareOf, shareWords, shownFigures, type ShownFigure } from './sizes.ts';
import { tabled } from './tabled.ts';
import { said } from './tools/figures.ts';

interface RowProps {
  readonly layer: LayerView;
  readonly index: number;
  /** Pixels from the first row. */
  readonly top: number;
  /** The one row that the Tab key reaches. */
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
  readonly isChosen: boolean;
}

/** Drawn anew only when something of it changed. The roles are said, since rows are no table rows to the layout. */
export function Row({ layer, index, top, isCurrent, isSelected, isChosen }: RowProps) {
  const { name, operator } = layer;
  const shape = outputWords(layer.output);
  const before = tabled.value === original.value ? layer : layerNamed(original.value, name);
  return (
    <tr
      role="row"
      data-index={index}
      data-layer={name}
      class={isSelected ? 'row row-selected' : 'row'}
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      tabIndex={isCurrent ? 0 : -1}
    >
      <th role="rowheader" scope="row" class="cell-layer">
        <span class="cell-name">{name}</span>
        <small>{operator}</small>
      </th>
      <td role="gridcell" class="cell-output">
        <span class="cell-words" title={shape}>
          {shape}
        </span>
      </td>
      {shownFigures.map((figure) => (
        <FigureCell key={figure} figure={figure} value={layer[figure]} before={before?.[figure]} />
      ))}
    </tr>
  );
}

/** A polynomial is longer than its column. */
function titleOf(figure: JsonFigure): string | undefined {
  return typeof figure === 'string' ? said(figure) : undefined;
}

interface FigureCellProps {
  readonly figure: ShownFigure;
  readonly value: JsonFigure;
  readonly before: JsonFigure | undefined;
}

function FigureCell({ figure, value, before }: FigureCellProps) {
  const share = shareOf(value, tabled.value!.ledger.totals[figure]);
  const isShared = figure !== 'units' && share !== undefined && share > 0;
  return (
    <td role="gridcell" class={`cell-figure figure-${figure}`}>
      <span class="cell-number" title={titleOf(value)}>
        {value === 0 ? '–' : said(value)}
      </span>
      <span class="cell-notes">
        <Delta before={before} after={value} />
        {isShared && <small>{shareWords(share)}</small>}
      </span>
      {isShared && (
        <span class="cell-bar" aria-hidden="true" style={{ transform: `scaleX(${share / peaks.value[figure]})` }} />
      )}
    </td>
  );
}

/** The totals stay in sight at the bottom. */
export function TotalRow({ index }: { readonly index: number }) {
  const { totals, uncounted } = tabled.value!.ledger;
  return (
    <tfoot role="rowgroup">
      <tr role="row" aria-rowindex={index + 1}>
        <th role="rowheader" scope="row" class="cell-layer">
          {uncounted.length > 0 ? 'total, at least' : 'total'}
        </th>
        <td role="gridcell" class="cell-output" />
        {shownFigures.map((figure) => (
          <td key={figure} role="gridcell" class={`cell-figure figure-${figure}`}>
            <span class="cell-number" title={titleOf(totals[figure])}>
              {said(totals[figure])}
            </span>
            <span class="cell-notes">
              <Delta before={original.value?.ledger.totals[figure]} after={totals[figure]} />
            </span>
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
