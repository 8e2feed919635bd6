/** The budget problem of a network: its width classes as variables, their domains, ties and prices. */
import { UsageError } from '../core/errors.ts';
import type { Classes, WidthClass } from './classes.ts';
import type { Costs } from './costs.ts';
import type { Length, Problem, Term, Variable } from './solve/problem.ts';

/** Which widths the classes may take. */
export interface Domains {
  /** Widths are multiples of this, for classes that convolutions and that fully connected layers make. Default 8. */
  readonly step?: { readonly conv: number; readonly fc: number };
  /** No width falls below this share of the original. */
  readonly floor?: number;
  /** No width of the class that a layer belongs to falls below so many; patterns as in `tie`. */
  readonly atLeast?: ReadonlyMap<string, number>;
  /** Layers whose width stays; patterns as in `tie`. */
  readonly keep?: readonly string[];
  /** Classes of layers that match one pattern have one width: `layer1.*.conv1`, `layer1.[2-4].conv1`. */
  readonly tie?: readonly string[];
}

/** A variable of the problem: one class, or several that are tied. */
export interface Width {
  readonly name: string;
  readonly classes: readonly number[];
  readonly original: number;
  /** Channels that one unit of the variable stands for. */
  readonly channelsPerAtom: number;
  /** The widths that it may take, ascending; the last is the original. */
  readonly domain: readonly number[];
  /** How many layers make its channels. */
  readonly makers: number;
}

/** The variables of a network. Throws a UsageError for a layer that there is not, or bounds that contradict one another. */
export function widthsOf(classes: Classes, domains: Domains = {}): readonly Width[] {
  expectKnown(classes, domains);
  return tiedClasses(classes.free, domains.tie ?? []).map((group) => {
    const members = group.map((index) => classes.free[index]!);
    const [first] = members;
    return {
      name: first!.name,
      classes: group,
      original: first!.width,
      channelsPerAtom: first!.channelsPerAtom,
      domain: domainOf(members, domains),
      makers: members.reduce((sum, { layers }) => sum + layers.length, 0),
    };
  });
}

/** The terms of the classes over the variables; prices come from the objective, a table for each variable. */
export function problemOf(
  { terms }: Costs,
  widths: readonly Width[],
  given: { resources: readonly string[]; budgets: readonly number[]; prices: readonly (readonly number[])[] },
): Problem {
  const variableOf = new Map(
    widths.flatMap(({ classes }, variable) => classes.map((each) => [each, variable] as const)),
  );
  return {
    resources: given.resources,
    budgets: given.budgets,
    variables: widths.map(({ name, domain, channelsPerAtom }, i): Variable => {
      return { name, values: domain.map((width) => width / channelsPerAtom), prices: given.prices[i]! };
    }),
    terms: terms.map(({ perCell, lengths }): Term => ({ perCell, lengths: lengths.map(renamed) })),
  };

  function renamed({ constant, parts }: Length): Length {
    const times = new Map<number, number>();
    for (const part of parts) {
      const variable = variableOf.get(part.variable)!;
      times.set(variable, (times.get(variable) ?? 0) + part.times);
    }
    return { constant, parts: [...times].map(([variable, count]) => ({ variable, times: count })) };
  }
}

/** Multiples of the step and of what one atom stands for, from the floor to the original. */
function domainOf(members: readonly WidthClass[], domains: Domains): readonly number[] {
  const { width, channelsPerAtom, kind } = members[0]!;
  const names = members.flatMap(({ name, layers }) => [name, ...layers]);
  if (names.some((name) => domains.keep?.some((pattern) => matches(pattern, name)))) return [width];
  const step = commonMultiple(domains.step?.[kind] ?? 8, channelsPerAtom);
  const bounds = [...(domains.atLeast ?? [])].filter(([pattern]) => names.some((name) => matches(pattern, name)));
  const least = Math.max(1, Math.ceil(width * (domains.floor ?? 0) - 1e-9), ...bounds.map(([, bound]) => bound));
  const domain: number[] = [];
  for (let each = step; each < width; each += step) if (each >= least) domain.push(each);
  return [...domain, width];
}

/** Groups of classes, by the first pattern that names one of their layers; classes of different widths cannot be tied. */
function tiedClasses(free: readonly WidthClass[], patterns: readonly string[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  free.forEach((each, index) => {
    const pattern = patterns.find((candidate) => namesOf(each).some((name) => matches(candidate, name)));
    const key = pattern ?? `#${index}`;
    const group = groups.get(key);
    const first = group && free[group[0]!]!;
    if (first && (first.width !== each.width || first.channelsPerAtom !== each.channelsPerAtom))
      throw new UsageError(
        `--tie ${pattern}: "${first.name}" has width ${first.width} and "${each.name}" ${each.width}`,
      );
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return [...groups.values()];
}

function expectKnown({ free, frozen }: Classes, { keep = [], tie = [], atLeast = new Map() }: Domains): void {
  const all = [...free, ...frozen];
  for (const pattern of [...keep, ...tie, ...atLeast.keys()]) {
    const found = all.filter((each) => namesOf(each).some((name) => matches(pattern, name)));
    if (found.length === 0) throw new UsageError(`no layer that makes channels is called "${pattern}"`);
  }
  for (const [pattern, least] of atLeast) {
    const found = all.find((each) => each.width < least && namesOf(each).some((name) => matches(pattern, name)));
    if (!found) continue;
    const layer = namesOf(found).find((name) => matches(pattern, name))!;
    throw new UsageError(`"${layer}" has width ${found.width}; it cannot be kept at ${least} or more`);
  }
}

function namesOf({ name, layers }: WidthClass): readonly string[] {
  return [name, ...layers];
}

/** Whether a name is the pattern, or fits it: `*` stands for any characters, `[2-4]` for one of those in it. Throws a UsageError. */
export function matches(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  if (!/[*[]/.test(pattern)) return false;
  const parts = pattern.split(/(\*|\[[\w-]+\])/).map((part) => {
    if (part === '*') return '.*';
    return /^\[[\w-]+\]$/.test(part) ? part : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return expressionOf(pattern, parts.join('')).test(name);
}

/** A range may be the wrong way round: `[4-2]`. */
function expressionOf(pattern: string, source: string): RegExp {
  try {
    return new RegExp(`^${source}$`, 's');
  } catch (cause) {
    throw new UsageError(`"${pattern}" is no pattern: a range such as [2-4] ascends`, { cause });
  }
}

function commonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
