/** Verdicts on printed numbers: a sign, a word and a colour each. */
import type { ClaimView } from '../../engine/protocol.ts';

export type Verdict = ClaimView['verdict'];

/** The worst first, as a reader looks for them. */
export const verdicts: readonly Verdict[] = ['wrong', 'conditional', 'undecided', 'truncated', 'rounded', 'exact'];

const table: Readonly<Record<Verdict, { readonly sign: string; readonly means: string }>> = {
  exact: { sign: '✓', means: 'the printed number is the counted one' },
  rounded: { sign: '≈', means: 'the counted number, rounded as it is printed' },
  truncated: { sign: '⌊⌋', means: 'the counted number with digits cut off rather than rounded' },
  conditional: { sign: '?', means: 'right only under an assumption that the source does not state' },
  wrong: { sign: '✗', means: 'not what the network counts' },
  undecided: { sign: '…', means: 'it could not be counted' },
};

export function Badge({ verdict }: { readonly verdict: Verdict }) {
  return (
    <span class={`badge tool-badge-${verdict}`} title={table[verdict].means}>
      <span aria-hidden="true">{table[verdict].sign} </span>
      {verdict}
    </span>
  );
}
