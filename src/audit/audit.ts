/** Claims held against what their networks count: a verdict, the arithmetic, and for what does not come out, what would give it. */
import type { Network } from '../core/network.ts';
import { Networks } from './counted.ts';
import type { AssumptionText, ClaimsDocument, ClaimText } from './document.ts';
import { search, type Findings, type Found, type Neighbour } from './hypothesis.ts';
import { searches } from './hypotheses/index.ts';
import { matchOf, readPrinted, type Match, type Printed } from './printed.ts';
import { subjectOf, type Subject } from './subject.ts';
import { reasonOf } from './reason.ts';
import { favourShared } from './shared.ts';
import { say } from './words.ts';

export type Verdict = 'exact' | 'rounded' | 'truncated' | 'conditional' | 'wrong' | 'undecided';

export interface Explanation {
  readonly text: string;
  readonly value: number;
  readonly changes: readonly string[];
  /** The chance that as many tries of this kind would hit the number by accident; absent where nothing was searched for. */
  readonly chance?: number;
}

export interface AuditedClaim {
  readonly id: string;
  /** The network's name, as the claim or its file names it. */
  readonly network: string | undefined;
  readonly source: string | undefined;
  readonly where: string | undefined;
  readonly quoted: string;
  readonly unchecked: boolean;
  /** As it was printed, and as a number in single units. */
  readonly text: string;
  readonly printed: number;
  readonly step: number;
  readonly unit: string;
  /** `undefined` where it depends on an open size. */
  readonly computed: number | undefined;
  readonly convention: string | undefined;
  readonly verdict: Verdict;
  /** Why, in a sentence with the arithmetic. */
  readonly reason: string;
  readonly explanations: readonly Explanation[];
  /** Hypotheses looked at. */
  readonly tried: number;
  readonly isCapped: boolean;
  readonly note: string | undefined;
}

export interface Audit {
  readonly title: string;
  readonly claims: readonly AuditedClaim[];
}

/** What a claim is before anything is searched. */
interface Opened {
  readonly claim: ClaimText;
  readonly printed: Printed;
  readonly subject: Subject;
  readonly computed: number;
  readonly match: Match | undefined;
  readonly verdict: Verdict;
  readonly assumption: Assumption | undefined;
}

interface Assumption {
  readonly text: AssumptionText;
  readonly value: number;
}

/** Explanations that are shown for a claim; the rest would bury them. */
const mostExplanations = 5;

/**
 * Audits claims. `network` stands for the network that the claims are about, where it is not built in or another file of it
 * is meant. Throws a UsageError for a claim about a network, a layer or a name that is not there.
 */
export function audit(network: Network | undefined, claims: ClaimsDocument): Audit {
  const networks = new Networks(claims.networks);
  const name = claims.network ?? (network && 'the network');
  if (network && name !== undefined) networks.put(name, network);
  const opened = claims.claims.map((claim) => open(claim, claims, networks, name));
  const searched = opened.map((one) => (one.verdict === 'wrong' ? searchFor(one, opened) : undefined));
  const favoured = favourShared(opened, searched);
  return { title: claims.title, claims: opened.map((one, i) => finish(one, claims, searched[i], favoured[i] ?? [])) };
}

function open(claim: ClaimText, claims: ClaimsDocument, networks: Networks, network: string | undefined): Opened {
  const around = { networks, network, sizes: claims.sizes ?? {} };
  const printed = readPrinted(claim.printed, claim.step);
  const subject = subjectOf(claim, around);
  const computed = subject.value();
  const match = matchFor(claim, computed, printed);
  const assumption = assumptionOf(claim, printed, around);
  return { claim, printed, subject, computed, match, assumption, verdict: verdictOf(match, computed, assumption) };
}

/** A bound is kept or not; another number is met to the digits that are printed. */
function matchFor({ relation = 'equal' }: ClaimText, computed: number, printed: Printed): Match | undefined {
  if (Number.isNaN(computed)) return undefined;
  if (relation === 'equal') return matchOf(computed, printed);
  return (relation === 'at most' ? computed <= printed.value : computed >= printed.value) ? 'exact' : undefined;
}

function assumptionOf(
  claim: ClaimText,
  printed: Printed,
  around: Parameters<typeof subjectOf>[1],
): Assumption | undefined {
  for (const text of claim.assumptions ?? []) {
    const { says: _, evidence: __, ...changed } = text;
    const value = subjectOf(
      { ...subjectFieldsOf(claim), ...changed, sizes: { ...claim.sizes, ...changed.sizes } },
      around,
    ).value();
    const match = matchFor(claim, value, printed);
    if (match && match !== 'rounded twice') return { text, value };
  }
  return undefined;
}

function subjectFieldsOf({ network, set, bind, layers, except, parts, terms, value }: ClaimText): Partial<ClaimText> {
  const fields = { network, set, bind, layers, except, parts, terms, value };
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
}

function verdictOf(match: Match | undefined, computed: number, assumption: Assumption | undefined): Verdict {
  if (match && match !== 'rounded twice') return match;
  if (assumption) return 'conditional';
  return Number.isNaN(computed) ? 'undecided' : 'wrong';
}

function searchFor(one: Opened, all: readonly Opened[]): Findings {
  const { claim, printed, subject, computed } = one;
  if ((claim.relation ?? 'equal') !== 'equal') return { found: [], tried: 0, isCapped: false };
  const beside = Object.entries(claim.beside ?? {}).map(([name, value]) => [name, Number(value)] as const);
  const inquiry = {
    printed,
    suffix: suffixOf(claim),
    isBytes: claim.unit === 'bytes',
    subject,
    computed,
    beside: new Map(beside),
    neighbours: all
      .filter((other) => other !== one && kindOf(other.claim.unit) === kindOf(claim.unit))
      .map((other) => neighbourOf(other, claim)),
    unknowns: claim.unknowns ?? [],
  };
  return search(inquiry, searches);
}

/** Units that count the same kind of thing, whatever a source calls it. */
function kindOf(unit: string): string {
  if (/^(?:connections|macs|mult|operations|flops)/i.test(unit)) return 'operations';
  return /^(?:weights|parameters)/i.test(unit) ? 'parameters' : unit;
}

function neighbourOf({ claim, printed, computed, subject, verdict }: Opened, { table }: ClaimText): Neighbour {
  return {
    name: subject.network ? `${subject.network.ledger.network.name} (${claim.id})` : claim.id,
    printed: printed.value,
    computed,
    isRight: verdict !== 'wrong' && verdict !== 'undecided',
    table: claim.table,
    sameTable: table !== undefined && claim.table === table,
    suffix: suffixOf(claim),
    sizes: subject.sizes,
  };
}

/** What stands behind a printed number: K, Ki, M. */
function suffixOf({ printed }: ClaimText): string {
  return /([KMGTBk]i?)\s*$/.exec(String(printed))?.[1] ?? '';
}

function finish(
  one: Opened,
  { sources = {}, network }: ClaimsDocument,
  findings: Findings | undefined,
  found: readonly Found[],
): AuditedClaim {
  const { claim, printed, computed, verdict, assumption } = one;
  const assumed = assumption && {
    text: `${assumption.text.says}: ${say(assumption.value)}; ${assumption.text.evidence}`,
    value: assumption.value,
    changes: [assumption.text.says],
  };
  const searched = found.slice(0, mostExplanations).map((each) => ({
    text: each.match === 'exact' ? each.say() : `${each.say()} (${each.match})`,
    value: each.value,
    changes: each.changes,
    chance: each.chance,
  }));
  return {
    id: claim.id,
    network: claim.network ?? network,
    source: claim.source === undefined ? undefined : sources[claim.source],
    where: claim.where,
    quoted: claim.quoted,
    unchecked: claim.unchecked ?? false,
    text: String(claim.printed),
    printed: printed.value,
    step: printed.step,
    unit: claim.unit,
    computed: Number.isNaN(computed) ? undefined : computed,
    convention: claim.convention,
    verdict,
    reason: reasonOf(one),
    explanations: [...(assumed ? [assumed] : []), ...searched],
    tried: findings?.tried ?? 0,
    isCapped: findings?.isCapped ?? false,
    note: claim.note,
  };
}
