/** An audit as text: every claim with its verdict and the reason, and what would give the numbers that do not come out. */
import { noPaint, type Paint } from './paint.ts';
import { printableSentence } from '../core/printable.ts';
import { fold } from './width.ts';

/** What is reported of a claim; the audit gives it. */
export interface ReportedClaim {
  readonly id: string;
  readonly source: string | undefined;
  readonly where: string | undefined;
  readonly quoted: string;
  readonly unchecked: boolean;
  readonly text: string;
  readonly printed: number;
  readonly unit: string;
  readonly computed: number | undefined;
  readonly convention: string | undefined;
  readonly verdict: string;
  readonly reason: string;
  readonly explanations: readonly ReportedExplanation[];
  readonly tried: number;
  readonly isCapped: boolean;
  readonly note: string | undefined;
}

export interface ReportedExplanation {
  readonly text: string;
  readonly value: number;
  readonly changes: readonly string[];
  readonly chance?: number;
}

export interface ReportedAudit {
  readonly title: string;
  readonly claims: readonly ReportedClaim[];
}

export interface Look {
  readonly width?: number | undefined;
  readonly paint?: Paint;
}

export function auditText({ title, claims }: ReportedAudit, { width, paint = noPaint }: Look = {}): string {
  const blocks = claims.flatMap((claim, i) => {
    const source = claim.source === claims[i - 1]?.source ? undefined : claim.source;
    const heading =
      source === undefined ? [] : [fold(printableSentence(source), width, '').map(paint.heading).join('\n')];
    return [...heading, claimLines(claim, width, paint).join('\n')];
  });
  return `${[paint.strong(printableSentence(title)), summaryOf(claims), ...blocks].join('\n\n')}\n`;
}

/** `56 claims: 24 exact, 20 rounded, 2 truncated, 1 conditional, 9 wrong` */
export function summaryOf(claims: readonly ReportedClaim[]): string {
  const counts = verdicts
    .map((verdict) => ({ verdict, count: claims.filter((claim) => claim.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  return `${claims.length} claim${claims.length === 1 ? '' : 's'}: ${counts.map(({ verdict, count }) => `${count} ${verdict}`).join(', ')}`;
}

const verdicts = ['exact', 'rounded', 'truncated', 'conditional', 'wrong', 'undecided'];

function claimLines(claim: ReportedClaim, width: number | undefined, paint: Paint): readonly string[] {
  const { verdict } = claim;
  const isRight = verdict === 'exact' || verdict === 'rounded' || verdict === 'truncated';
  const head = `${verdict}: ${claim.text} ${claim.unit} (${claim.id})`;
  const lines = [claim.reason, ...explanationSentences(claim), ...(claim.note === undefined ? [] : [claim.note])];
  const convention = claim.convention === undefined ? [] : [`counted: ${claim.convention}`];
  const about = [`“${claim.quoted}”`, ...placeOf({ ...claim, source: undefined })].join(', ');
  const indented = (line: string): readonly string[] => fold(`  ${printableSentence(line)}`, width, '    ');
  return [
    (isRight ? paint.strong : paint.warning)(printableSentence(head)),
    ...indented(about).map(paint.faint),
    ...[...convention, ...lines].flatMap(indented),
  ];
}

/** Where a claim stands and in what; whether it was quoted from memory. */
export function placeOf({ where, source, unchecked }: ReportedClaim): readonly string[] {
  return [where, source, unchecked ? 'quoted from memory' : undefined].filter((part) => part !== undefined);
}

/** What the number could come from, and how much was tried for it. */
export function explanationSentences({ verdict, explanations, tried, isCapped }: ReportedClaim): readonly string[] {
  const found = explanations.map(({ text, chance }) =>
    chance === undefined
      ? `${verdict === 'conditional' ? 'right if ' : 'also: '}${text}`
      : `reproduced by ${text}; ${chanceWords(chance)}`,
  );
  if (tried === 0) return found;
  const much = `${tried} hypotheses tried${isCapped ? ' (the cap)' : ''}`;
  return found.length === 0
    ? [`no single change reproduces it; ${much}`]
    : [...found, `${much}; a reproduction is no proof of what the authors did`];
}

/** `an accident in 1 of 2,000 such searches` */
function chanceWords(chance: number): string {
  if (chance < 1e-4) return 'hardly an accident: fewer than 1 in 10,000 such searches hit it';
  return `an accident in ${chance < 0.01 ? `1 of ${Math.round(1 / chance)}` : `${Math.round(100 * chance)} of 100`} such searches`;
}
