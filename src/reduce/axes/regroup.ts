/** Operators that arrange elements along other axes: which index of which new axis an old index becomes. */
import { ints } from '../../core/attributes.ts';
import { UnsupportedError } from '../../core/errors.ts';
import { elementCount } from '../../core/shape.ts';
import type { Strip } from './atoms.ts';
import type { AxisRule, Links } from './rule.ts';

export const transposes: AxisRule = ({ node }, { of }) => {
  const strips = of(0);
  const order = ints(node, 'perm') ?? strips.map((_, i) => strips.length - 1 - i);
  return [order.map((axis) => strips[axis] ?? null)];
};

/** Reshape, Flatten, Squeeze, Unsqueeze: the elements keep their order. */
export const regroups: AxisRule = (_, links) => {
  const [from, to, strips] = [links.sizes(0), links.outputSizes(0), links.of(0)];
  const made: Strip[] = to.map(() => null);
  const isOpen = from.includes(0) || to.includes(0);
  for (const group of isOpen ? [] : groupsOf(from, to)) carry(links, { from, to, strips, made }, group);
  if (isOpen) strips.forEach((strip) => links.freeze(strip, 'is arranged anew while a size is open'));
  return [made];
};

interface Group {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

interface Arrangement {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly strips: readonly Strip[];
  readonly made: Strip[];
}

/** Axes that hold the same elements before and after, in runs as short as can be. */
export function groupsOf(from: readonly number[], to: readonly number[]): readonly Group[] {
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  while (i < from.length && j < to.length) {
    const [firstBefore, firstAfter] = [i, j];
    let [left, right] = [from[i++]!, to[j++]!];
    while (left !== right) {
      if (left < right) left *= from[i++] ?? Number.NaN;
      else right *= to[j++] ?? Number.NaN;
      if (Number.isNaN(left) || Number.isNaN(right)) return groups;
    }
    groups.push({ before: range(firstBefore, i), after: range(firstAfter, j) });
  }
  return groups;
}

function carry(links: Links, { from, to, strips, made }: Arrangement, { before, after }: Group): void {
  const carried = before.filter((axis) => strips[axis]);
  if (carried.length === 0) return;
  if (carried.length > 1) {
    carried.forEach((axis) => links.freeze(strips[axis]!, 'is merged with another axis that can change'));
    return;
  }
  const axis = carried[0]!;
  const wide = after.filter((each) => to[each] !== 1);
  if (wide.length === 1 && to[wide[0]!] === from[axis]) {
    made[wide[0]!] = strips[axis]!;
    return;
  }
  const ids = spread(strips[axis]!, sizesAt(from, before), before.indexOf(axis));
  const sizes = sizesAt(to, after);
  const candidates = after.map((_, i) => i).filter((i) => sizes[i]! > 1);
  const chosen = candidates.find((i) => dependsOnlyOn(links, ids, sizes, i)) ?? preferred(candidates, to, after);
  made[after[chosen]!] = tied(links, ids, sizes, chosen);
}

/**
 * Which of several new axes keeps the freedom: of heads × width of a head the heads; of queries, keys and values × channels, and
 * of groups × channels before a height and a width (a channel shuffle), the channels.
 */
function preferred(candidates: readonly number[], to: readonly number[], after: readonly number[]): number {
  const axesBehind = to.length - 1 - after.at(-1)!;
  const isStack = candidates.length === 2 && to[after[candidates[0]!]!] === queriesKeysValues;
  return candidates.at(axesBehind >= 2 || candidates.length === 1 || isStack ? -1 : -2)!;
}

const queriesKeysValues = 3;

/** More elements than are followed one by one: 256 MiB of ids. */
const mostElements = 2 ** 26;

/** The id of every element of some axes, of which one has ids. Throws an UnsupportedError where there are too many. */
function spread(strip: Int32Array, sizes: readonly number[], axis: number): Int32Array {
  const count = elementCount(sizes);
  if (count > mostElements)
    throw new UnsupportedError(`channels are followed through at most ${mostElements} elements, and ${sizes.join(' x ')} are ${count}`); // prettier-ignore
  const ids = new Int32Array(count);
  const inner = elementCount(sizes.slice(axis + 1));
  const places = placesOf(ids.length, inner, strip.length);
  for (let i = 0; i < ids.length; i += inner) ids.fill(strip[places(i)]!, i, i + inner);
  return ids;
}

/** The place along an axis of the element at a flat index: `inner` elements lie behind each of its `length` places. */
function placesOf(total: number, inner: number, length: number): (flat: number) => number {
  if (inner * length === total) return inner === 1 ? (flat) => flat : (flat) => (flat / inner) | 0;
  return (flat) => ((flat / inner) | 0) % length;
}

function dependsOnlyOn(links: Links, ids: Int32Array, sizes: readonly number[], axis: number): boolean {
  const place = placesOf(ids.length, elementCount(sizes.slice(axis + 1)), sizes[axis]!);
  const firsts = new Int32Array(sizes[axis]!).fill(-1);
  for (let i = 0; i < ids.length; i++) {
    const at = place(i);
    if (firsts[at] === -1) firsts[at] = ids[i]!;
    else if (firsts[at] !== ids[i] && !links.isSame(firsts[at]!, ids[i]!)) return false;
  }
  return true;
}

/** One id for each index of the axis: all that share the index become one atom. */
function tied(links: Links, ids: Int32Array, sizes: readonly number[], axis: number): Int32Array {
  const place = placesOf(ids.length, elementCount(sizes.slice(axis + 1)), sizes[axis]!);
  const firsts = new Int32Array(sizes[axis]!).fill(-1);
  for (let i = 0; i < ids.length; i++) {
    const at = place(i);
    if (firsts[at] === -1) firsts[at] = ids[i]!;
    else if (firsts[at] !== ids[i] && !links.isSame(firsts[at]!, ids[i]!))
      links.same(Int32Array.of(firsts[at]!), Int32Array.of(ids[i]!));
  }
  return firsts;
}

function sizesAt(sizes: readonly number[], axes: readonly number[]): readonly number[] {
  return axes.map((axis) => sizes[axis]!);
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
