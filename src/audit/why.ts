/** What a number could be that is said of a network: conventions first, then figures of its layers, then single changes. */
import { explainByConventions } from '../conventions/index.ts';
import { equation, readable } from '../core/derivation.ts';
import type { Network } from '../core/network.ts';
import { Networks, countedOf, numberOf, type CountedNetwork, type Origin } from './counted.ts';
import type { SubjectText } from './document.ts';
import { search, type Found, type Inquiry, type Search } from './hypothesis.ts';
import { factors } from './hypotheses/factors.ts';
import { searches } from './hypotheses/index.ts';
import { readPasted, type Pasted } from './pasted.ts';
import { matchOf, type Printed } from './printed.ts';
import { subjectOf, type Subject } from './subject.ts';
import { say } from './words.ts';
import type { Explanation } from './audit.ts';

export interface Why {
  /** What was asked, and what a product comes to: `55 × 48 × 96 = 253,440`. */
  readonly text: string;
  readonly number: number;
  readonly step: number;
  readonly explanations: readonly Explanation[];
  /** Readings and changes looked at. */
  readonly tried: number;
}

/** Explanations that are given; the best first. */
const mostExplanations = 8;

/**
 * Throws a UsageError for a text that is no number. `origin` is the document that the network was built from; without one
 * its fields cannot be changed.
 */
export function why(network: Network, text: string, origin?: Origin): Why {
  const asked = readPasted(text);
  const { printed } = asked;
  const counted = countedOf('the network', network, origin);
  const known = asked.isBytes ? byteReadings(counted, printed) : readings(counted, printed);
  const near = known.filter(({ changes }) => changes.length <= 1);
  const { found, tried } = searchAll(counted, asked, near.length > 0);
  const far = known.filter((each) => !near.includes(each)).map((each) => ({ ...each, score: scoreOf(each) }));
  const others = [...far, ...found].toSorted((a, b) => a.score - b.score);
  const seen = new Set<string>();
  const explanations = [...near, ...(asked.isBytes ? [] : figures(counted, printed)), ...others].filter(
    ({ text: words }) => !seen.has(words) && seen.add(words),
  );
  return {
    text: asked.text,
    number: printed.value,
    step: printed.step,
    explanations: explanations.slice(0, mostExplanations),
    tried,
  };
}

function subjectIn(counted: CountedNetwork, text: SubjectText): Subject {
  const networks = new Networks();
  networks.adopt(counted);
  return subjectOf(text, { networks, network: counted.name, sizes: {} });
}

function readings({ ledger }: CountedNetwork, { value, step }: Printed): readonly Explanation[] {
  return explainByConventions(ledger, { value, resolution: step }).map((each) => ({
    text: each.text,
    value: numberOf(each.value),
    changes: each.changes,
  }));
}

interface ByteTotal {
  /** What a subject is asked for. */
  readonly value: string;
  readonly words: string;
}

/** Bytes are those of the elements' type; of a network without a file, of float32. */
function byteTotals({ ledger: { totals } }: CountedNetwork): readonly ByteTotal[] {
  const each = numberOf(totals.weightBytes) / numberOf(totals.weights);
  const parameters = { value: `${each} * parameters`, words: `bytes of every learned number, ${each} each` };
  return [
    { value: 'weightBytes', words: 'bytes of the weights' },
    ...(Number.isInteger(each) ? [parameters] : []),
    { value: 'outputBytes', words: 'bytes of the outputs' },
  ];
}

function byteReadings(counted: CountedNetwork, printed: Printed): readonly Explanation[] {
  const totals = byteTotals(counted).map(({ value, words }) => ({
    words,
    value: subjectIn(counted, { value }).value(),
  }));
  const single = counted.rows.flatMap(({ layer, figures }) => [
    { words: `bytes of the weights of ${layer.name}`, value: figures.weightBytes },
    { words: `bytes of the output of ${layer.name}`, value: figures.outputBytes },
  ]);
  return [...totals, ...single].flatMap(({ words, value }) => {
    const match = value === 0 ? undefined : matchOf(value, printed);
    if (!match || match === 'rounded twice') return [];
    return [{ text: `${words}: ${say(value)}`, value, changes: [] }];
  });
}

/** A reading that departs from the textbook in several ways, among single changes. */
function scoreOf({ changes }: Explanation): number {
  return 1 + changes.length / 2;
}

const figureNames = ['units', 'weights', 'connections'] as const;

/** Layers that have the number as a figure. */
function figures({ rows }: CountedNetwork, printed: Printed): readonly Explanation[] {
  return rows.flatMap(({ layer, figures }) =>
    figureNames.flatMap((name) => {
      const match = figures[name] === 0 ? undefined : matchOf(figures[name], printed);
      const derivation = layer.derivations[name];
      if (!derivation || !match || match === 'rounded twice') return [];
      return [
        { text: `${name} of ${layer.name}: ${equation(derivation, readable)}`, value: figures[name], changes: [] },
      ];
    }),
  );
}

/** A number of fewer digits is hit by single layers too often to say anything. */
const leastPrecision = 1e-4;

function searchAll(
  counted: CountedNetwork,
  asked: Pasted,
  isKnown: boolean,
): { found: readonly (Explanation & { score: number })[]; tried: number } {
  const { printed, isBytes } = asked;
  const look = (
    about: string,
    subject: SubjectText,
    tables: readonly Search[],
  ): { tried: number; found: readonly (Found & { about: string })[] } => {
    const { found, tried } = search(inquiryOf(subjectIn(counted, subject), asked), tables);
    return { tried, found: found.map((each) => ({ ...each, about })) };
  };
  const totals = isBytes
    ? byteTotals(counted).map(({ value, words }) => look(words, { value }, byteSearches))
    : ['units', 'weights', 'parameters', 'connections'].map((value) =>
        look(`${value} of the network`, { value }, isKnown ? cheapSearches : ownSearches),
      );
  const isPrecise = !isKnown && !isBytes && printed.step / printed.value <= leastPrecision;
  const single = (isPrecise ? counted.rows : []).flatMap(({ layer, figures }) =>
    figureNames
      .filter((name) => figures[name] !== 0)
      .map((value) => look(`${value} of ${layer.name}`, { layers: layer.name, value }, [factors])),
  );
  const all = [...totals, ...single];
  return {
    found: all.flatMap((result) => result.found).map(explanationOf),
    tried: all.reduce((sum, { tried }) => sum + tried, 0),
  };
}

/** Conventions are looked at apart. Where one of them gives the number, nothing is counted again. */
const ownSearches = searches.filter(({ name }) => name !== 'conventions' && name !== 'rounding');
const cheapSearches = ownSearches.filter(({ isCostly }) => !isCostly);
const byteSearches = searches.filter(({ name }) => ['units', 'layers left out or counted twice'].includes(name));

function inquiryOf(subject: Subject, { printed, suffix, isBytes }: Pasted): Inquiry {
  return {
    printed,
    suffix,
    isBytes,
    subject,
    computed: subject.value(),
    beside: new Map(),
    neighbours: [],
    unknowns: [],
  };
}

function explanationOf(found: Found & { about: string }): Explanation & { score: number } {
  const { about, match, value, changes, chance, score } = found;
  const how = match === 'exact' ? '' : `, ${match}`;
  return { text: `${found.say()} (${about}${how})`, value, changes, chance, score };
}
