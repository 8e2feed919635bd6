/** One named size changed: to a number that stands beside it, to another row's, by one. */
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

export const sizes: Search = {
  name: 'sizes changed',
  *hypotheses({ subject, beside, neighbours }: Inquiry): Iterable<Hypothesis> {
    for (const [name, size] of subject.sizes) {
      const tried = new Set([size]);
      const to = (number: number, cost: number, why: string): Hypothesis => {
        tried.add(number);
        const value = subject.value({ sizes: new Map([[name, number]]) });
        const change = `${name} ${say(size)} replaced by ${say(number)}${why}`;
        return { value, cost, key: `${name} ${number}`, changes: [change], say: () => `${say(value)} with ${change}` };
      };
      for (const [label, number] of beside)
        if (!tried.has(number)) yield to(number, 1.8, `, which stands beside it (${label})`);
      for (const row of neighbours) {
        const other = row.sizes.get(name);
        if (other !== undefined && !tried.has(other)) yield to(other, row.sameTable ? 1.9 : 2.2, ` of ${row.name}`);
      }
      for (const [label, other] of subject.sizes) if (!tried.has(other)) yield to(other, 2.6, ` (${label})`);
      if (!Number.isInteger(size) || size > largestCounted) continue;
      for (const number of [size - 1, size + 1])
        if (number > 0 && !tried.has(number)) yield to(number, 2.2, ', off by one');
      for (const number of [2 * size, size / 2])
        if (Number.isInteger(number) && !tried.has(number)) yield to(number, 3, '');
    }
  },
};

/** Nobody miscounts a larger size by one. */
const largestCounted = 10_000;
