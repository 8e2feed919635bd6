/**
 * The linear program of Kelley's cutting planes, over few multipliers: the largest θ with θ ≤ price_i + λ · over_i for all
 * cuts and 0 ≤ λ ≤ ceiling. Solved by the simplex method on its dual, whose basis has one row a multiplier and one more.
 */

export interface Cut {
  readonly price: number;
  /** Amount less budget, for each resource. */
  readonly over: readonly number[];
}

export interface Peak {
  readonly multipliers: readonly number[];
  readonly value: number;
}

interface Column {
  readonly cost: number;
  readonly entries: readonly number[];
}

/** Pivots after which the answer is good enough: no bound depends on it. */
const mostPivots = 400;
/** Pivots after which Bland's rule takes over, which cannot cycle. */
const untilBland = 60;

export function peakOf(cuts: readonly Cut[], ceilings: readonly number[]): Peak {
  const rows = ceilings.length;
  const unit = (r: number, sign: number): number[] => [...ceilings.map((_, i) => (i === r ? sign : 0)), 0];
  const columns: readonly Column[] = [
    ...cuts.map(({ price, over }) => ({ cost: price, entries: [...over, 1] })),
    ...ceilings.map((_, r) => ({ cost: 0, entries: unit(r, 1) })),
    ...ceilings.map((ceiling, r) => ({ cost: ceiling, entries: unit(r, -1) })),
  ];
  const start = cuts[0]!.over.map((over, r) => cuts.length + (over <= 0 ? r : rows + r));
  const basis = [0, ...start];
  let duals: readonly number[] = [];
  for (let pivot = 0; pivot < mostPivots; pivot++) {
    const chosen = basis.map((c) => columns[c]!);
    duals = solved(chosen.map(({ entries }) => entries), chosen.map(({ cost }) => cost));
    const entering = enteringOf(columns, basis, duals, pivot >= untilBland);
    if (entering < 0 || !pivoted(columns, basis, entering)) break;
  }
  return { multipliers: duals.slice(0, rows).map((y, r) => Math.min(ceilings[r]!, Math.max(0, -y))), value: duals[rows]! };
} // prettier-ignore

function enteringOf(
  columns: readonly Column[],
  basis: readonly number[],
  duals: readonly number[],
  isBland: boolean,
): number {
  let [best, entering] = [0, -1];
  for (const [c, { cost, entries }] of columns.entries()) {
    if (basis.includes(c)) continue;
    const reduced = entries.reduce((sum, entry, i) => sum - entry * duals[i]!, cost);
    if (reduced > -1e-12 * (1 + Math.abs(cost)) || reduced >= best) continue;
    [best, entering] = [reduced, c];
    if (isBland) break;
  }
  return entering;
}

/** Exchanges the column that reaches zero first. False where none does, which only rounding can cause. */
function pivoted(columns: readonly Column[], basis: number[], entering: number): boolean {
  const size = basis.length;
  const rowsOf = (b: readonly number[]): number[][] => Array.from({ length: size }, (_, i) => b.map((c) => columns[c]!.entries[i]!));
  const amounts = solved(rowsOf(basis), [...Array.from({ length: size - 1 }, () => 0), 1]);
  const step = solved(rowsOf(basis), columns[entering]!.entries);
  let [least, leaving] = [Infinity, -1];
  for (let i = 0; i < size; i++) {
    if (step[i]! <= 1e-12) continue;
    const ratio = Math.max(0, amounts[i]!) / step[i]!;
    if (ratio < least || (ratio === least && basis[i]! < basis[leaving]!)) [least, leaving] = [ratio, i];
  }
  if (leaving < 0) return false;
  basis[leaving] = entering;
  return true;
} // prettier-ignore

/** Solves `matrix · x = right` by Gaussian elimination with row pivots; a singular column gives zeros. */
export function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const a = matrix.map((row, i) => [...row, right[i]!]);
  for (let c = 0; c < size; c++) {
    let p = c;
    for (let i = c + 1; i < size; i++) if (Math.abs(a[i]![c]!) > Math.abs(a[p]![c]!)) p = i;
    [a[c], a[p]] = [a[p]!, a[c]!];
    const pivot = a[c]![c]!;
    if (pivot === 0) continue;
    for (let i = 0; i < size; i++) {
      const times = i === c ? 0 : a[i]![c]! / pivot;
      if (times !== 0) for (let j = c; j <= size; j++) a[i]![j]! -= times * a[c]![j]!;
    }
  }
  return a.map((row, i) => (row[i] === 0 ? 0 : row[size]! / row[i]!));
}
