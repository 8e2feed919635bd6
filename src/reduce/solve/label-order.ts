/** In which order labels fix variables, and what each of them has to remember of the earlier ones. */
import type { Model } from './model.ts';
import { graphOf } from './order.ts';
import type { Plan } from './plan.ts';

export interface LabelStage {
  readonly variable: number;
  /** Fixed before or here, and still met by a product or a sum of something that is not fixed yet. */
  readonly frontier: readonly number[];
}

/** Backwards through the elimination; along the tree of buckets, small branches first, where there is one. */
export function labelStages(model: Model, plan: Plan): readonly LabelStage[] {
  const order = plan.isExact ? depthFirst(plan) : plan.order.toReversed();
  const graph = graphOf(model);
  const place = new Map(order.map((v, i) => [v, i]));
  return order.map((variable, i) => {
    const isMetLater = (u: number): boolean => [...graph[u]!].some((w) => place.get(w)! > i);
    return { variable, frontier: order.slice(0, i + 1).filter(isMetLater) };
  });
}

function depthFirst({ buckets }: Plan): readonly number[] {
  const children: number[][] = buckets.map(() => []);
  const sizes = buckets.map(() => 1);
  buckets.forEach(({ parent }, b) => {
    if (parent < 0) return;
    children[parent]!.push(b);
    sizes[parent]! += sizes[b]!;
  });
  const order: number[] = [];
  const roots = buckets.map((_, b) => b).filter((b) => buckets[b]!.parent < 0);
  const waiting = roots.toSorted((a, b) => sizes[b]! - sizes[a]!);
  for (let b = waiting.pop(); b !== undefined; b = waiting.pop()) {
    order.push(buckets[b]!.variable);
    waiting.push(...children[b]!.toSorted((p, q) => sizes[q]! - sizes[p]!));
  }
  return order;
}
