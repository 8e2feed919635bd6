/** Hypotheses: single changes of assumption, each with the value that it gives, and which of them give a printed number. */
import { matchOf, type Match, type Printed } from './printed.ts';
import type { Subject } from './subject.ts';

/** One change and its value. Most are looked at and thrown away, so their words are made only when they are wanted. */
export interface Hypothesis {
  readonly value: number;
  /** How large a change it is: 1 is a change of unit, 2 one slip of the pen, 4 nothing but likeness. */
  readonly cost: number;
  /** Equal for the same change in other rows of a table. */
  readonly key: string;
  readonly changes: readonly string[];
  /** The arithmetic: `253,440 = 55·48·96: one 55 replaced by 48`. */
  say(): string;
}

/** What a search is about. */
export interface Inquiry {
  readonly printed: Printed;
  /** What stands in the print behind the number: a K may be 1000 or 1024. */
  readonly suffix: string;
  /** It is a number of bytes. */
  readonly isBytes: boolean;
  readonly subject: Subject;
  readonly computed: number;
  /** Numbers that stand beside it in the source. */
  readonly beside: ReadonlyMap<string, number>;
  /** Other rows: what was printed there, and what it should be. */
  readonly neighbours: readonly Neighbour[];
  readonly unknowns: readonly string[];
}

export interface Neighbour {
  readonly name: string;
  readonly printed: number;
  readonly computed: number;
  /** Whether the row comes out. */
  readonly isRight: boolean;
  readonly table: string | undefined;
  /** It stands in the claim's own table. */
  readonly sameTable: boolean;
  /** What stands behind its number. */
  readonly suffix: string;
  /** Named sizes of that row. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** One kind of change, tried in all ways. */
export interface Search {
  readonly name: string;
  /** It counts networks again, and is done where nothing nearer was found. */
  readonly isCostly?: boolean;
  hypotheses(inquiry: Inquiry): Iterable<Hypothesis>;
}

export interface Found extends Hypothesis {
  readonly match: Match;
  /** Smaller is likelier: the cost, and what speaks for an accident. */
  readonly score: number;
  /** The chance that as many tries of this kind would hit the number by accident. */
  readonly chance: number;
}

export interface Findings {
  readonly found: readonly Found[];
  readonly tried: number;
  /** The search ended at the cap. */
  readonly isCapped: boolean;
}

/** One slip that is hardly an accident. */
const nearEnough = 2.15;

/** A number of fewer digits is hit by some change of any network. */
const leastPrecise = 100;

/** Hypotheses of one search that are tried for one number; what more of them hit is an accident. */
const mostTries = 4000;

/** Tries all searches; the best first. */
export function search(inquiry: Inquiry, searches: readonly Search[]): Findings {
  const cheap = searches.filter(({ isCostly }) => !isCostly).map((each) => trySearch(inquiry, each));
  const isFound = cheap.some(({ found }) => found.some(({ score }) => score <= nearEnough));
  const isPrecise = inquiry.printed.value / inquiry.printed.step >= leastPrecise;
  const costly =
    isFound || !isPrecise ? [] : searches.filter(({ isCostly }) => isCostly).map((each) => trySearch(inquiry, each));
  const results = [...cheap, ...costly];
  return {
    found: results.flatMap((result) => result.found).toSorted((a, b) => a.score - b.score),
    tried: results.reduce((sum, { tried }) => sum + tried, 0),
    isCapped: results.some(({ tried }) => tried === mostTries),
  };
}

interface Tried {
  readonly found: readonly Found[];
  readonly tried: number;
}

function trySearch(inquiry: Inquiry, { hypotheses }: Search): Tried {
  const { printed, computed } = inquiry;
  const hits: { hypothesis: Hypothesis; match: Match }[] = [];
  const near = new Map<number, number>();
  const around = neighbourhood(computed, printed);
  let tried = 0;
  for (const hypothesis of hypotheses(inquiry)) {
    tried++;
    const { value, cost } = hypothesis;
    if (value !== computed && Math.abs(value - printed.value) <= around) {
      near.set(value, Math.min(cost, near.get(value) ?? Infinity));
    }
    const match = value === computed ? undefined : matchOf(value, printed);
    if (match && match !== 'rounded twice') hits.push({ hypothesis, match });
    if (tried === mostTries) break;
  }
  const found = hits.map(({ hypothesis, match }) => {
    const others = [...near.values()].filter((cost) => cost <= hypothesis.cost).length;
    const chance = 1 - Math.exp((-others * printed.step) / (2 * around));
    return { ...hypothesis, match, chance, score: hypothesis.cost + worseBy[match] + 2 * chance };
  });
  const likely = found.filter(({ chance }) => chance < mostChance).toSorted((a, b) => a.score - b.score);
  return { found: distinct(likely), tried };
}

/** What is an accident in most searches is no explanation. */
const mostChance = 0.8;

const worseBy: Readonly<Record<Match, number>> = { exact: 0, rounded: 0, truncated: 0.4, 'rounded twice': 1 };

/**
 * How far around the printed number tried values are counted: as far as the right value lies from it, and ten steps at least.
 * As many values that are spread evenly over it hit a window of one step in values · step / width cases.
 */
function neighbourhood(computed: number, { value, step }: Printed): number {
  const distance = Math.abs(value - computed);
  return Math.max(Number.isFinite(distance) ? Math.min(distance, value) : value, 10 * step);
}

/** Of several changes of one kind that give the same value, the likeliest, with the number of the others. */
function distinct(found: readonly Found[]): readonly Found[] {
  const groups = new Map<number, Found[]>();
  for (const each of found) {
    const group = groups.get(each.value);
    if (group) group.push(each);
    else groups.set(each.value, [each]);
  }
  return [...groups.values()].map(([first, ...others]) => {
    const keys = new Set(others.map(({ key }) => key).filter((key) => key !== first!.key));
    const also = keys.size === 0 ? '' : `; so do ${keys.size} other change${keys.size === 1 ? '' : 's'}`;
    return { ...first!, say: () => first!.say() + also };
  });
}
