/** Exit statuses of several answers, and the sentence for an answer with gaps. */
import type { Counted } from '../report/counted.ts';
import { gapSentence } from '../report/gap.ts';
import type { Status } from './command.ts';

/** A sentence for standard error where something was not counted. */
export function gapRemark({ network, uncounted }: Counted): readonly string[] {
  if (uncounted.length === 0) return [];
  const others = uncounted.length > 1 ? `; and ${uncounted.length - 1} more` : '';
  return [`${network.name}: totals are bounds from below; not counted: ${gapSentence(uncounted[0]!)}${others}`];
}

/** Which status wins: a wrong command line, unreadable input, a no, gaps. */
const gravest: readonly Status[] = [2, 4, 1, 3, 0];

export function worst(statuses: readonly Status[]): Status {
  return gravest.find((status) => statuses.includes(status)) ?? 0;
}
