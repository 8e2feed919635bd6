/** What stands below the table: every total that is not 0, what the hidden layers hold, and what a FLOP count would be. */
import { withSeparators } from '../core/derivation.ts';
import { addFigures, figureNames, figureWords, type FigureName } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted, Converted } from './counted.ts';
import { add, multiply, type Size } from '../core/size.ts';
import { bytesInWords } from './bytes.ts';
import { titleOf } from './columns.ts';

export interface TotalLine {
  readonly title: string;
  readonly value: string;
  readonly meaning: string;
}

/** Totals that have a column of their own in every table. */
const shownAbove: readonly FigureName[] = ['units', 'weights', 'connections'];

const inBytes: readonly FigureName[] = ['weightBytes', 'outputBytes'];

export function totalLines({ totals, converted }: Counted): readonly TotalLine[] {
  const others = figureNames.filter(
    (name) => !shownAbove.includes(name) && name !== 'outputBytes' && totals[name] !== 0,
  );
  const lines = others.map((name) => line(name, totals[name]));
  const { parameters, peakActivationBytes, connections, weightlessConnections } = totals;
  const operations = multiply(add(connections, weightlessConnections), 2);
  return [
    ...(converted ? convertedLines(converted, totals.parameters) : []),
    ...lines.filter(({ title }) => title === 'biases' || title.endsWith('parameters')),
    { title: 'parameters', value: withSeparators(parameters), meaning: 'every learned number, each counted once' },
    ...lines.filter(({ title }) => title !== 'biases' && !title.endsWith('parameters')),
    ...(peakActivationBytes === undefined
      ? []
      : [
          {
            title: 'peak activations',
            value: bytesInWords(peakActivationBytes),
            meaning: 'the most that are alive at one time',
          },
        ]),
    {
      title: 'operations',
      value: withSeparators(operations),
      meaning: 'FLOPs, at 2 for each connection: a connection is a multiply-accumulate (MAC)',
    },
  ];
}

/** What the convention prints, and what its cost is made of; its parameters where they are not the ledger's. */
function convertedLines({ convention, unit, cost, items, parameters }: Converted, every: Size): readonly TotalLine[] {
  const sum = items.map(({ what, value }) => `${withSeparators(value)} ${what}`).join(' + ');
  return [
    { title: 'cost', value: withSeparators(cost), meaning: `${unit}s as ${convention} counts them: ${sum || 'none'}` },
    ...(parameters === undefined || parameters === every
      ? []
      : [{ title: 'parameters', value: withSeparators(parameters), meaning: `as ${convention} prints them` }]),
  ];
}

function line(name: FigureName, size: Size): TotalLine {
  const value = inBytes.includes(name) ? bytesInWords(size) : withSeparators(size);
  return { title: titleOf(name), value, meaning: figureWords[name] };
}

/** `13 layers without a row hold 1,234 window sums`; `undefined` where none is hidden. */
export function hiddenLine(hidden: readonly Layer[], all: boolean): string | undefined {
  if (hidden.length === 0) return undefined;
  const figures = addFigures(hidden);
  const held = figureNames
    .filter((name) => figures[name] !== 0 && name !== 'outputBytes')
    .map((name) => `${withSeparators(figures[name])} ${titleOf(name)}`);
  const layers = `${hidden.length} layer${hidden.length === 1 ? '' : 's'} without a row`;
  const [verb, object] = hidden.length === 1 ? ['holds', 'it'] : ['hold', 'them'];
  return `${layers} ${verb} ${held.join(', ') || 'no weights and no connections'}${all ? '' : ` (--layers all shows ${object})`}`;
}
