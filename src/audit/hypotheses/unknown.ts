/** A size that the source does not state, or states wrongly, solved for: the interval that gives the printed digits. */
import { rangeOf } from '../printed.ts';
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import type { Subject } from '../subject.ts';
import { say } from '../words.ts';

export interface Interval {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export const unknown: Search = {
  name: 'unknown sizes',
  *hypotheses({ subject, printed, unknowns }: Inquiry): Iterable<Hypothesis> {
    for (const name of unknowns) {
      const interval = solveFor(name, subject, rangeOf(printed));
      const stated = subject.sizes.get(name);
      if (!interval || stated === undefined) continue;
      const middle = Math.round((interval.from + interval.to) / 2);
      const value = subject.value({ sizes: new Map([[name, middle]]) });
      const range =
        interval.from === interval.to ? say(interval.from) : `from ${say(interval.from)} to ${say(interval.to)}`;
      const change = `${name} ${range} instead of ${say(stated)}`;
      yield {
        value,
        cost: 3,
        key: `unknown ${name}`,
        changes: [change],
        say: () => `${say(value)} with ${name} = ${say(middle)}; any ${name} ${range} gives what is printed`,
      };
    }
  },
};

/** The whole numbers for which a growing value lies in a range; `undefined` where there are none. */
export function solveFor(
  name: string,
  subject: Subject,
  [least, most]: readonly [number, number],
): Interval | undefined {
  const at = (size: number): number => subject.value({ sizes: new Map([[name, size]]) });
  if (!(at(2) > at(1))) return undefined;
  const from = firstFrom(at, least);
  const to = firstFrom(at, most) - (at(firstFrom(at, most)) > most ? 1 : 0);
  return from <= to && to < largest ? { name, from, to } : undefined;
}

/** Sizes beyond this are none. */
const largest = 2 ** 40;

/** The smallest whole number whose value is at least `bound`. */
function firstFrom(at: (size: number) => number, bound: number): number {
  let [low, high] = [1, 1];
  while (at(high) < bound && high < largest) high *= 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
