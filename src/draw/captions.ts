/** What stands under each thing that is drawn: its name, the recipe of its layer in short, and the steps behind it. */
import { printable } from '../core/printable.ts';
import type { Role } from './figure.ts';
import { formatSize, type Size } from '../core/size.ts';
import { factorsAmong, sizeAmong } from './leaves.ts';
import type { Cell } from './plan.ts';
import type { Station } from './stations.ts';
import { sizeText } from './volumes.ts';

export interface CaptionLine {
  readonly role: Extract<Role, 'name' | 'recipe' | 'step' | 'stride'>;
  readonly text: string;
  readonly factors?: readonly string[] | undefined;
}

/** Lines of a folded block's recipe; the rest is said to be left out. */
const mostLines = 8;

/** Letters of a name; its end is what tells it from others. */
const longestName = 16;

/** `prefix`: how many blocks of its path the frames around it name. */
export function captionOf(cell: Cell, stations: readonly Station[], prefix: number): readonly CaptionLine[] {
  const station = stations[cell.station]!;
  const lines = cell.fold ? foldLines(cell.fold, stations) : stationLines(station, prefix);
  return lines.filter(({ text }) => text !== '');
}

function foldLines(fold: NonNullable<Cell['fold']>, stations: readonly Station[]): readonly CaptionLine[] {
  const drawn = fold.kind === 'run' ? fold.copies[0]!.stations : fold.stations;
  const name = fold.kind === 'run' ? `${shortName(lastOf(fold.path))} ×${fold.copies.length}` : shortName(lastOf(fold.path)); // prettier-ignore
  const said = drawn.filter((place) => hasRecipe(stations[place]!));
  const rest = said.length - mostLines;
  const recipes = said.slice(0, rest > 0 ? mostLines - 1 : mostLines).map((place) => recipeOf(stations[place]!));
  const shown = rest > 0 ? [...recipes, `and ${rest + 1} more`] : recipes;
  return [{ role: 'name', text: name }, ...shown.map((text): CaptionLine => ({ role: 'recipe', text }))];
}

function hasRecipe({ kind }: Station): boolean {
  return kind !== 'join' && kind !== 'concat' && kind !== 'input';
}

function lastOf(path: readonly string[]): string {
  const last = path.at(-1) ?? '';
  return /^\d/.test(last) && path.length > 1 ? path.slice(-2).join('.') : last;
}

function stationLines(station: Station, prefix: number): readonly CaptionLine[] {
  const { kind, leaves } = station;
  if (kind === 'join') return [{ role: 'step', text: stepsOf(station) }];
  const stride = strideOf(station);
  return [
    {
      role: 'name',
      text: shortName(shownName(station, prefix)),
    },
    {
      role: 'recipe',
      text: recipeOf(station),
      factors: factorsAmong(leaves, ['kernel height', 'kernel width', 'filters']),
    },
    {
      role: 'recipe',
      text: kind === 'pool' ? kernelText(station) : '',
      factors: factorsAmong(leaves, ['kernel height', 'kernel width']),
    },
    { role: 'stride', text: stride?.text ?? '', factors: stride?.factors },
    { role: 'recipe', text: groupsOf(station), factors: factorsAmong(leaves, ['groups']) },
    { role: 'step', text: stepsOf(station) },
  ];
}

/** Without the blocks that the frames around it name; a station that is a node of a larger layer has the node's name. */
function shownName({ name, layer }: Station, prefix: number): string {
  if (!layer || prefix === 0) return name;
  if (name !== layer.name) return name.split(/[./]/).at(-1)!;
  return layer.path.slice(Math.min(prefix, layer.path.length - 1)).join('.');
}

/** The end of a long name: `…block.2.conv1`. */
function shortName(given: string): string {
  const name = printable(given);
  return name.length <= longestName ? name : `…${name.slice(1 - longestName)}`;
}

/** `11 × 11, 96`, `Max pooling 3 × 3`, `dense 4096`. */
function recipeOf(station: Station): string {
  const { kind, operator, shape } = station;
  if (kind === 'pool') return poolWords(operator);
  if (kind === 'map') return `${kernelText(station)}, ${numberText(shape?.[1])}`;
  if (kind === 'dense') return `dense ${numberText(shape?.at(-1))}`;
  if (kind === 'recurrent') return `${operator} ${numberText(shape?.at(-1))}`;
  if (kind === 'embedding') return 'table';
  if (kind === 'product') return headsText(station);
  return '';
}

function headsText({ shape }: Station): string {
  const heads = shape && shape.length > 3 ? shape.at(-3) : undefined;
  return heads === undefined ? 'product' : `${numberText(heads)} heads`;
}

const poolNames: Readonly<Record<string, string>> = {
  MaxPool: 'Max pooling',
  AveragePool: 'Mean pooling',
  GlobalAveragePool: 'Global mean',
  GlobalMaxPool: 'Global max',
  Subsample: 'Subsampling',
};

function poolWords(operator: string): string {
  return poolNames[operator] ?? operator;
}

/** `3 × 3` from the factors of the kernel, `3 × 3 × 3` where there are three; nothing where there is no window. */
export function kernelText({ leaves }: Station): string {
  const axes = ['depth', 'height', 'width'].map((axis) => leaves.get(`kernel ${axis}`));
  return axes
    .filter((size) => size !== undefined)
    .map(sizeText)
    .join(' × ');
}

/** `Stride of 4` as the paper writes it; nothing for a stride of 1. */
function strideOf({ leaves }: Station): Pick<CaptionLine, 'text' | 'factors'> | undefined {
  const names = ['stride along height', 'stride along width'];
  const stride = sizeAmong(leaves, names);
  if (stride === undefined || stride === 1) return undefined;
  return { text: `Stride of ${formatSize(stride)}`, factors: factorsAmong(leaves, names) };
}

function groupsOf({ leaves, shape }: Station): string {
  const groups = leaves.get('groups');
  if (groups === undefined) return '';
  return groups === shape?.[1] ? 'depthwise' : `${formatSize(groups)} groups`;
}

function numberText(size: Size | undefined): string {
  return size === undefined ? '?' : sizeText(size);
}

/** Steps that are worth a word, in short. */
const stepNames: Readonly<Record<string, string>> = {
  BatchNormalization: 'BN',
  LayerNormalization: 'LN',
  GroupNormalization: 'GN',
  InstanceNormalization: 'IN',
  RMSNormalization: 'RMS norm',
  SkipLayerNormalization: 'LN',
  LRN: 'LRN',
  Relu: 'ReLU',
  LeakyRelu: 'leaky ReLU',
  PRelu: 'PReLU',
  Clip: 'clip',
  Sigmoid: 'σ',
  Tanh: 'tanh',
  Gelu: 'GELU',
  HardSwish: 'h-swish',
  HardSigmoid: 'h-σ',
  Softmax: 'softmax',
  Dropout: 'dropout',
};

function stepsOf({ steps }: Station): string {
  const shown = steps.map(({ operator }) => stepNames[operator] ?? '').filter((text) => text !== '');
  return [...new Set(shown)].slice(0, 3).join(' · ');
}
