/** The lower hull of points: which of them is least under `y + slope · x`, for many slopes at once. */

export interface Hull {
  /** Which points lie on the hull, by ascending x; the first `size` count. */
  readonly points: Int32Array;
  size: number;
}

export function emptyHull(most: number): Hull {
  return { points: new Int32Array(most), size: 0 };
}

/** Andrew's monotone chain; `x` ascends, points of infinite `y` are passed over. */
export function buildHull(hull: Hull, x: Float64Array, y: Float64Array): void {
  const { points } = hull;
  let size = 0;
  for (let k = 0; k < x.length; k++) {
    if (y[k] === Infinity) continue;
    while (size >= 2) {
      const [a, b] = [points[size - 2]!, points[size - 1]!];
      if ((y[b]! - y[a]!) * (x[k]! - x[a]!) < (y[k]! - y[a]!) * (x[b]! - x[a]!)) break;
      size--;
    }
    points[size++] = k;
  }
  hull.size = size;
}

/** The place on the hull of the least `y + slope · x`, walking from `start`: short where slopes follow each other. */
export function walkHull(
  { points, size }: Hull,
  x: Float64Array,
  y: Float64Array,
  slope: number,
  start: number,
): number {
  let at = start;
  let here = y[points[at]!]! + slope * x[points[at]!]!;
  for (let to = at + 1; to < size; to++) {
    const there = y[points[to]!]! + slope * x[points[to]!]!;
    if (there > here) break;
    [here, at] = [there, to];
  }
  for (let to = at - 1; to >= 0; to--) {
    const there = y[points[to]!]! + slope * x[points[to]!]!;
    if (there > here) break;
    [here, at] = [there, to];
  }
  return at;
}
