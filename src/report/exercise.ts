/** The table of the exercise that layerledger began with: `55 * 55 * 96 = 290400`, a row for each layer with weights. */
import { equation, plain, type Derivation } from '../core/derivation.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import { countWord } from '../core/product.ts';
import { formatSize } from '../core/size.ts';
import { derivationOf } from './ledger-table.ts';
import { printable } from '../core/printable.ts';
import { gridOf } from './grid.ts';
import { text, type Heading, type Table } from './table.ts';
import { showLayers } from './view.ts';

const heading = (title: string): Heading => ({ key: title, title, align: 'left', leaves: 0 });

/** The rows in the exercise's words; the last layer is its "Output Layer". */
export function exerciseTable(ledger: Counted): Table {
  const layers = showLayers(ledger).rows;
  const names = exerciseNames(layers);
  return {
    headings: [heading(''), heading('# Units'), heading('# Weights'), heading('# Connections')],
    rows: layers.map((layer, i) => [
      text(names[i]!),
      text(cell(layer, 'units')),
      text(cell(layer, 'weights')),
      text(`${cell(layer, 'connections')}${towersLabel(layer, ledger)}`),
    ]),
  };
}

export function exerciseText(ledger: Counted): string {
  return `${gridOf(exerciseTable(ledger)).lines.join('\n')}\n`;
}

function exerciseNames(layers: readonly Layer[]): readonly string[] {
  const numbers = { 'Convolution Layer': 0, 'Fully Connected Layer': 0 };
  return layers.map((layer, i) => {
    const kind = isConvolution(layer) ? 'Convolution Layer' : 'Fully Connected Layer';
    if (i === layers.length - 1) return 'Output Layer';
    return `${kind} ${++numbers[kind]}`;
  });
}

function isConvolution({ operator }: Layer): boolean {
  return operator.includes('Conv');
}

function cell(layer: Layer, figure: 'units' | 'weights' | 'connections'): string {
  const derivation: Derivation | undefined = derivationOf(layer, figure);
  return printable(derivation ? equation(derivation, plain) : formatSize(layer[figure]));
}

/** The exercise's label for how a convolution's connections are counted over towers. */
function towersLabel(layer: Layer, { towers }: Counted): string {
  if (!towers || !isConvolution(layer)) return '';
  const word = layer.reads === 'own tower' ? countWord(towers.each.length) : 'single';
  return ` (${word[0]!.toUpperCase()}${word.slice(1)} tower${layer.reads === 'own tower' ? 's' : ''} here!)`;
}
