/** The least change that meets the budgets, found step by step so that the page can stop it; the reduced network is opened. */
import { named } from '../../src/reduce/advise.ts';
import type { Resource } from '../../src/reduce/costs.ts';
import { scoresByImportance, type Scores } from '../../src/reduce/rank.ts';
import { reduce, type ReduceOptions, type Reduction } from '../../src/reduce/reduce.ts';
import { reducible, type Reducible } from '../../src/reduce/reducible.ts';
import type { Context, Opened } from './context.ts';
import { drive } from './drive.ts';
import type { ReduceRequest, ReduceView } from './protocol.ts';
import { show } from './view.ts';
import { weightsOf } from './weights.ts';

/** Where a solver ends with the best so far, in milliseconds. */
const limit = 60_000;

/** Throws a UsageError for budgets that make no sense and an UnsupportedError where nothing can change. */
export async function reduceTo(context: Context, id: number, request: ReduceRequest): Promise<ReduceView> {
  const opened = context.networks.get(id);
  const subject = subjectOf(opened);
  const scores = await scoresOf(context, opened, subject);
  const options = { ...askedOf(subject, request), ...(scores && { scores }) };
  const reduction = await drive(context, reduce(subject, options), { limit, what: 'reducing' });
  return viewOf(context, opened, subject, reduction);
}

const subjects = new WeakMap<Opened, Reducible>();
const importances = new WeakMap<Opened, Scores>();

/** Finding the widths of a network takes longer than a small budget problem, so that it is kept. */
export function subjectOf(opened: Opened): Reducible {
  const found = subjects.get(opened) ?? reducible(opened.network, opened.count);
  subjects.set(opened, found);
  return found;
}

/** What each channel is worth, where the file has weights: which go is then what the layers after them miss least. */
async function scoresOf({ progress }: Context, opened: Opened, subject: Reducible): Promise<Scores | undefined> {
  const weights = weightsOf(opened);
  if (!weights) return undefined;
  if (!importances.has(opened)) progress({ what: 'reading the weights' });
  const scores = importances.get(opened) ?? (await scoresByImportance(subject.classes, weights));
  importances.set(opened, scores);
  return scores;
}

/** As the command's options say it: shares of the original's totals, rounded down. */
export function askedOf({ costs }: Reducible, request: ReduceRequest): ReduceOptions {
  const totals = named(costs.totals);
  const given = (['weights', 'connections'] as const).filter((name) => request[name] !== undefined);
  const budgets: Partial<Record<Resource, number>> = Object.fromEntries(
    given.map((name) => [name, Math.floor((totals[name] * percentOf(request[name]!)) / 100)]),
  );
  const { objective, step, exact } = request;
  return { budgets, objective, weigh: 'layers', step: { conv: step, fc: step }, gap: exact ? 0 : 0.001 };
}

/** 0.57 is 57 %, not 56.99999999999999. */
function percentOf(share: number): number {
  return Number((share * 100).toPrecision(12));
}

function viewOf(context: Context, from: Opened, subject: Reducible, reduction: Reduction): ReduceView {
  const { solution, reduced, objective, before } = reduction;
  const { best, bound, gap, proof, status, least } = solution;
  const started = performance.now();
  return {
    status,
    objective: { name: objective, value: best?.price ?? null, bound: finite(bound), gap: finite(gap), proof },
    before,
    after: reduced?.after ?? null,
    least: status === 'infeasible' && least ? named(least) : null,
    widths: (reduced?.widths ?? []).map(({ name, layers, from, to }) => ({ name, layers, from, to })),
    frozen: subject.classes.frozen.map(({ name, width, frozen = '' }) => ({ name, width, reason: frozen })),
    reduced: reduced ? show(context, { network: reduced.shrunk.network, count: subject.count, reduced: { from, reduction }, started }) : null, // prettier-ignore
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
