/** What a reader must know of the drawing: its title and totals above, its scales and what it left out below. */
import { withSeparators } from '../core/derivation.ts';
import type { Ledger } from '../core/ledger.ts';
import { textWidth } from './letters.ts';
import type { Mark } from './figure.ts';
import type { Layout } from './layout.ts';
import type { Plan } from './plan.ts';
import type { Scene } from './scene.ts';
import { nominal } from './volumes.ts';

const leading = 13;

export function titleOf({ network, totals }: Ledger): { readonly title: string; readonly description: string } {
  const figures = `${withSeparators(totals.units)} units, ${withSeparators(totals.weights)} weights, ${withSeparators(totals.connections)} connections`; // prettier-ignore
  return { title: network.name, description: figures };
}

/** A name or a polynomial may be as long as it likes; all of it is in the figure's title and description. */
export function shortened(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}

/** Above the first line. */
export function headingMarks(ledger: Ledger): readonly Mark[] {
  const { title, description } = titleOf(ledger);
  const common = { kind: 'label', shape: 'text', layer: '', align: 'start' } as const;
  return [
    { ...common, role: 'title', points: [[0, -26]], text: shortened(title, 70) },
    { ...common, role: 'legend', points: [[0, -10]], text: shortened(description, 150) },
  ];
}

export function legendOf({ ledger, plan, measured, spreads }: Scene): readonly string[] {
  const count = ledger.towers?.each.length ?? 1;
  const isOpen = measured.some(({ volume }) => [volume.channels, volume.height, volume.width].some((side) => side.isOpen)); // prettier-ignore
  const hasUnits = measured.some(({ volume }) => volume.form === 'slab');
  const hasMaps = measured.some(({ volume }) => volume.form === 'map');
  return [
    'Lengths are in proportion to the square roots of the sizes, ' +
      [hasMaps && 'height and width on one scale, channels on another', hasUnits && 'units of a bar on their own']
        .filter((text) => text !== false)
        .join(', ') + // prettier-ignore
      (hasMaps ? '; a kernel is in proportion to the map on which it lies.' : '.'),
    ...(isOpen ? [`Open sizes are drawn as ${nominal}.`] : []),
    ...(count > spreads.towers ? [`The ${count} towers are drawn as one.`] : []),
    ...foldSentences(plan),
  ];
}

/** What was folded, in general; `Figure.folds` says it of each. */
function foldSentences({ folds }: Plan): readonly string[] {
  const runs = folds.filter(({ copies }) => copies > 1);
  const closed = folds.filter(({ open }) => !open);
  const count = closed.reduce((sum, { layers }) => sum + layers.length, 0);
  const extras = [...new Set(runs.flatMap(({ text }) => text.split('; ').slice(1)))];
  return [
    ...(runs.length > 0
      ? [`Where × stands, one of so many equal blocks is drawn${extras.length === 1 ? `; ${extras[0]!}` : ''}.`]
      : []),
    ...(closed.length > 0
      ? [`${closed.length} grey ${closed.length === 1 ? 'box stands' : 'boxes stand'} for ${count} layers.`]
      : []),
  ];
}

/** Below the last line, wrapped to the drawing's width; what was folded one after another. */
export function legendMarks(legend: readonly string[], { lines }: Layout): readonly Mark[] {
  const width = Math.max(420, ...lines.map(({ right }) => right));
  const bottom = Math.max(0, ...lines.map((line) => line.bottom));
  return wrapped(legend.join(' '), width).map((text, i): Mark => ({
    kind: 'label',
    shape: 'text',
    layer: '',
    role: 'legend',
    points: [[0, bottom + 16 + i * leading]],
    text,
    align: 'start',
  })); // prettier-ignore
}

/** Lines of the legend; a network of many blocks says more than a picture has room for, all of it is in `legend`. */
const mostLines = 5;

function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)!} ${word}`;
    if (textWidth(longer, 9.2) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1]!} …`];
}
