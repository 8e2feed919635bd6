/** The value of another row, or the sum of a printed column. */
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

export const rows: Search = {
  name: 'other rows',
  *hypotheses({ neighbours, printed }: Inquiry): Iterable<Hypothesis> {
    for (const { name, computed, sameTable } of neighbours) {
      if (!Number.isFinite(computed)) continue;
      const change = `the value of ${name}`;
      yield {
        value: computed,
        cost: sameTable ? 2 : 2.3,
        key: change,
        changes: [change],
        say: () => `${say(computed)}: ${change}`,
      };
    }
    const others = neighbours.filter(({ sameTable }) => sameTable);
    if (others.length < 2) return;
    const sum = others.reduce((total, row) => total + row.printed, 0);
    const change = `the sum of the ${others.length} numbers that the source prints`;
    const arithmetic = others.length > 14 ? '' : ` = ${others.map((row) => say(row.printed)).join(' + ')}`;
    if (sum !== printed.value)
      yield { value: sum, cost: 2.2, key: change, changes: [change], say: () => `${say(sum)}${arithmetic}: ${change}` };
  },
};
