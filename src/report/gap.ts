/** What was not counted, as a sentence. */
import type { Counted } from './counted.ts';

/** `fc1 (Gemm): 6400 is not 9216`; reasons that name the node themselves stay as they are. */
export function gapSentence({ name, operator, reason }: Counted['uncounted'][number]): string {
  const subject = `${name} (${operator}`;
  return reason.startsWith(subject) ? reason : `${subject}): ${reason}`;
}
