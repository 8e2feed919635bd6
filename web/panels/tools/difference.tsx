/** What became of a figure: before, after, and the difference with a sign and an arrow. */
import type { JsonFigure } from '../../engine/protocol.ts';
import { differenceOf, directionOf, said, signed } from './figures.ts';

const arrows = { more: '▲', less: '▼', same: '=', changed: '≠' } as const;

/** A difference that is already in words: `+1,024`. */
export function Delta({ difference }: { readonly difference: string }) {
  const direction = directionOf(difference);
  return (
    <span class={`delta delta-${direction}`}>
      <span aria-hidden="true">{arrows[direction]} </span>
      {difference}
    </span>
  );
}

export interface Compared {
  readonly title: string;
  readonly before: JsonFigure;
  readonly after: JsonFigure;
  /** `after − before` of open sizes, where the engine gave it. */
  readonly difference?: JsonFigure | undefined;
}

/** A table of figures before and after. */
export function Differences({ caption, rows }: { readonly caption: string; readonly rows: readonly Compared[] }) {
  return (
    <table class="tool-figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">before</th>
          <th scope="col">after</th>
          <th scope="col">difference</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, before, after, difference }) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{said(before)}</td>
            <td>{said(after)}</td>
            <td>
              <Delta difference={differenceOf(before, after) ?? openDifference(difference)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function openDifference(difference: JsonFigure | undefined): string {
  return difference === undefined ? 'changed' : signed(difference);
}
