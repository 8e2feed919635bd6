/** Explanations as text. */
import { withSeparators } from '../core/derivation.ts';
import type { Counted } from './counted.ts';
import { bytesInWords } from './bytes.ts';
import { explainTotals, type Contribution, type ExplainedTotal } from './contributions.ts';
import { explainLayer, type Explained, type ExplainedSize } from './explanation.ts';
import { shapeText } from './grid.ts';
import { headOf } from './heading.ts';
import { noPaint, type Paint } from './paint.ts';
import { printable, printableSentence } from '../core/printable.ts';
import { percent } from './table.ts';
import { remarks, sections, type TextOptions } from './text.ts';
import type { Layer } from '../core/ledger.ts';
import { displayWidth, fold, pad, shorten } from './width.ts';

type Look = Pick<TextOptions, 'width' | 'paint'>;

/** Columns of the words before each formula. */
const labelWidth = 12;

export function layerExplanationText(layer: Layer, { width, paint = noPaint }: Look = {}): string {
  const { reads, sizes, figures, symbols } = explainLayer(layer);
  const say = (line: string): readonly string[] => fold(printableSentence(line), width, '  ');
  return sections([
    [
      paint.strong(printable(layer.name)),
      ...say(`operator ${layer.operator}; nodes ${layer.nodes.map(printable).join(', ')}`),
      ...say(`output ${layer.output ? shapeText(layer.output) : 'not known'}`),
      ...(reads === undefined ? [] : say(reads)),
    ],
    ...sizes.map((size) => sizeLines(size, width, paint)),
    ...figures.map((figure) => figureLines(figure, width, paint)),
    symbols.length === 0
      ? []
      : [paint.heading('symbols'), ...symbols.flatMap(({ symbol, words }) => labelled(symbol, words, width))],
    layer.notes.length === 0 ? [] : [paint.heading('notes'), ...layer.notes.flatMap((note) => say(`  ${note}`))],
  ]);
}

function sizeLines(
  { axis, words, symbols, numbers, textbook, difference }: ExplainedSize,
  width: number | undefined,
  paint: Paint,
) {
  return [
    `${paint.heading(`output ${axis}`)}  positions of the window`,
    ...labelled('in words', words, width),
    ...(symbols === undefined ? [] : labelled('in symbols', symbols, width)),
    ...labelled('in numbers', numbers, width),
    ...(textbook ? labelled('textbook', `${textbook.symbols}, that is ${textbook.numbers}`, width) : []),
    ...(difference === undefined ? [] : labelled('', difference, width)),
  ];
}

function figureLines(
  { figure, meaning, value, words, symbols, numbers }: Explained,
  width: number | undefined,
  paint: Paint,
) {
  const said = figure.endsWith('bytes') ? bytesInWords(value) : withSeparators(value);
  return [
    ...fold(printableSentence(`${figure}  ${said}  ${meaning}`), width, '  ').map((line, i) =>
      i === 0 ? line.replace(figure, () => paint.heading(figure)) : line,
    ),
    ...(words === undefined ? [] : labelled('in words', words, width)),
    ...(symbols === undefined ? [] : labelled('in symbols', symbols, width)),
    ...(numbers === undefined ? [] : labelled('in numbers', numbers, width)),
  ];
}

function labelled(label: string, content: string, width: number | undefined): readonly string[] {
  return fold(`  ${pad(label, labelWidth, 'left')}${printableSentence(content)}`, width, ' '.repeat(labelWidth + 4));
}

/** The totals, and which layers bring what. */
export function totalsExplanationText(ledger: Counted, { width, paint = noPaint }: Look = {}): string {
  const { title, inputs } = headOf(ledger);
  return sections([
    [paint.strong(printable(title)), ...fold(printableSentence(inputs), width, '')],
    ...explainTotals(ledger).map((total) => totalLines(total, width, paint)),
    ...remarks(ledger, width, paint),
  ]);
}

function totalLines(total: ExplainedTotal, width: number | undefined, paint: Paint): readonly string[] {
  const { figure, meaning, value, largest, others } = total;
  const said = figure.endsWith('bytes') ? bytesInWords(value) : withSeparators(value);
  const rest = `  ${withSeparators(others.value)} in ${others.layers} other layer${others.layers === 1 ? '' : 's'}`;
  return [
    ...fold(printableSentence(`${figure}  ${said}  ${meaning}`), width, '  ').map((line, i) =>
      i === 0 ? line.replace(figure, () => paint.heading(figure)) : line,
    ),
    ...contributionLines(largest, width),
    ...(others.layers === 0 ? [] : fold(printableSentence(rest), width, '    ')),
  ];
}

/** A share with the spaces before it: `   30.9 %`. */
const shareWidth = 9;

/** Name, figure, share, in columns; on a terminal a figure takes half of the line at most, and the name what is left. */
function contributionLines(parts: readonly Contribution[], width = Infinity): readonly string[] {
  const values = parts.map(({ value }) => shorten(printableSentence(withSeparators(value)), Math.floor(width / 2)));
  const figures = Math.max(...values.map(displayWidth));
  const most = Math.max(width - figures - shareWidth - 4, 8);
  const names = parts.map(({ layer }) => shorten(printable(layer), most));
  const widest = Math.max(...names.map(displayWidth));
  return parts.map(({ share }, i) => {
    const line = `  ${pad(names[i]!, widest, 'left')}  ${pad(values[i]!, figures, 'right')}`;
    return share === undefined ? line : line + percent(share).padStart(shareWidth);
  });
}
