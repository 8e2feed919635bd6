/** Median milliseconds of `runs` runs, after one that warms up. */
export function median(runs: number, run: () => void): number {
  return medians(runs, [run])[0]!;
}

/** As `median` for several, which take turns, so that what else the machine does falls on all of them. */
export function medians(runs: number, each: readonly (() => void)[]): readonly number[] {
  for (const run of each) run();
  const times = each.map(() => [] as number[]);
  for (let i = 0; i < runs; i++) {
    each.forEach((run, which) => {
      const start = performance.now();
      run();
      times[which]!.push(performance.now() - start);
    });
  }
  return times.map((list) => list.toSorted((a, b) => a - b)[runs >> 1]!);
}
