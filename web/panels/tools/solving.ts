/** What the reduction panel asks the solver, and what came back; it stays while other tabs are looked at. */
import { batch, computed, signal } from '@preact/signals';
import { engine, type Call } from '../../engine/client.ts';
import type { ParetoPoint, Progress, ReduceRequest, ReduceView, View } from '../../engine/protocol.ts';
import { chosen, hovered, original, problems, sentenceOf, showText, text, view } from '../../state/app.ts';

/** The budgets as the page opens: half of both. */
export const request = signal<ReduceRequest>({
  weights: 0.5,
  connections: 0.5,
  objective: 'log',
  step: 8,
  exact: false,
});

type Resource = 'weights' | 'connections';

/** Budgets in percent as they were typed; where there is none, the request's share is shown. */
export const typedBudgets = signal<Readonly<Partial<Record<Resource, string>>>>({});

/** Takes what was typed; what is no share stays to be seen and to be mended. */
export function typeBudget(field: Resource, percent: string): void {
  typedBudgets.value = { ...typedBudgets.value, [field]: percent };
  if (faultOf(percent) === undefined) request.value = { ...request.value, [field]: Number(percent) / 100 };
}

/** Takes both budgets, as shares. */
export function setBudgets(budgets: Readonly<Record<Resource, number>>): void {
  typedBudgets.value = {};
  request.value = { ...request.value, ...budgets };
}

/** A budget of half of it, or none. */
export function limit(field: Resource, isLimited: boolean): void {
  const { [field]: _typed, ...typed } = typedBudgets.value;
  const { [field]: _share, ...rest } = request.value;
  typedBudgets.value = typed;
  request.value = isLimited ? { ...rest, [field]: 0.5 } : rest;
}

/** What is wrong with a budget that was typed, as a sentence. */
export function faultOf(percent: string): string | undefined {
  const value = Number(percent);
  if (percent.trim() !== '' && value > 0 && value <= 100) return undefined;
  return 'A budget is a number above 0, up to 100 % of the original.';
}

/** Whether every budget is one. */
export const isAskable = computed(() => Object.values(typedBudgets.value).every((percent) => faultOf(percent) === undefined)); // prettier-ignore

/** An answer with what it was asked of. */
export interface Solved {
  readonly of: View;
  readonly result: ReduceView;
}

export const solved = signal<Solved | undefined>(undefined);
/** The front as far as it is known. */
export const front = signal<
  { readonly of: View; readonly objective: string; readonly points: readonly ParetoPoint[] } | undefined
>(undefined);
export const failure = signal<string | undefined>(undefined);
/** What is being solved, and how far it is. */
export const solving = signal<{ readonly what: 'reduction' | 'front'; readonly progress: Progress } | undefined>(
  undefined,
);

/** The network that is reduced: the one on the screen, or what the reduced one on the screen was made from. */
export const subject = computed<View | undefined>(() =>
  solved.value && view.value === solved.value.result.reduced ? solved.value.of : view.value,
);

let call: Call<unknown> | undefined;

/** Ends the solver, which gives the best so far. */
export function stop(): void {
  call?.cancel();
}

export async function solve(): Promise<void> {
  const of = subject.value;
  if (!of || !isAskable.value) return;
  const asked = engine.reduce(of.id, request.value);
  const result = await follow('reduction', asked);
  if (result) solved.value = { of, result };
}

export async function findFront(): Promise<void> {
  const of = subject.value;
  if (!of) return;
  const { objective } = request.value;
  const asked = engine.pareto(of.id, request.value);
  const keep = (points: readonly ParetoPoint[]): void => void (front.value = { of, objective, points });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- partial answers are of the answer's own type, says the protocol
  asked.onProgress((_, partial) => Array.isArray(partial) && keep(partial as readonly ParetoPoint[]));
  const points = await follow('front', asked);
  if (points) keep(points);
}

/** The reduced network becomes the view, with differences to what it was made from. */
export function show({ of, result }: Solved): void {
  batch(() => {
    [original.value, view.value] = [of, result.reduced ?? of];
    [text.value, problems.value] = [undefined, []];
    [chosen.value, hovered.value] = [undefined, undefined];
  });
  void showText().catch(() => undefined); // for the link; a graph that no network file can say has none
}

async function follow<T>(what: 'reduction' | 'front', asked: Call<T>): Promise<T | undefined> {
  stop();
  call = asked;
  solving.value = { what, progress: { what: 'solving' } };
  asked.onProgress((progress) => call === asked && (solving.value = { what, progress }));
  try {
    const result = await asked;
    failure.value = undefined;
    return result;
  } catch (error) {
    if (call === asked) failure.value = sentenceOf(error);
    return undefined;
  } finally {
    if (call === asked) solving.value = undefined;
  }
}
