/** `layerledger draw`: a network as a figure, drawn to scale; its weights and connections as bars. */
import { UsageError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ledger.ts';
import { barsOf, figureOf, svgOf, type Figure } from '../../draw/index.ts';
import { decimal } from '../../draw/figure.ts';
import { schemaVersion, version } from '../../report/version.ts';
import { defineCommand, type Answer } from '../command.ts';
import { countSource } from '../counting.ts';
import { choice, repeated, type Values } from '../option.ts';
import { printOptions, sourceOptions, towerOptions } from '../shared-options.ts';
import { gapRemarks } from '../status.ts';

const drawOptions = {
  what: choice(
    ['figure', 'bars'],
    'figure',
    'the layers to scale, or their shares of weights and connections as bars',
  ),
  detail: choice(['auto', 'layers', 'blocks'], 'auto', 'every layer, or blocks and one of equal blocks'),
  expand: repeated('BLOCK', 'draw what is in a block: stage1/2, or stage1/1..3/* for each of the equal ones', (key) => key),
  format: choice(['svg', 'json'], 'svg', 'a picture, or its marks as data'),
  theme: choice(['paper', 'screen'], 'paper', 'light, or dark where the reader’s system is'),
}; // prettier-ignore

export const command = defineCommand({
  name: 'draw',
  summary: 'a figure of a network as SVG, drawn to scale from its ledger',
  operands: { usage: 'NETWORK', least: 1, most: 1 },
  options: {
    ...drawOptions,
    ...sourceOptions,
    ...towerOptions,
    output: printOptions.output,
  },
  details: [
    'Feature maps are boxes of channels × height × width, fully connected layers bars; kernels lie on the maps that they read. Lengths are in proportion to the square roots of the sizes. docs/draw.md says more.',
  ],
  examples: [
    { command: 'layerledger draw alexnet -o alexnet.svg', says: 'AlexNet on its two towers' },
    { command: 'layerledger draw vgg16 --what bars -o vgg16.svg', says: 'where weights and connections are' },
    {
      command: 'layerledger draw resnet50 --expand stage1/1..3/* -o resnet50.svg',
      says: 'three blocks each on its own',
    },
  ],
  async answer([source], values, io): Promise<Answer> {
    if (values.format === 'svg') expectSvg(values.output);
    const ledger = await countSource(source!, values, io);
    const gaps = gapRemarks(ledger, values.input.length > 0);
    const figure = drawn(ledger, values);
    const text = values.format === 'json' ? jsonOf(figure) : svgOf(figure, { theme: values.theme });
    return { text, status: gaps.length > 0 ? 3 : 0, remarks: gaps, file: values.output };
  },
});

/** Coordinates to two decimals, as the SVG has them. */
function jsonOf(figure: Figure): string {
  const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' ? Number(decimal(value)) : value);
  return `${JSON.stringify({ schemaVersion, layerledger: version, ...figure }, rounded)}\n`;
}

const otherPicture = /\.(?:png|jpe?g|gif|webp|avif|bmp|tiff?|pdf|e?ps)$/i;

/** Throws a UsageError for a file whose ending promises another kind of picture. */
function expectSvg(output = ''): void {
  if (!otherPicture.test(output)) return;
  const svg = output.replace(otherPicture, '.svg');
  throw new UsageError(`--output ${output}: draw writes SVG; name it ${svg} (the page saves figures as PNG)`);
}

/** Throws a UsageError for a block that the figure does not have. */
function drawn(ledger: Ledger, { what, detail, expand }: Values<typeof drawOptions>): Figure {
  if (what === 'bars') return barsOf(ledger);
  const figure = figureOf(ledger, { detail, expanded: new Set(expand) });
  const keys = new Set(figure.folds.map(({ key }) => key));
  const unknown = expand.find((key) => !keys.has(key.replace(/\/\*$/, '')));
  if (unknown === undefined || detail === 'layers') return figure;
  const known = figure.folds.length === 0 ? 'no blocks' : `the blocks ${[...keys].slice(0, 12).join(', ')}`;
  throw new UsageError(`--expand takes a block of the figure, not "${unknown}"; ${ledger.network.name} has ${known}`);
}
