/** Walks a network with the members of a family together, though a file may hold one tower's chain before the other's. */
import type { Node } from './network.ts';
import { readsOf } from './order.ts';
import type { Step } from './scope.ts';

interface Group {
  readonly steps: Step[];
  readonly readers: Group[];
  waiting: number;
}

/**
 * Groups of steps, each after everything that any of its members reads. Families that would wait for one another are taken
 * apart: what is left comes step by step, in the order given.
 */
export function inLockstep(
  steps: readonly Step[],
  families: ReadonlyMap<Node, readonly Node[]>,
): readonly (readonly Step[])[] {
  const groups = groupsOf(steps, families);
  const order = groups.filter(({ waiting }) => waiting === 0);
  for (let i = 0; i < order.length; i++) {
    for (const reader of order[i]!.readers) {
      reader.waiting--;
      if (reader.waiting === 0) order.push(reader);
    }
  }
  const walked = new Set(order);
  const left = new Set(groups.filter((group) => !walked.has(group)).flatMap((group) => group.steps));
  return [...order.map((group) => group.steps), ...steps.filter((step) => left.has(step)).map((step) => [step])];
}

function groupsOf(steps: readonly Step[], families: ReadonlyMap<Node, readonly Node[]>): readonly Group[] {
  const byFamily = new Map<readonly Node[], Group>();
  const givers = new Map<string, Group>();
  const groups: Group[] = [];
  for (const step of steps) {
    const family = families.get(step.node);
    const group = (family && byFamily.get(family)) ?? { steps: [], readers: [], waiting: 0 };
    if (group.steps.length === 0) groups.push(group);
    if (family) byFamily.set(family, group);
    group.steps.push(step);
    for (const name of step.node.outputs) givers.set(name, group);
  }
  for (const group of groups) {
    const before = new Set(group.steps.flatMap(({ node }) => readsOf(node).map((name) => givers.get(name))));
    for (const giver of before) {
      if (!giver || giver === group) continue;
      giver.readers.push(group);
      group.waiting++;
    }
  }
  return groups;
}
