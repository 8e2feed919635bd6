/** Strands → facts: what each operator states, times the runs of a loop, less the branches that are not counted. */
import { factor, product, times } from './derivation.ts';
import { RuleError, UnknownError } from './errors.ts';
import type { Inference } from './infer.ts';
import type { CountedStrand } from './layers.ts';
import type { Node } from './network.ts';
import type { Facts, ParameterUse } from './operator.ts';
import { definitionOf } from './operators/index.ts';
import { add, formatSize, isAtLeast, multiply, type Size } from './size.ts';
import { factsOf, type Strand } from './strand.ts';

/** A node that could not be counted or inferred, and why. */
export interface Uncounted {
  readonly name: string;
  readonly operator: string;
  readonly reason: string;
}

/** The strands with their facts; what cannot be counted for want of knowledge is put into `uncounted`. */
export function countStrands(
  strands: readonly Strand[],
  inference: Inference,
  uncounted: Uncounted[],
): readonly CountedStrand[] {
  const gaps = new Map(inference.gaps.map((gap) => [gap.node, gap]));
  return strands.map((strand) => {
    const [node] = strand.nodes;
    const gap = gaps.get(node!);
    if (gap?.kind === 'rule') {
      uncounted.push(entryOf(node!, gap.reason));
      return { ...strand, facts: { parameters: heldParameters(strand, inference) } };
    }
    try {
      const facts = factsOf(inference, strand.step, strand.laid);
      if (gap && isCause(node!, inference)) uncounted.push(entryOf(node!, gap.reason));
      return {
        ...strand,
        facts: repeated(isScaled(facts, strand) ? facts : overSiblings(facts, strand.laid.siblings), strand),
      };
    } catch (error) {
      if (!(error instanceof UnknownError) && !(error instanceof RuleError)) throw error;
      uncounted.push(entryOf(node!, gap?.reason ?? error.message));
      return { ...strand, facts: { parameters: heldParameters(strand, inference) } };
    }
  });
}

/**
 * Of the branches of a node whose condition is not known, the one with the most connections; the others are left out and a
 * note says so.
 */
export function chooseBranches(counted: readonly CountedStrand[]): {
  counted: readonly CountedStrand[];
  notes: readonly string[];
} {
  const depths = counted.reduce((most, { step }) => Math.max(most, step.choices.length), 0);
  if (depths === 0) return { counted, notes: [] };
  const notes: string[] = [];
  let kept = counted;
  for (let depth = depths - 1; depth >= 0; depth--) {
    const largest = new Map<string, string>();
    for (const [node, sizes] of branchSizes(kept, depth)) {
      const [branch] = [...sizes].reduce((best, next) => (isAtLeast(best[1], next[1]) ? best : next));
      const others = [...sizes].map(([each, size]) => `${each} ${formatSize(size)}`).join(', ');
      largest.set(node, branch);
      notes.push(
        `${node}: its condition is not known; of its branches the larger is counted, ${branch} (connections: ${others})`,
      );
    }
    kept = kept.filter(({ step }) => {
      const choice = step.choices[depth];
      return choice === undefined || largest.get(choice.node) === choice.branch;
    });
  }
  return { counted: kept, notes };
}

/** Connections of each branch, by the nodes whose branches stand `depth` deep in undecided ones. */
function branchSizes(strands: readonly CountedStrand[], depth: number): ReadonlyMap<string, ReadonlyMap<string, Size>> {
  const all = new Map<string, Map<string, Size>>();
  for (const { step, facts } of strands) {
    const choice = step.choices[depth];
    if (!choice) continue;
    const size = add(facts.connections?.value ?? 0, facts.weightlessConnections?.value ?? 0);
    const sizes = all.get(choice.node) ?? new Map<string, Size>();
    sizes.set(choice.branch, add(sizes.get(choice.branch) ?? 0, size));
    all.set(choice.node, sizes);
  }
  return all;
}

/** A gap is a cause, rather than a consequence of an earlier one, where everything that the node reads has a shape. */
function isCause(node: Node, { values }: Inference): boolean {
  return node.inputs.every((name) => name === '' || values.get(name)?.shape !== undefined);
}

function entryOf({ name, operator }: Node, reason: string): Uncounted {
  return { name, operator, reason };
}

/** The parameters of a strand that could not be counted otherwise: their shapes are in the file. */
function heldParameters({ nodes }: Strand, { values }: Inference): readonly ParameterUse[] {
  const [node] = nodes;
  return (definitionOf(node!)?.holds ?? []).flatMap(({ input, role }) => {
    const tensor = values.get(node!.inputs[input] ?? '');
    if (!tensor?.constant || !tensor.shape) return [];
    const axes = product(tensor.shape.map((size, axis) => factor(`axis ${axis}`, size)));
    return [{ input, role, elements: times(axes, factor('towers', nodes.length, 'T')) }];
  });
}

/** Layers that multiply by filters count their siblings themselves, since they also say how towers read one another. */
function isScaled(facts: Facts, { laid }: Strand): boolean {
  return laid.siblings === 1 || facts.units !== undefined || facts.weightlessConnections !== undefined;
}

function overSiblings(facts: Facts, siblings: number): Facts {
  const towers = factor('towers', siblings, 'T');
  return {
    ...facts,
    ...(facts.windowSums && { windowSums: times(facts.windowSums, towers) }),
    ...(facts.parameters && {
      parameters: facts.parameters.map((use) => ({
        ...use,
        elements: times(use.elements, towers),
        ...(use.bytes !== undefined && { bytes: multiply(use.bytes, siblings) }),
      })),
    }),
  };
}

const runFigures = [
  'units',
  'connections',
  'connectionsOntoPadding',
  'biasConnections',
  'weightlessConnections',
  'windowSums',
] as const;

/** In a loop everything happens once a run, save that the parameters are the same. */
function repeated(facts: Facts, { step }: Strand): Facts {
  if (step.repeats === 1) return facts;
  const runs = factor('runs of the loop', step.repeats);
  const changed = runFigures.flatMap((name) => (facts[name] ? [[name, times(facts[name], runs)]] : []));
  return { ...facts, ...Object.fromEntries(changed) };
}
