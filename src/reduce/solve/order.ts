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
const rules = {
  work: ({ work }: Candidate) => work,
  cells: ({ cells }: Candidate) => cells,
  fill: ({ fill, work }: Candidate) => fill + work / 1e15,
} as const;

interface Candidate {
  readonly work: number;
  readonly cells: number;
  readonly fill: number;
}

/** The cheapest order that the rules find. */
export function orderOf(model: Model): Order {
  const orders = Object.values(rules).map((rule) => greedy(model, rule));
  return orders.reduce((best, order) => (order.work < best.work ? order : best));
}

function greedy(model: Model, rule: (candidate: Candidate) => number): Order {
  const graph = graphOf(model);
  const tied = new Set(model.sums);
  const left = new Set(model.variables.keys());
  const variables: number[] = [];
  let [work, width] = [0, 0];
  while (left.size > 0) {
    let [next, least] = [-1, Infinity];
    for (const v of left) {
      const rank = rule(weigh(v));
      if (next < 0 || rank < least) [next, least] = [v, rank];
    }
    work += weigh(next).work;
    width = Math.max(width, graph[next]!.size);
    variables.push(next);
    left.delete(next);
    eliminate(graph, next);
    for (const sum of tied) if (touches(sum, next)) tied.delete(sum);
  }
  return { variables, work, width };

  function weigh(v: number): Candidate {
    const around = [...graph[v]!];
    const cells = around.reduce((product, u) => product * model.variables[u]!.values.length, 1);
    const isTied = model.sums.some((sum) => tied.has(sum) && touches(sum, v));
    const fill = around.reduce((count, u) => count + around.filter((w) => w > u && !graph[u]!.has(w)).length, 0);
    return { cells, fill, work: cells * (isTied ? 1 : model.variables[v]!.values.length) };
  }
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
function eliminate(graph: readonly Set<number>[], v: number): void {
  for (const u of graph[v]!) {
    graph[u]!.delete(v);
    for (const w of graph[v]!) if (w !== u) graph[u]!.add(w);
  }
}
