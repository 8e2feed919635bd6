/** The same count in another unit: two operations for one, other bytes for each number, 1024 for 1000. */
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

/** Powers of 1000 that a suffix stands for. */
const thousands: Readonly<Record<string, number>> = { K: 1, k: 1, M: 2, G: 3, B: 3, T: 4, Ki: 1, Mi: 2, Gi: 3 };

export const unit: Search = {
  name: 'units',
  *hypotheses({ computed, suffix, isBytes }: Inquiry): Iterable<Hypothesis> {
    if (computed < leastCount) return;
    const of = (value: number, key: string, change: string, arithmetic: string): Hypothesis => ({
      value,
      cost: 1,
      key,
      changes: [change],
      say: () => `${say(value)} = ${arithmetic}: ${change}`,
    });
    const { twice, half } = isBytes ? ofBytes : ofOperations;
    yield of(2 * computed, '2 x', twice, `2·${say(computed)}`);
    yield of(computed / 2, '1/2 x', half, `${say(computed)}/2`);
    const power = thousands[suffix];
    if (power === undefined) return;
    const isBinary = suffix.endsWith('i');
    const ratio = (1024 / 1000) ** power;
    const value = isBinary ? computed * ratio : computed / ratio;
    const change = isBinary
      ? `${suffix[0]} is ${say(1000 ** power)}, not ${say(1024 ** power)}`
      : `${suffix} is ${say(1024 ** power)}, not ${say(1000 ** power)}`;
    yield of(
      value,
      'K or Ki',
      change,
      `${say(computed)}·${isBinary ? `1024/1000` : `1000/1024`}${power > 1 ? ` to the power of ${power}` : ''}`,
    );
  },
};

const ofOperations = {
  twice: 'a multiplication and an addition counted as two operations',
  half: 'half of it: multiply-accumulates where operations are meant',
};

const ofBytes = { twice: 'twice the bytes for each number', half: 'half the bytes for each number' };

/** Smaller numbers are ratios, sizes and strides, which have no unit to mistake. */
const leastCount = 1000;
