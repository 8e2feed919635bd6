/** The right value with two digits exchanged, or one digit changed. */
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

export const digits: Search = {
  name: 'digits',
  *hypotheses({ computed, printed }: Inquiry): Iterable<Hypothesis> {
    const text = String(Math.round(computed / printed.step));
    if (text.length < 3 || text.length > 15) return;
    const of = (characters: readonly string[], cost: number, change: string): Hypothesis => {
      const value = Number(characters.join('')) * printed.step;
      return {
        value,
        cost,
        key: change,
        changes: [change],
        say: () => `${say(value)}: ${say(Number(text) * printed.step)} with ${change}`,
      };
    };
    const right = text.split('');
    for (let i = 0; i + 1 < right.length; i++) {
      if (right[i] === right[i + 1]) continue;
      const swapped = right.with(i, right[i + 1]!).with(i + 1, right[i]!);
      yield of(swapped, 3, `digits ${right[i]}${right[i + 1]} exchanged`);
    }
    for (let i = 0; i < right.length; i++) {
      for (let digit = 0; digit < 10; digit++) {
        if (String(digit) === right[i]) continue;
        yield of(right.with(i, String(digit)), 4, `the digit ${right[i]} replaced by ${digit}`);
      }
    }
  },
};
