/** Marks of a figure as SVG elements, grouped by what they belong to; names from files are text nodes. */
import type { Figure, Mark } from '../../src/draw/index.ts';
import { pathOf } from '../../src/draw/figure.ts';

export interface MarkGroup {
  /** `''` for marks of the figure itself. */
  readonly layer: string;
  readonly marks: readonly { readonly mark: Mark; readonly index: number }[];
}

/** Runs of marks of the same part, in drawing order. */
export function groupsOf({ marks }: Figure): readonly MarkGroup[] {
  const groups: { layer: string; marks: { mark: Mark; index: number }[] }[] = [];
  for (const [index, mark] of marks.entries()) {
    const last = groups.at(-1);
    if (last?.layer === mark.layer) last.marks.push({ mark, index });
    else groups.push({ layer: mark.layer, marks: [{ mark, index }] });
  }
  return groups;
}

export function Marks({ figure }: { readonly figure: Figure }) {
  const folded = new Set(figure.folds.filter(({ open }) => !open).map(({ key }) => key));
  return groupsOf(figure).map(({ layer, marks }, i) => (
    <g key={`${layer} ${i}`} class={classOfGroup(layer, folded)} data-layer={layer || undefined}>
      {marks.map(({ mark, index }) => (
        <MarkShape key={index} mark={mark} index={index} />
      ))}
    </g>
  ));
}

function classOfGroup(layer: string, folded: ReadonlySet<string>): string {
  if (layer === '') return 'part-none';
  return folded.has(layer) ? 'part part-folded' : 'part';
}

function MarkShape({ mark, index }: { readonly mark: Mark; readonly index: number }) {
  const { shape, points, text, align = 'start' } = mark;
  const [x, y] = points[0] ?? [0, 0];
  if (shape !== 'text') return <path class={classOf(mark)} data-mark={index} d={pathOf(mark)} />;
  return (
    <text class={classOf(mark)} data-mark={index} x={x} y={y} text-anchor={align}>
      {text}
    </text>
  );
}

/** `mark kind-box role-feature-map face-front` */
export function classOf({ kind, role, face, shape, tower }: Mark): string {
  const classes = ['mark', `kind-${kind}`, `role-${role.replaceAll(' ', '-')}`, `shape-${shape}`];
  if (face) classes.push(`face-${face}`);
  if (tower !== undefined) classes.push(`tower-${tower}`);
  return classes.join(' ');
}
