/** Which conventions give a printed number, itemised, the likeliest first. */
import { withSeparators } from '../core/derivation.ts';
import type { Ledger } from '../core/ledger.ts';
import { isWhole, multiply, type Size } from '../core/size.ts';
import { totalOf, type Convention, type Item } from './convention.ts';
import { oncePerLedger } from './once.ts';
import { matches, matchOf, type Match, type Printed } from './printed.ts';
import { publishedReadings, type PublishedReading } from './published/readings.ts';
import { textbook } from './textbook.ts';
import { tools } from './tools/index.ts';

export interface Explanation {
  /** The convention's name; for a published variant its words. */
  readonly convention: string;
  /** All conventions that give the same value. */
  readonly conventions: readonly string[];
  readonly text: string;
  readonly value: Size;
  readonly match: Match;
  readonly items: readonly Item[];
  /** What differs from the textbook's convention, a phrase each; a tool's convention is one change. */
  readonly changes: readonly string[];
}

interface Candidate {
  readonly convention: string;
  /** How far it is fetched: a tool's convention is written down, and so nearer than a single change that somebody may have made. */
  readonly distance: number;
  readonly subject: string;
  readonly items: readonly Item[];
  readonly changes: readonly string[];
}

/** Exact before rounded before truncated; then the least far-fetched; then the nearest. */
export function explainByConventions(ledger: Ledger, printed: Printed): readonly Explanation[] {
  const groups = new Map<Size, Candidate[]>();
  for (const candidate of candidatesOf(ledger)) {
    const value = totalOf(candidate.items);
    if (value === 0 || !matchOf(value, printed)) continue;
    const group = groups.get(value);
    if (group) group.push(candidate);
    else groups.set(value, [candidate]);
  }
  const found = [...groups].map(([value, group]) => ({
    explanation: explanationOf(value, group, printed),
    match: matches.indexOf(matchOf(value, printed)!),
    distance: Math.min(...group.map(({ distance }) => distance)),
    error: Math.abs(Number(isWhole(value) ? value : NaN) - Number(printed.value)),
  }));
  return found
    .toSorted((a, b) => a.match - b.match || a.distance - b.distance || a.error - b.error)
    .map(({ explanation }) => explanation);
}

const candidatesOf = oncePerLedger((ledger): readonly Candidate[] => [
  ...[textbook, ...tools].map((convention) => costOf(convention, ledger)),
  ...tools.flatMap((convention) => parametersOf(convention, ledger)),
  ...publishedReadings(ledger)
    .filter(isOwn)
    .map(({ words, items, changes }) => ({
      convention: words,
      subject: words,
      items,
      changes,
      distance: 2 * changes.length,
    })),
]);

/** The connections as they are are the textbook's convention, which is a candidate already. */
function isOwn({ quantity, changes }: PublishedReading): boolean {
  return quantity !== 'connections' || changes.length > 0;
}

function costOf(convention: Convention, ledger: Ledger): Candidate {
  const { name } = convention;
  const changes = name === textbook.name ? [] : [`as ${name} counts`];
  return {
    convention: name,
    subject: `${name}'s convention`,
    items: convention.cost(ledger),
    changes,
    distance: changes.length,
  };
}

/** Most tools print every learned number, which is no convention of theirs; only those that print another are candidates. */
function parametersOf({ name, parameters }: Convention, ledger: Ledger): readonly Candidate[] {
  const items = parameters?.(ledger) ?? [];
  const every = textbook.parameters?.(ledger) ?? [];
  if (totalOf(items) === totalOf(every)) return [];
  return [{ convention: name, subject: `${name}'s parameters`, items, changes: [`as ${name} counts`], distance: 1 }];
}

/** Of several candidates the one with the fewest changes and items speaks; the others are named. */
function explanationOf(value: Size, group: readonly Candidate[], printed: Printed): Explanation {
  const [first, ...others] = group.toSorted((a, b) => a.distance - b.distance || a.items.length - b.items.length);
  const sum = sumInWords(first!.items) + (first!.items.length > 1 ? ` = ${withSeparators(value)}` : '');
  return {
    convention: first!.convention,
    conventions: [first!, ...others].map(({ convention }) => convention),
    text: `${first!.subject}: ${sum}${alsoInWords(others)}`,
    value,
    match: matchOf(value, printed)!,
    items: first!.items,
    changes: first!.changes,
  };
}

/** `4,089,184,256 convolutions and fully connected + 1,000 biases − 9,192 embedding tables` */
function sumInWords(items: readonly Item[]): string {
  const terms = items.map(({ what, value }, i) => {
    const isNegative = isWhole(value) && value < 0;
    const sign = i === 0 ? (isNegative ? '−' : '') : isNegative ? ' − ' : ' + ';
    return `${sign}${withSeparators(isNegative ? multiply(value, -1) : value)} ${what}`;
  });
  return terms.join('');
}

/** The tools all by name, and how many other readings there are. */
function alsoInWords(others: readonly Candidate[]): string {
  if (others.length === 0) return '';
  const written = others.filter(({ distance }) => distance <= 1).map(({ subject }) => subject);
  const rest = others.length - written.length;
  const readings = rest === 0 ? [] : [`${rest} other reading${rest === 1 ? '' : 's'}`];
  return `; the same by ${[...written, ...readings].join(', ')}`;
}
