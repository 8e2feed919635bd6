/** The right value, brought to its digits in another way. */
import { matchOf } from '../printed.ts';
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

export const rounding: Search = {
  name: 'rounding',
  *hypotheses({ computed, printed }: Inquiry): Iterable<Hypothesis> {
    if (matchOf(computed, printed) === 'rounded twice') {
      const finer =
        [10, 100].find(
          (places) =>
            Math.round(Math.round((computed / printed.step) * places) / places) * printed.step === printed.value,
        ) ?? 10;
      const once = (Math.round((computed / printed.step) * finer) / finer) * printed.step;
      yield {
        value: printed.value, cost: 0.5, key: 'rounded twice', changes: ['rounded twice'],
        say: () => `${say(computed)} → ${say(once)} → ${say(printed.value)}: rounded twice`,
      }; // prettier-ignore
    }
    const up = Math.ceil(computed / printed.step) * printed.step;
    yield {
      value: up, cost: 1.5, key: 'rounded up', changes: ['rounded up'],
      say: () => `${say(computed)} rounded up to ${say(up)}`,
    }; // prettier-ignore
  },
};
