/** What a number could be that is said of a network: conventions first, then figures of its layers, then single changes. */
import { explainByConventions } from '../conventions/index.ts';
import { equation, readable } from '../core/derivation.ts';
import type { Network } from '../core/network.ts';
import { Networks, countedOf, numberOf, type CountedNetwork, type Origin } from './counted.ts';
import type { SubjectText } from './document.ts';
import { search, type Found, type Inquiry, type Search } from './hypothesis.ts';
import { factors } from './hypotheses/factors.ts';
import { searches } from './hypotheses/index.ts';
import { matchOf, readPrinted, type Printed } from './printed.ts';
import { subjectOf } from './subject.ts';
import type { Explanation } from './audit.ts';

export interface Why {
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
  const printed = readPrinted(text);
  const counted = countedOf('the network', network, origin);
  const { found, tried } = searchAll(counted, printed, text);
  const explanations = [...readings(counted, printed), ...figures(counted, printed), ...found];
  const seen = new Set<string>();
  const different = explanations.filter(({ text: words }) => !seen.has(words) && seen.add(words));
  return { text, number: printed.value, step: printed.step, explanations: different.slice(0, mostExplanations), tried };
}

function readings({ ledger }: CountedNetwork, { value, step }: Printed): readonly Explanation[] {
  return explainByConventions(ledger, { value, resolution: step }).map((each) => ({
    text: each.text,
    value: numberOf(each.value),
    changes: each.changes,
  }));
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
  printed: Printed,
  text: string,
): { found: readonly Explanation[]; tried: number } {
  const networks = new Networks();
  networks.adopt(counted);
  const look = (
    about: string,
    subject: SubjectText,
    tables: readonly Search[],
  ): { tried: number; found: readonly (Found & { about: string })[] } => {
    const { found, tried } = search(inquiryOf(subject, networks, counted, printed, text), tables);
    return { tried, found: found.map((each) => ({ ...each, about })) };
  };
  const totals = ['units', 'weights', 'parameters', 'connections'].map((value) =>
    look(`${value} of the network`, { value }, withoutConventions),
  );
  const isPrecise = printed.step / printed.value <= leastPrecision;
  const single = (isPrecise ? counted.rows : []).flatMap(({ layer, figures }) =>
    figureNames
      .filter((name) => figures[name] !== 0)
      .map((value) => look(`${value} of ${layer.name}`, { layers: layer.name, value }, [factors])),
  );
  const all = [...totals, ...single];
  const found = all.flatMap((result) => result.found).toSorted((a, b) => a.score - b.score);
  return { found: found.map(explanationOf), tried: all.reduce((sum, { tried }) => sum + tried, 0) };
}

const withoutConventions = searches.filter(({ name }) => name !== 'conventions' && name !== 'rounding');

function inquiryOf(
  subject: SubjectText,
  networks: Networks,
  counted: CountedNetwork,
  printed: Printed,
  text: string,
): Inquiry {
  const opened = subjectOf(subject, { networks, network: counted.name, sizes: {} });
  return {
    printed,
    suffix: /([KMGTB]i?)\s*$/.exec(text)?.[1] ?? '',
    subject: opened,
    computed: opened.value(),
    beside: new Map(),
    neighbours: [],
    unknowns: [],
  };
}

function explanationOf({ about, match, value, changes, chance, say: words }: Found & { about: string }): Explanation {
  const how = match === 'exact' ? '' : `, ${match}`;
  return { text: `${words()} (${about}${how})`, value, changes, chance };
}
