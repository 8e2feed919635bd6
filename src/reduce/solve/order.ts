/** In which order variables are eliminated: greedily, the least work first. Finding the best order is NP-hard. */
import type { Model } from './model.ts';

export interface Order {
  readonly variables: readonly number[];
  /** Rows times values over all tables: what one elimination costs. */
  readonly work: number;
  /** The largest number of variables that a table depends on. */
  readonly width: number;
}

/** What makes a variable the next one. Each is best on some graphs, and trying them all costs next to nothing. */
const rules = ['work', 'cells', 'fill'] as const;

/** The cheapest order that the rules find; undefined where each would cost more than `most`. */
export function orderOf(model: Model, most = Infinity): Order | undefined {
  let best: Order | undefined;
  for (const rule of rules) best = greedy(model, rule, best?.work ?? most) ?? best;
  return best;
}

function greedy(model: Model, rule: (typeof rules)[number], most: number): Order | undefined {
  const graph = graphOf(model);
  const ties = new Set(model.sums);
  const ranks = new Map(model.variables.map((_, v) => [v, rankOf(v)]));
  const variables: number[] = [];
  let [work, width] = [0, 0];
  while (ranks.size > 0) {
    let [next, least] = [-1, Infinity];
    for (const [v, rank] of ranks) if (next < 0 || rank < least) [next, least] = [v, rank];
    work += workOf(next);
    if (!(work < most)) return undefined;
    width = Math.max(width, graph[next]!.size);
    variables.push(next);
    ranks.delete(next);
    for (const v of eliminated(next)) ranks.set(v, rankOf(v));
  }
  return { variables, work, width };

  /** Takes the variable out; returns those whose rank may have changed. */
  function eliminated(v: number): ReadonlySet<number> {
    const changed = new Set(graph[v]);
    joinNeighbours(graph, v);
    for (const sum of ties) if (touches(sum, v)) ties.delete(sum);
    if (rule !== 'fill') return changed;
    return new Set([...changed, ...[...changed].flatMap((u) => [...graph[u]!])]);
  }

  function cellsOf(v: number): number {
    let cells = 1;
    for (const u of graph[v]!) cells *= model.variables[u]!.values.length;
    return cells;
  }

  function workOf(v: number): number {
    const isTied = [...ties].some((sum) => touches(sum, v));
    return cellsOf(v) * (isTied ? 1 : model.variables[v]!.values.length);
  }

  function rankOf(v: number): number {
    if (rule === 'fill') return missing(graph, v) + workOf(v) / 1e15;
    return rule === 'work' ? workOf(v) : cellsOf(v);
  }
}

/** Pairs of neighbours that are not neighbours themselves. */
function missing(graph: readonly Set<number>[], v: number): number {
  const around = [...graph[v]!];
  return around.reduce((count, u, i) => count + around.slice(i + 1).filter((w) => !graph[u]!.has(w)).length, 0);
}

function touches({ total, parts }: Model['sums'][number], v: number): boolean {
  return total === v || parts[0].variable === v || parts[1].variable === v;
}

/** For each variable, those that share a product or a sum with it. */
export function graphOf(model: Model): readonly Set<number>[] {
  const graph = model.variables.map(() => new Set<number>());
  const scopes = [
    ...model.products.map(({ scope }) => scope),
    ...model.sums.map(({ total, parts }) => [total, parts[0].variable, parts[1].variable]),
  ];
  for (const scope of scopes) for (const u of scope) for (const v of scope) if (u !== v) graph[u]!.add(v);
  return graph;
}

/** Joins the neighbours with one another and takes the variable out. */
function joinNeighbours(graph: readonly Set<number>[], v: number): void {
  for (const u of graph[v]!) {
    graph[u]!.delete(v);
    for (const w of graph[v]!) if (w !== u) graph[u]!.add(w);
  }
}
