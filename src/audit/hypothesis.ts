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
  /** How near the row stands: in the same table, or only in the same file. */
  readonly sameTable: boolean;
  /** The same number of the same network, elsewhere. */
  readonly sameSubject: boolean;
  /** Named sizes of that row. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** One kind of change, tried in all ways. */
export interface Search {
  readonly name: string;
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

/** Hypotheses of one search that are tried for one number; what more of them hit is an accident. */
const mostTries = 4000;

/** Tries all searches; the best first. */
export function search(inquiry: Inquiry, searches: readonly Search[]): Findings {
  const results = searches.map((each) => trySearch(inquiry, each));
  const found = results.flatMap((result) => result.found).toSorted((a, b) => a.score - b.score);
  return {
    found: distinct(found),
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
  let tried = 0;
  for (const hypothesis of hypotheses(inquiry)) {
    tried++;
    const { value, cost } = hypothesis;
    if (value !== computed && value > printed.value / 2 && value < 2 * printed.value) {
      near.set(value, Math.min(cost, near.get(value) ?? Infinity));
    }
    const match = value === computed ? undefined : matchOf(value, printed);
    if (match && match !== 'rounded twice') hits.push({ hypothesis, match });
    if (tried === mostTries) break;
  }
  const found = hits.map(({ hypothesis, match }) => {
    const others = [...near.values()].filter((cost) => cost <= hypothesis.cost).length;
    const chance = chanceOf(others, printed);
    return { ...hypothesis, match, chance, score: hypothesis.cost + worseBy[match] + 2 * chance };
  });
  return { found: found.filter(({ chance }) => chance < mostChance), tried };
}

/** What is likelier an accident than not is no explanation. */
const mostChance = 0.6;

const worseBy: Readonly<Record<Match, number>> = { exact: 0, rounded: 0, truncated: 0.4, 'rounded twice': 1 };

/**
 * `near` different values lie between half and twice the printed one. Spread evenly they would hit a window of one step in
 * near · step / (1.5 · printed) cases, and at least once with this chance.
 */
export function chanceOf(near: number, { value, step }: Printed): number {
  return 1 - Math.exp((-near * step) / (1.5 * Math.abs(value)));
}

/** Of several ways to the same value by the same change, the first. */
function distinct(found: readonly Found[]): readonly Found[] {
  const seen = new Set<string>();
  return found.filter(({ key, value }) => {
    const name = `${key} ${value}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
