/** What explains several rows of one table is likelier than what explains its row alone. */
import type { ClaimText } from './document.ts';
import type { Findings, Found } from './hypothesis.ts';
import { solveFor } from './hypotheses/unknown.ts';
import { rangeOf, type Printed } from './printed.ts';
import type { Subject } from './subject.ts';
import { say } from './words.ts';

interface SearchedRow {
  readonly claim: ClaimText;
  readonly printed: Printed;
  readonly subject: Subject;
}

/** What each further doubling of the rows that a change explains takes from its score. */
const doubling = 0.8;
/** What an unknown costs that gives each of several rows alone, and never all of them. */
const contradicted = 2;

/** The findings of each row, the best first, where a change of equal key in other rows of its table speaks for it. */
export function favourShared(
  rows: readonly SearchedRow[],
  searched: readonly (Findings | undefined)[],
): readonly (readonly Found[])[] {
  const counts = new Map<string, number>();
  const keyIn = (i: number, key: string): string => JSON.stringify([rows[i]!.claim.table ?? i, key]);
  searched.forEach((findings, i) => {
    for (const key of new Set(findings?.found.map((found) => keyIn(i, found.key))))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return searched.map((findings, i) =>
    (findings?.found ?? [])
      .map((found) => shared(found, counts.get(keyIn(i, found.key)) ?? 1, rows, rows[i]!))
      .toSorted((a, b) => a.score - b.score),
  );
}

function shared(found: Found, count: number, rows: readonly SearchedRow[], row: SearchedRow): Found {
  if (count === 1) return found;
  const unknown = /^unknown (.*)$/.exec(found.key)?.[1];
  const common =
    unknown === undefined ? `the same change explains ${count} rows of the table` : commonInterval(unknown, rows, row);
  if (common === undefined) return { ...found, score: found.score + contradicted };
  return {
    ...found,
    chance: found.chance ** count,
    score: found.score - doubling * Math.log2(count),
    say: () => `${found.say()}; ${common}`,
  };
}

/** The interval of an unknown that gives every row of the table that depends on it, right rows included. */
function commonInterval(
  name: string,
  all: readonly SearchedRow[],
  { claim: { table } }: SearchedRow,
): string | undefined {
  const rows = all.filter(({ claim }) => claim.table === table && claim.unknowns?.includes(name));
  const intervals = rows.map(({ subject, printed }) => solveFor(name, subject, rangeOf(printed)));
  const from = Math.max(...intervals.map((interval) => interval?.from ?? Infinity));
  const to = Math.min(...intervals.map((interval) => interval?.to ?? -Infinity));
  return from <= to ? `all ${rows.length} rows of the table with ${name} from ${say(from)} to ${say(to)}` : undefined;
}
