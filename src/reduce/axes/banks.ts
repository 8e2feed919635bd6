/** Layers with weights: which channels their filters read, and that each filter makes one. */
import { int } from '../../core/attributes.ts';
import type { Strip } from './atoms.ts';
import { broadcast } from './elementwise.ts';
import { freezeAll, type AxisRule, type Links } from './rule.ts';

/** W is [filters, channels of a group, kernel …]. */
export const convolves: AxisRule = ({ node }, links) => {
  const [x, w, bias] = [links.of(0), links.of(1), links.of(2)];
  const groups = int(node, 'group', 1);
  const [filters = 0, channels = 0] = links.sizes(1);
  freezePlaces(links, x, w);
  links.mark(w[0] ?? null, 'creates');
  links.same(w[0] ?? null, bias[0] ?? w[0] ?? null);
  if (groups === 1) reads(links, x[1], w[1]);
  else if (channels === 1) links.same(repeatEach(x[1], filters / groups), w[0] ?? null);
  else {
    reads(links, tieBlocks(links, x[1], groups), w[1]);
    tieBlocks(links, w[0], groups);
  }
  return [[x[0] ?? null, w[0] ?? null, ...w.slice(2).map(() => null)]];
};

/** W is [channels, filters of a group, kernel …]. */
export const convolvesTransposed: AxisRule = (use, links) => {
  const [x, w, bias] = [links.of(0), links.of(1), links.of(2)];
  const groups = int(use.node, 'group', 1);
  const [, filters = 0] = links.sizes(1);
  if (groups > 1 && filters > 1) return freezeAll(use, links, 'a transposed convolution in groups');
  freezePlaces(links, x, w);
  const made = groups === 1 ? w[1] : w[0];
  links.mark(w[0] ?? null, 'reads');
  links.mark(made ?? null, 'creates');
  links.same(x[1] ?? null, w[0] ?? null);
  links.same(made ?? null, bias[0] ?? made ?? null);
  return [[x[0] ?? null, made ?? null, ...w.slice(2).map(() => null)]];
};

/** Y = A · B + C; the attributes say which of A and B is transposed. */
export const multipliesGemm: AxisRule = ({ node }, links) => {
  const [rows, inA] = turned(links.of(0), int(node, 'transA', 0) !== 0);
  const [inB, columns] = turned(links.of(1), int(node, 'transB', 0) !== 0);
  contract(links, [inA, inB]);
  if (links.isLearned(1)) links.mark(columns, 'creates');
  else if (links.isLearned(0)) links.mark(rows, 'creates');
  const made = [rows, columns];
  const added = links.of(2);
  added.forEach((strip, i) => {
    const axis = i + 2 - added.length;
    if (links.sizes(2)[i] !== 1) links.same(made[axis] ?? null, strip);
  });
  return [made];
};

/** NumPy's matmul: the axes before the last two are broadcast, a vector is a row or a column that the output lacks. */
export const multipliesMatrices: AxisRule = (_, links) => {
  const [a, b] = [links.of(0), links.of(1)];
  const inner: [Strip, Strip] = [a.at(-1) ?? null, (b.length === 1 ? b[0] : b.at(-2)) ?? null];
  const rank = Math.max(a.length, b.length) - 2;
  const leading = rank > 0 ? leadingAxes(links, rank) : [];
  const rows = a.length > 1 ? [a.at(-2) ?? null] : [];
  const columns = b.length > 1 ? [b.at(-1) ?? null] : [];
  contract(links, inner);
  if (links.isLearned(1)) links.mark(columns[0] ?? null, 'creates');
  else if (links.isLearned(0)) links.mark(rows[0] ?? null, 'creates');
  return [[...leading, ...rows, ...columns]];
};

/** Y = X · Wᵀ over W, R, B of [directions, gates · hidden, …]: the hidden width stays, what is read may shrink. */
export const recurs: AxisRule = ({ inputs }, links) => {
  const [x, w] = [links.of(0), links.of(1)];
  reads(links, x[2], w[2]);
  x.slice(0, 2).forEach((strip) => links.freeze(strip, 'is a sequence'));
  w.slice(0, 2).forEach((strip) => links.freeze(strip, hidden));
  inputs.slice(2).forEach((_, i) => links.of(i + 2).forEach((strip) => links.freeze(strip, hidden)));
  return [];
};

/** Heights, widths and kernels stay. */
function freezePlaces(links: Links, x: readonly Strip[], w: readonly Strip[]): void {
  x.slice(2).forEach((strip) => links.freeze(strip, 'is slid over'));
  w.slice(2).forEach((strip) => links.freeze(strip, 'is a kernel'));
}

const hidden = 'is the hidden width of a recurrent layer';

function leadingAxes(links: Links, rank: number): readonly Strip[] {
  const of: Links['of'] = (input) => links.of(input).slice(0, -2);
  const sizes: Links['sizes'] = (input) => links.sizes(input).slice(0, -2);
  return broadcast([0, 1], { ...links, of, sizes }, rank);
}

function turned([first = null, second = null]: readonly Strip[], isTransposed: boolean): [Strip, Strip] {
  return isTransposed ? [second, first] : [first, second];
}

/** The axis that is summed over; the learned side's indices are the weights of what is read. */
function contract(links: Links, [a, b]: [Strip, Strip]): void {
  if (links.isLearned(1)) links.mark(b, 'reads');
  else if (links.isLearned(0)) links.mark(a, 'reads');
  links.same(a, b);
}

function reads(links: Links, channels: Strip | undefined, weights: Strip | undefined): void {
  links.mark(weights ?? null, 'reads');
  links.same(channels ?? null, weights ?? null);
}

/** The blocks of a grouped convolution keep equally many channels: those at one place of every block stay or go together. */
function tieBlocks(links: Links, strip: Strip | undefined, blocks: number): Strip {
  if (!strip) return null;
  const length = strip.length / blocks;
  const first = strip.slice(0, length);
  for (let block = 1; block < blocks; block++) links.same(first, strip.slice(block * length, (block + 1) * length));
  return first;
}

function repeatEach(strip: Strip | undefined, times: number): Strip {
  if (!strip || times === 1) return strip ?? null;
  return Int32Array.from({ length: strip.length * times }, (_, i) => strip[Math.floor(i / times)]!);
}
