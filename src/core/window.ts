/** Sliding a window along one axis: how many positions it has, why, and how many of its taps land on padding. */
import {
  ceilOf,
  definition,
  difference,
  factor,
  floorOf,
  product,
  readable,
  sumOfTerms,
  type Derivation,
} from './derivation.ts';
import { RuleError, UnknownError } from './errors.ts';
import {
  add,
  ceilDivide,
  floorDivide,
  formatSize,
  isAtLeast,
  isWhole,
  maximum,
  minimum,
  multiply,
  subtract,
  sumOf,
  type Size,
} from './size.ts';

/** One axis of a window over an input. */
export interface Window {
  /** The axis in words, and the textbook's symbols for it. */
  readonly axis: AxisWords;
  readonly input: Size;
  readonly kernel: Size;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** How a window that does not fit evenly is rounded; `same` gives ⌈W / S⌉ positions, whatever the kernel. */
  readonly rounding: 'floor' | 'ceil' | 'same';
  /** Cells of the padding count as cells of the input: AveragePool with count_include_pad. */
  readonly paddingCounts?: boolean;
}

interface AxisWords {
  readonly name: string;
  readonly unread: string;
  readonly input: string;
  readonly kernel: string;
  readonly stride: string;
  readonly positions: string;
  readonly map: string;
}

const words = (name: string, unread: string, [input, kernel, stride, positions]: readonly string[], map: string): AxisWords => ({
  name, unread, input: input!, kernel: kernel!, stride: stride!, positions: positions!, map,
}); // prettier-ignore

const depth = words('depth', 'slice', ['D', 'd', 'S_z', 'Z'], 'f_d');
const height = words('height', 'row', ['H', 'h', 'S_y', 'Y'], 'f_h');
const width = words('width', 'column', ['W', 'w', 'S_x', 'X'], 'f_w');

/** The words for the spatial axes of an input: the last is the width. */
export function axisWords(rank: number): readonly AxisWords[] {
  if (rank <= 3) return [depth, height, width].slice(3 - rank);
  return Array.from({ length: rank }, (_, i) =>
    words(`axis ${i + 2}`, 'slice', [`W_${i}`, `w_${i}`, `S_${i}`, `X_${i}`], `f_${i}`),
  );
}

/** The kernel's reach with its dilation: (k − 1) · d + 1. */
function reach({ kernel, dilation }: Window): Size {
  return dilation === 1 ? kernel : add(multiply(subtract(kernel, 1), dilation), 1);
}

/**
 * How many positions the window has, derived: `⌊(227 − 11) / 4⌋ + 1`. ONNX Conv and the pools: with ceil rounding a last
 * window that would start beyond the input and its leading padding is dropped (as Caffe and PyTorch do, and ONNX since 19).
 * Throws a RuleError where not one position fits.
 */
export function positionsOf(window: Window): Derivation {
  const { axis, stride, rounding } = window;
  if (rounding === 'same') return ceilOf(inputFactor(window), factor(`stride along ${axis.name}`, stride, axis.stride));
  const room = roomOf(window);
  // rounded up, a window that reaches over the end by less than a stride still has its first place (as ONNX Runtime runs it)
  const least = rounding === 'ceil' ? 1 - stride : 0;
  if (!isAtLeast(room.value, least) && isWhole(room.value)) {
    throw new RuleError(`the window does not fit: ${axis.name} ${definition(room, readable)} leaves no room to slide`);
  }
  const quotient = (rounding === 'ceil' ? ceilOf : floorOf)(
    room,
    factor(`stride along ${axis.name}`, stride, axis.stride),
  );
  const positions = sumOfTerms([{ negative: false, of: quotient }, { negative: false, of: factor('1', 1) }]); // prettier-ignore
  return rounding === 'ceil' ? withoutWindowBeyond(window, positions) : positions;
}

/**
 * A last window that starts past the input and the padding before it is dropped. Where the input is open: with ⌈(W + before +
 * excess) / S⌉ positions, excess = after − reach + S, one is dropped never, now and then, or always.
 */
function withoutWindowBeyond(window: Window, positions: Derivation): Derivation {
  const { axis, input, stride, before, after } = window;
  const less = difference(positions, factor('a window that would start past the edge', 1));
  if (isWhole(input) && isWhole(positions.value))
    return isAtLeast(multiply(subtract(positions.value, 1), stride), add(input, before)) ? less : positions;
  const excess = subtract(after + stride, reach(window));
  if (!isAtLeast(excess, 1)) return positions;
  if (isAtLeast(excess, stride + 1)) return less;
  const padded = before === 0 ? inputFactor(window) : sumOfTerms([{ negative: false, of: inputFactor(window) }, { negative: false, of: factor(`padding before ${axis.name}`, before) }]); // prettier-ignore
  return ceilOf(padded, factor(`stride along ${axis.name}`, stride, axis.stride));
}

/** As `positionsOf`, without its derivation: most windows slide over whole numbers and are rounded down. */
export function positionCount(window: Window): Size {
  const { input, kernel, stride, dilation, before, after, rounding } = window;
  if (rounding === 'floor' && typeof input === 'number' && typeof kernel === 'number') {
    const room = input + before + after - (kernel - 1) * dilation - 1;
    if (room >= 0 && Number.isSafeInteger(room)) return Math.floor(room / stride) + 1;
  }
  return positionsOf(window).value;
}

/** W + padding − reach: how far the window can slide. */
function roomOf(window: Window): Derivation {
  const { axis, kernel, dilation, before, after } = window;
  const kernelFactor = factor(`kernel ${axis.name}`, kernel, axis.kernel);
  const terms = [{ negative: false, of: inputFactor(window) }];
  if (before !== 0) terms.push({ negative: false, of: factor(`padding before ${axis.name}`, before) });
  if (after !== 0) terms.push({ negative: false, of: factor(`padding after ${axis.name}`, after) });
  if (dilation === 1) return sumOfTerms([...terms, { negative: true, of: kernelFactor }]);
  const gaps = product([difference(kernelFactor, factor('1', 1)), factor('dilation', dilation)]);
  return sumOfTerms([...terms, { negative: true, of: gaps }, { negative: true, of: factor('1', 1) }]);
}

function inputFactor({ axis, input }: Window): Derivation {
  return factor(`input ${axis.name}`, input, axis.input);
}

/**
 * The textbook's formula where it applies: without padding `⌊(W − ⌊w/2⌋ − ⌊w/2⌋ − 1) / S + 1⌋`, with padding (`same`)
 * `⌊(W − 1) / S + 1⌋`. For an even kernel the first is one short where the stride divides W − w.
 */
export function textbookPositions(window: Window, positions: Size): Derivation | undefined {
  const { axis, kernel, stride, dilation, before, after } = window;
  if (!isWhole(kernel) || dilation !== 1) return undefined;
  const strideFactor = factor(`stride along ${axis.name}`, stride, axis.stride);
  const one = factor('1', 1);
  if (before === 0 && after === 0 && window.rounding === 'floor') {
    const half = factor(`half the kernel's ${axis.name}, rounded down`, floorDivide(kernel, 2), `⌊${axis.kernel}/2⌋`);
    return floorOf(difference(inputFactor(window), half, half, one), strideFactor, 1);
  }
  const same = floorOf(difference(inputFactor(window), one), strideFactor, 1);
  return same.value === positions ? same : undefined;
}

/** What a window that does not fit evenly leaves unread, with its arithmetic; `undefined` where every input cell is read. */
export function unevenFit(window: Window, positions: Size): string | undefined {
  const { axis, input, stride, before, after, rounding } = window;
  const span = reach(window);
  if (!isWhole(input) || !isWhole(span) || !isWhole(positions) || rounding !== 'floor') return undefined;
  const room = Number(sumOf([input, before, after, multiply(span, -1)]));
  const rest = room % stride;
  const unread = rest - after;
  if (unread <= 0 || span < stride) return undefined;
  const exact = room / stride + 1;
  return (
    `(${input}${before + after ? ` + ${before + after}` : ''} − ${span}) / ${stride} + 1 = ${Number(exact.toFixed(4))}; ` +
    `${positions} positions leave ${unread} ${axis.unread}${unread === 1 ? '' : 's'} unread; ` +
    `${formatSize(add(positions, 1))} reach ${stride - rest} past the edge`
  );
}

/** Padding [before, after] that ONNX's SAME_UPPER and SAME_LOWER come to; symbolic inputs get the padding of a stride of 1. */
export function samePadding(
  input: Size,
  kernel: number,
  stride: number,
  dilation: number,
  extraFirst: boolean,
): readonly [number, number] {
  const span = (kernel - 1) * dilation + 1;
  const positions = isWhole(input) ? Number(ceilDivide(input, stride)) : 1;
  const total = isWhole(input) ? Math.max((positions - 1) * stride + span - Number(input), 0) : span - 1;
  const small = Math.floor(total / 2);
  return extraFirst ? [total - small, small] : [small, total - small];
}

/** Longer than any map that fits into memory along one axis. */
const longestKernel = 65_536;

/** How many (position, tap) pairs of the window fall inside the input rather than onto padding. */
export function tapsInside(window: Window, positions: Size): Size {
  const { kernel, before, after, rounding } = window;
  if (before === 0 && after === 0 && rounding !== 'ceil') return multiply(positions, kernel);
  if (typeof kernel !== 'number') return multiply(positions, kernel); // an open kernel: padding cannot be told apart
  if (kernel > longestKernel)
    throw new UnknownError(`a kernel of ${kernel} taps; at most ${longestKernel} are told apart from padding`);
  return sumOf(Array.from({ length: kernel }, (_, tap) => positionsInside(window, positions, tap)));
}

/** Positions p at which the tap reads a cell of the input (or of padding that counts): 0 ≤ p · stride + offset < cells. */
function positionsInside(window: Window, positions: Size, tap: number): Size {
  const { input, stride, dilation, before, after, paddingCounts } = window;
  const offset = tap * dilation - before;
  const first = paddingCounts ? 0 : Math.max(Math.ceil(-offset / stride), 0);
  const beyond = (paddingCounts ? after : 0) - offset;
  const end = ceilDivide(add(input, beyond), stride);
  if (isWhole(end) && isWhole(positions)) return maximum(subtract(minimum(end, positions), first), 0);
  const extent = extentOf(window);
  return subtract(extent !== undefined && extent > beyond ? end : positions, first);
}

/** The c for which a window has ⌈(W + c) / S⌉ positions, however it is rounded; `undefined` for an open kernel. */
function extentOf(window: Window): number | undefined {
  const { stride, before, after, rounding } = window;
  const span = reach(window);
  if (rounding === 'same') return 0;
  if (typeof span !== 'number') return undefined;
  const room = before + after - span;
  if (rounding === 'floor') return room + 1;
  const excess = after - span + stride;
  return excess <= 0 ? room + stride : excess <= stride ? before : room;
}
