/** Reduces a network: the least change of its widths that meets the budgets, how near to the least it is, and the network itself. */
import { countNetwork } from '../core/count.ts';
import { UnsupportedError, UsageError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { named, type Amounts } from './advise.ts';
import { shrink, type Shrunk } from './apply/shrink.ts';
import { resources, totalsOf, type Resource } from './costs.ts';
import { problemOf, widthsOf, type Domains, type Width } from './problem.ts';
import type { Reducible } from './reducible.ts';
import { objectives, pricesOf, type ObjectiveName } from './solve/objectives.ts';
import type { Problem, Solution } from './solve/problem.ts';
import { solve, type Progress, type Request } from './solve/solve.ts';
import { uniform } from './solve/uniform.ts';

/** What can be minimised: the table of objectives, the largest relative cut, or what the channels that go are worth. */
export type ReduceObjective = ObjectiveName | 'uniform' | 'importance';

export interface ReduceOptions extends Domains {
  /** At most so much of each. */
  readonly budgets: Partial<Readonly<Record<Resource, number>>>;
  readonly objective?: ReduceObjective;
  /** Whether a class counts as often as layers make it, or once. Default `layers`. */
  readonly weigh?: 'layers' | 'classes';
  /** What each channel atom is worth: the least valuable go first. Without it the last go. */
  readonly scores?: ReadonlyMap<number, number>;
  /** (price − bound) / price at which the solver ends; 0 is to the proof. Default 0.001. */
  readonly gap?: number;
}

/** One width class before and after. */
export interface WidthChange {
  readonly name: string;
  /** The layers that make its channels. */
  readonly layers: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Whether the step and the bounds leave it no other width. */
  readonly isFixed: boolean;
}

export interface Reduction {
  readonly solution: Solution;
  readonly objective: ReduceObjective;
  readonly before: Amounts;
  readonly budgets: Partial<Readonly<Record<Resource, number>>>;
  /** Absent where nothing fits, or nothing was found before the end. */
  readonly reduced?: Reduced;
}

export interface Reduced {
  /** Every class, changed or not, in the order of the network. */
  readonly widths: readonly WidthChange[];
  readonly shrunk: Shrunk;
  /** The atoms that went. */
  readonly removed: ReadonlySet<number>;
  /** The reduced network's own ledger: its totals are what the solver promised, to the last connection. */
  readonly ledger: Ledger;
  readonly after: Amounts;
}

/** What a reduction is asked for, as a problem that the solver can be given. */
export interface Posed {
  readonly problem: Problem;
  readonly widths: readonly Width[];
}

/**
 * Reduces step by step, so that the caller can show progress and stop it (`next('stop')`: the best so far). Throws a UsageError
 * for budgets and bounds that make no sense, and an UnsupportedError where nothing can change or the cut cannot be made.
 */
export function* reduce(subject: Reducible, options: ReduceOptions): Generator<Progress, Reduction, Request> {
  const posed = pose(subject, options);
  const objective = options.objective ?? 'log';
  const solution = yield* objective === 'uniform'
    ? uniform(posed.problem, solverOptions(options))
    : solve(posed.problem, solverOptions(options));
  const before = named(subject.costs.totals);
  const given = { solution, objective, before, budgets: options.budgets };
  if (!solution.best) return given;
  return { ...given, reduced: applied(subject, posed.widths, solution.best.values, options.scores) };
}

function solverOptions({ gap }: ReduceOptions): { gap?: number } {
  return gap === undefined ? {} : { gap };
}

/** The problem that the options pose. Throws as `reduce` does. */
export function pose(subject: Reducible, options: ReduceOptions): Posed {
  const budgets = resources.map((resource) => budgetOf(resource, options.budgets[resource]));
  const widths = widthsOf(subject.classes, options);
  if (!widths.some(({ domain }) => domain.length > 1)) throw new UnsupportedError(nothingFree(subject));
  const prices = pricesOfWidths(subject, widths, options);
  return { widths, problem: problemOf(subject.costs, widths, { resources, budgets, prices }) };
}

function budgetOf(resource: Resource, budget: number | undefined): number {
  if (budget === undefined) return Infinity;
  if (Number.isFinite(budget) && budget >= 0) return Math.floor(budget);
  throw new UsageError(`a budget of ${budget} ${resource}; a number from 0 is expected`);
}

function nothingFree({ classes, network }: Reducible): string {
  const reasons = classes.frozen.slice(0, 5).map(({ name, frozen }) => `${name} ${frozen}`);
  const kept = classes.free.length > 0 ? `its ${classes.free.length} free widths are kept or too narrow for the step` : 'no width is free'; // prettier-ignore
  return `nothing of ${network.name} can change: ${[kept, ...reasons].join('; ')}`;
}

function pricesOfWidths(
  subject: Reducible,
  widths: readonly Width[],
  options: ReduceOptions,
): readonly (readonly number[])[] {
  const { objective = 'log', weigh = 'layers' } = options;
  if (objective === 'importance') return widths.map((width) => importancePrices(subject, width, options.scores));
  const name = objective === 'uniform' ? 'log' : objective;
  const shares = name === 'units' ? unitShares(subject, widths) : undefined;
  return widths.map(({ domain, makers, classes }, i) => {
    const weight = weigh === 'layers' ? makers : classes.length === 0 ? 0 : 1;
    return pricesOf(name, domain, { weight, ...(shares && { unitShare: shares[i]! }) });
  });
}

/** What an objective means, in one sentence. */
export function meaningOf(objective: ReduceObjective): string {
  if (objective === 'uniform')
    return 'The largest relative cut is least; what that leaves over is given back by the product of kept shares.';
  if (objective === 'importance')
    return 'What the channels that go are worth to the layers that read them, added up, is least.';
  return objectives[objective].doc;
}

/** The names of the objectives, for help and messages. */
// eslint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type
export const objectiveNames = [...Object.keys(objectives), 'uniform', 'importance'] as readonly ReduceObjective[];

/** Units that one channel of a class has, over all: from the terms that say how many units its layers have. */
function unitShares({ classes, costs }: Reducible, widths: readonly Width[]): readonly number[] {
  const units = resources.indexOf('units');
  const total = costs.totals[units]!;
  const perAtom = classes.free.map(() => 0);
  for (const { perCell, lengths } of costs.terms) {
    const [only] = lengths;
    if (lengths.length !== 1 || !only) continue;
    for (const { variable, times } of only.parts) perAtom[variable]! += perCell[units]! * times;
  }
  return widths.map(({ classes: members, channelsPerAtom }) => {
    const sum = members.reduce((all, index) => all + perAtom[index]!, 0);
    return total === 0 ? 0 : sum / channelsPerAtom / total;
  });
}

/** What goes with the least valuable atoms, added up. */
function importancePrices(
  subject: Reducible,
  { classes, domain, channelsPerAtom }: Width,
  scores: ReadonlyMap<number, number> | undefined,
): readonly number[] {
  if (!scores)
    throw new UsageError('the objective "importance" needs the network’s weights, and they are not in the file');
  const lost = classes.map((index) => {
    let sum = 0;
    return [0, ...rankedAtoms(subject, index, scores).map((root) => (sum += scores.get(root) ?? 0))];
  });
  const most = domain.at(-1)! / channelsPerAtom;
  return domain.map((width) => lost.reduce((sum, each) => sum + each[most - width / channelsPerAtom]!, 0));
}

/** The atoms of a class, those that go first in front: by what they are worth, and of equal ones from the last on. */
function rankedAtoms({ classes }: Reducible, index: number, scores?: ReadonlyMap<number, number>): readonly number[] {
  const atoms = [...classes.free[index]!.atoms].toReversed();
  if (!scores) return atoms;
  return atoms.toSorted((a, b) => (scores.get(a) ?? 0) - (scores.get(b) ?? 0));
}

/** Cuts the network to the chosen widths and counts it anew. Throws an UnsupportedError where the recount is another. */
function applied(
  subject: Reducible,
  widths: readonly Width[],
  values: readonly number[],
  scores?: ReadonlyMap<number, number>,
): Reduced {
  const removed = new Set<number>();
  widths.forEach(({ classes, original, channelsPerAtom }, i) => {
    const goes = original / channelsPerAtom - values[i]!;
    for (const index of classes)
      for (const root of rankedAtoms(subject, index, scores).slice(0, goes)) removed.add(root);
  });
  const shrunk = shrink(subject.classes.followed, removed, subject.infer);
  const ledger = countNetwork(shrunk.network, subject.count);
  return { widths: changesOf(subject, widths, values), shrunk, removed, ledger, after: amountsOfLedger(ledger) };
}

function changesOf(
  { classes }: Reducible,
  widths: readonly Width[],
  values: readonly number[],
): readonly WidthChange[] {
  const chosen = new Map(
    widths.flatMap(({ classes: members, channelsPerAtom, domain }, i) =>
      members.map((index) => [index, { to: values[i]! * channelsPerAtom, isFixed: domain.length === 1 }] as const),
    ),
  );
  return classes.free.map(({ name, layers, width }, index) => ({ name, layers, from: width, ...chosen.get(index)! }));
}

/** What a ledger says of each resource. */
export function amountsOfLedger(ledger: Ledger): Amounts {
  return named(totalsOf(ledger));
}
