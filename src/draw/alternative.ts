/** What is drawn, in sentences: the text alternative of each part. */
import { countWord } from '../core/product.ts';
import { formatSize, type Size } from '../core/size.ts';
import { kernelText } from './captions.ts';
import { sizeAmong } from './leaves.ts';
import { layersOf } from './plan.ts';
import type { Part } from './figure.ts';
import type { Scene } from './scene.ts';
import type { Spreads } from './spread.ts';
import type { Station } from './stations.ts';

/** `conv2: 256 feature maps of 27 × 27 on two towers, kernel 5 × 5 over 48 channels of its own tower, stride 1`. */
export function partOf(index: number, { plan, stations, spreads, names }: Scene): Part {
  const cell = plan.cells[index]!;
  const station = stations[cell.station]!;
  const layer = names.cells[index]!;
  if (cell.fold) {
    const fold = plan.folds.find(({ key }) => key === cell.fold!.key)!;
    return { layer, fold: fold.key, text: `${fold.text}; gives ${outputText(station)}`, layers: fold.layers };
  }
  const words = [
    outputText(station) + towersText(cell.station, spreads),
    ...readingText(station),
    ...stepsText(station),
  ];
  return { layer, text: `${station.name}: ${words.join(', ')}`, layers: layersOf(station) };
}

function outputText({ kind, shape }: Station): string {
  if (!shape) return 'an output of unknown size';
  if (kind === 'dense') return `${unitsText(shape)} units`;
  if (shape.length < 4 || kind === 'product') return shape.map(formatSize).join(' × ');
  const maps = shape[1] === 1 ? 'feature map' : 'feature maps';
  return `${formatSize(shape[1]!)} ${maps} of ${shape.slice(2).map(formatSize).join(' × ')}`;
}

function unitsText(shape: readonly Size[]): string {
  const sizes = shape[0] === 1 ? shape.slice(1) : shape;
  return sizes.map(formatSize).join(' × ');
}

function towersText(station: number, { towers, of }: Spreads): string {
  const spread = of[station]!;
  if (towers === 1 || spread === 'whole') return '';
  return spread === 'split' ? ` on ${countWord(towers)} towers` : ` on tower ${spread}`;
}

function readingText(station: Station): readonly string[] {
  const { leaves, layer, kind } = station;
  const kernel = kernelText(station);
  const stride = sizeAmong(leaves, ['stride along height', 'stride along width']);
  const channels = sizeAmong(leaves, ['input channels of one tower', 'input channels of one group', 'input channels']);
  const whose = { 'own tower': ' of its own tower', 'all towers': ' of each tower', input: '' }[
    layer?.reads ?? 'input'
  ];
  const over = channels === undefined ? '' : `${formatSize(channels)} ${kind === 'dense' ? 'inputs' : 'channels'}`;
  const window = kernel === '' ? '' : `${kind === 'pool' ? 'window' : 'kernel'} ${kernel}`;
  const reads = [window, over === '' ? '' : `over ${over}${kind === 'dense' ? '' : whose}`].filter((text) => text !== '').join(' '); // prettier-ignore
  return [
    ...(kind === 'dense' ? ['fully connected'] : []),
    ...(kind === 'pool' ? [station.operator] : []),
    ...(reads === '' ? [] : [reads]),
    ...(stride === undefined || stride === 1 ? [] : [`stride ${formatSize(stride)}`]),
  ];
}

function stepsText({ steps }: Station): readonly string[] {
  return steps.length === 0 ? [] : [`then ${steps.map(({ operator }) => operator).join(', ')}`];
}
