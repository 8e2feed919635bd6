/** The value of another row, or the sum of a printed column. */
import type { Hypothesis, Inquiry, Neighbour, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

export const rows: Search = {
  name: 'other rows',
  *hypotheses({ neighbours, printed }: Inquiry): Iterable<Hypothesis> {
    for (const { name, computed, sameTable, isRight, printed: other } of neighbours) {
      if (!Number.isFinite(computed)) continue;
      const isCopy = isRight && other === printed.value;
      const change = `the value of ${name}${isCopy ? ', where the same is printed and right' : ''}`;
      const cost = isCopy ? 1.2 : sameTable ? 2 : 2.3;
      yield { value: computed, cost, key: change, changes: [change], say: () => `${say(computed)}: ${change}` };
    }
    for (const table of new Set(neighbours.map((row) => row.table))) {
      const others = neighbours.filter((row) => row.table === table);
      if (table !== undefined && others.length > 2) yield* sums(table, others);
    }
  },
};

/** The sum of a printed column; where a K is 1024, also with the K read as 1000. */
function* sums(table: string, others: readonly Neighbour[]): Iterable<Hypothesis> {
  const sum = others.reduce((total, row) => total + row.printed, 0);
  const terms =
    others.length > mostTerms ? '' : ` = ${others.map((row) => say(row.printed / unitOf(row))).join(' + ')}`;
  const change = `the sum of the ${others.length} numbers that ${table} prints`;
  yield {
    value: sum,
    cost: 2.2,
    key: change,
    changes: [change],
    say: () => `${say(sum / unitOf(others[0]!))}${terms}: ${change}`,
  };
  if (others.some(({ suffix }) => suffix !== 'Ki')) return;
  const decimal = (sum * 1000) / 1024;
  const read = `${change}, its K taken as 1000`;
  yield {
    value: decimal,
    cost: 2.2,
    key: read,
    changes: [change, 'K is 1000, not 1024'],
    say: () => `${say(decimal / 1000)}${terms}: ${read}`,
  };
}

/** Terms that are spelled out. */
const mostTerms = 14;

function unitOf({ suffix }: Neighbour): number {
  return suffix === 'Ki' ? 1024 : 1;
}
