/** Exit statuses of several answers, and the sentence for an answer with gaps. */
import { symbolsOf } from '../core/size.ts';
import type { Counted } from '../report/counted.ts';
import { gapSentence } from '../report/gap.ts';
import type { Status } from './command.ts';

/** Sentences for standard error where something was not counted, or where a file does not tell what its weights depend on. */
export function gapRemarks({ network, uncounted, totals }: Counted, isInputGiven: boolean): readonly string[] {
  if (uncounted.length > 0) {
    const others = uncounted.length > 1 ? `; and ${uncounted.length - 1} more` : '';
    return [`${network.name}: totals are bounds from below; not counted: ${gapSentence(uncounted[0]!)}${others}`];
  }
  const open = symbolsOf(totals.parameters);
  if (open.length === 0 || isInputGiven || isOpenOnPurpose(network)) return [];
  return [
    `${network.name}: its weights depend on sizes that the file does not tell: ${open.join(', ')}; give them with --input`,
  ];
}

/** Whoever writes a network file leaves a size open by name. */
function isOpenOnPurpose({ format }: Counted['network']): boolean {
  return format === 'network file' || format === 'published network';
}

/** Which status wins: a wrong command line, unreadable input, a no, gaps. */
const gravest: readonly Status[] = [2, 4, 1, 3, 0];

export function worst(statuses: readonly Status[]): Status {
  return gravest.find((status) => statuses.includes(status)) ?? 0;
}
