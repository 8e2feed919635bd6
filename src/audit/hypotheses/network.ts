/** One assumption about the network changed: towers, input, a parameter, a field of a layer; everything is counted again. */
import { UsageError } from '../../core/errors.ts';
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { mutationsOf } from '../mutations.ts';
import type { Subject } from '../subject.ts';
import type { CountedNetwork } from '../counted.ts';
import { say } from '../words.ts';

export const network: Search = {
  name: 'the network changed',
  isCostly: true,
  *hypotheses({ subject }: Inquiry): Iterable<Hypothesis> {
    if (!subject.network) return;
    for (const { words, cost, counted } of mutationsOf(subject.network)) {
      const value = valueWith(subject, counted);
      if (value === undefined) continue;
      yield { value, cost, key: words, changes: [words], say: () => `${say(value)}: ${words}` };
    }
  },
};

/** `undefined` where the changed network has none of the layers that are meant. */
function valueWith(subject: Subject, network: CountedNetwork): number | undefined {
  try {
    return subject.value({ network });
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
