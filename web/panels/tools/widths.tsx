/** Widths before and after: a bar for what there was, filled by what is kept. */
import type { ReduceView } from '../../engine/protocol.ts';
import { percent, said } from './figures.ts';
import { LayerLink } from './layer-link.tsx';

/** More than is looked at; the JSON of the command has all. */
const most = 300;

export function Widths({ widths }: Pick<ReduceView, 'widths'>) {
  const longest = Math.max(...widths.map(({ from }) => from));
  return (
    <>
      <table class="tool-widths">
        <caption>Widths</caption>
        <thead>
          <tr>
            <th scope="col">width</th>
            <th scope="col">before</th>
            <th scope="col">after</th>
            <th scope="col">kept</th>
          </tr>
        </thead>
        <tbody>
          {widths.slice(0, most).map((width) => (
            <Width key={width.name} width={width} longest={longest} />
          ))}
        </tbody>
      </table>
      {widths.length > most && <p>And {widths.length - most} more.</p>}
    </>
  );
}

interface WidthProps {
  readonly width: ReduceView['widths'][number];
  readonly longest: number;
}

/** Long and short widths stand side by side: lengths are as the square root, so that 4,096 leaves 96 visible. */
function Width({ width: { name, layers, from, to }, longest }: WidthProps) {
  const length = 100 * Math.sqrt(from / longest);
  return (
    <tr>
      <th scope="row">
        {layers.length === 1 ? <LayerLink layer={layers[0]!} /> : <span title={layers.join(', ')}>{name}</span>}
      </th>
      <td>{said(from)}</td>
      <td>{said(to)}</td>
      <td class="tool-width-bar">
        <svg aria-hidden="true" width="100%" height="14">
          <rect class="tool-bar-before" width={`${length}%`} height="14" />
          <rect class="tool-bar-after" width={`${length * (to / from)}%`} height="14" />
        </svg>
        <span>{percent(to / from)}</span>
      </td>
    </tr>
  );
}
