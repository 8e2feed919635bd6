/**
 * The oracle: slides windows by walking, one position, unit and tap after another, and counts what it meets. It shares no
 * formula with the code: there is no division in it.
 */

/** One spatial axis. */
export interface Axis {
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Where the window starts along one axis, in cells of the input; negative ones are padding. In ceil mode a last window may
 * reach past the edge, and none starts past the input (ONNX AveragePool).
 */
export function startsAlong(
  { input, kernel, stride, dilation, before, after }: Axis,
  ceil: boolean,
): readonly number[] {
  const lastTap = tapsAlong(kernel, dilation).at(-1)!;
  const starts: number[] = [];
  for (let start = -before; ; start += stride) {
    const fits = start + lastTap < input + after;
    const previousLeftCells = starts.length > 0 && starts.at(-1)! + lastTap < input + after - 1;
    const reachesOver = starts.length === 0 || previousLeftCells;
    if (ceil ? start >= input || (!fits && !reachesOver) : !fits) return starts;
    starts.push(start);
  }
}

function tapsAlong(kernel: number, dilation: number): readonly number[] {
  const taps: number[] = [];
  for (let tap = 0; taps.length < kernel; tap += dilation) taps.push(tap);
  return taps;
}

/** All combinations of one entry from each list. */
function combinations(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  let all: (readonly number[])[] = [[]];
  for (const list of lists) all = all.flatMap((head) => list.map((entry) => [...head, entry]));
  return all;
}

export interface Walked {
  /** Positions along each axis. */
  readonly positions: readonly number[];
  units: number;
  connections: number;
  onPadding: number;
  /** Distinct weights met. */
  weights: number;
}

interface Convolution {
  readonly batch: number;
  readonly channels: number;
  readonly filters: number;
  readonly groups: number;
  readonly axes: readonly Axis[];
}

/** Channels and filters are dealt to groups in equal runs, one after another. */
function groupOf(index: number, count: number, groups: number): number {
  for (let group = 0, given = 0; ; group++) {
    for (let i = 0; i * groups < count; i++, given++) if (given === index) return group;
  }
}

export function walkConvolution({ batch, channels, filters, groups, axes }: Convolution): Walked {
  const starts = axes.map((axis) => startsAlong(axis, false));
  const taps = combinations(axes.map(({ kernel, dilation }) => tapsAlong(kernel, dilation)));
  const met = new Set<string>();
  const walked: Walked = {
    positions: starts.map((list) => list.length),
    units: 0,
    connections: 0,
    onPadding: 0,
    weights: 0,
  };
  for (let image = 0; image < batch; image++) {
    for (let filter = 0; filter < filters; filter++) {
      for (const position of combinations(starts)) {
        walked.units++;
        for (let channel = 0; channel < channels; channel++) {
          if (groupOf(channel, channels, groups) !== groupOf(filter, filters, groups)) continue;
          for (const tap of taps) {
            met.add(`${filter} ${channel} ${tap.join(' ')}`);
            walked.connections++;
            if (!isInside(axes, position, tap)) walked.onPadding++;
          }
        }
      }
    }
  }
  return { ...walked, weights: met.size };
}

/** Every cell of every input channel is spread over the output through every tap of its group's filters. */
export function walkTransposed({
  batch,
  channels,
  filters,
  groups,
  axes,
}: Convolution): Omit<Walked, 'units' | 'onPadding'> {
  const cells = combinations(axes.map(({ input }) => Array.from({ length: input }, (_, i) => i)));
  const taps = combinations(axes.map(({ kernel, dilation }) => tapsAlong(kernel, dilation)));
  const met = new Set<string>();
  const furthest = axes.map(() => 0);
  let connections = 0;
  for (let image = 0; image < batch; image++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        if (groupOf(channel, channels, groups) !== groupOf(filter, filters, groups)) continue;
        for (const cell of cells) {
          for (const tap of taps) {
            connections++;
            met.add(`${filter} ${channel} ${tap.join(' ')}`);
            cell.forEach((at, i) => (furthest[i] = Math.max(furthest[i]!, at * axes[i]!.stride + tap[i]!)));
          }
        }
      }
    }
  }
  const positions = furthest.map((last, i) => last + 1 - axes[i]!.before - axes[i]!.after);
  return { positions, connections, weights: met.size };
}

/** How many cells a pool adds up: those of the input, and those of the padding too where it counts as input. */
export function walkPool(
  { batch, channels, axes }: Pick<Convolution, 'batch' | 'channels' | 'axes'>,
  { ceil, includesPadding }: { ceil: boolean; includesPadding: boolean },
): { positions: readonly number[]; sums: number } {
  const starts = axes.map((axis) => startsAlong(axis, ceil));
  const taps = combinations(axes.map(({ kernel, dilation }) => tapsAlong(kernel, dilation)));
  const padded = axes.map((axis) => ({
    ...axis,
    from: includesPadding ? -axis.before : 0,
    to: includesPadding ? axis.input + axis.after : axis.input,
  }));
  let sums = 0;
  for (let map = 0; map < batch * channels; map++) {
    for (const position of combinations(starts)) {
      for (const tap of taps) {
        if (padded.every(({ from, to }, i) => position[i]! + tap[i]! >= from && position[i]! + tap[i]! < to)) sums++;
      }
    }
  }
  return { positions: starts.map((list) => list.length), sums };
}

function isInside(axes: readonly Axis[], position: readonly number[], tap: readonly number[]): boolean {
  return axes.every(({ input }, i) => position[i]! + tap[i]! >= 0 && position[i]! + tap[i]! < input);
}
