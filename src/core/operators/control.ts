/**
 * Control flow: https://onnx.ai/onnx/operators/onnx__If.html, onnx__Loop.html, onnx__Scan.html. A body is entered in place, so
 * that its nodes are counted like all others: once for each run, or for the larger of two branches where it is open which runs.
 */
import { int, ints } from '../attributes.ts';
import { RuleError, UnknownError } from '../errors.ts';
import type { Graph } from '../network.ts';
import type { Application, Body, Known, Operand, Operator } from '../operator.ts';
import { resolveAxis, shaped } from '../shape.ts';
import { formatSize, isAtLeast, isWhole, sameSize, type Size } from '../size.ts';

type Given = Known & { readonly constant: boolean };

/** Runs of a loop that are followed one by one to know the elements that the body hands on. */
const maxFollowed = 64;

/** A trip count from here on is a stand-in for "until the condition says so": exporters write 2^63 − 1. */
const unboundedTrips = 2 ** 31;

const free = 'its body is counted in its place';

export const If: Operator = {
  name: 'If',
  domain: '',
  doc: 'One of two branches; where the condition is not known, the larger is counted.',
  free,
  infer(use) {
    const branches = [graphOf(use, 'then_branch'), graphOf(use, 'else_branch')] as const;
    const condition = use.inputs[0]?.values?.[0];
    const labels = ['then_branch', 'else_branch'] as const;
    if (condition !== undefined && isWhole(condition)) {
      const taken = condition ? 0 : 1;
      return use.enter({ graph: branches[taken], label: labels[taken], given: new Map() }).map(handedOn);
    }
    const [one, other] = branches.map((graph, i) =>
      use.enter({ graph, label: labels[i]!, given: new Map(), undecided: true }),
    );
    return one!.map((known, i) => either(use, known, other![i]));
  },
};

export const Loop: Operator = {
  name: 'Loop',
  domain: '',
  doc: 'A body that runs a number of times; its connections are counted once a run.',
  free,
  infer(use) {
    const graph = graphOf(use, 'body');
    const carried = use.inputs.slice(2).map(given);
    const trips = tripsOf(use, graph, carried);
    const states = statesOf(use, graph, carried, trips);
    const outputs = use.enter({ graph, label: 'body', given: loopGiven(graph, states), repeats: trips });
    const kept = states.map((state, i) => widened(use, state, outputs[i + 1]) ?? state);
    const final = finalOf(use, graph, carried, trips) ?? kept;
    const scanned = outputs.slice(1 + carried.length).map((element) => stacked(element, trips, 0));
    return [...final, ...scanned];
  },
};

export const Scan: Operator = {
  name: 'Scan',
  domain: '',
  doc: 'A body that runs over the slices of its inputs; its connections are counted once a slice.',
  free,
  infer(use) {
    const graph = graphOf(use, 'body');
    const count = int(use.node, 'num_scan_inputs');
    if (count === undefined) throw new RuleError('attribute "num_scan_inputs" is missing');
    if (use.version < 9)
      throw new UnknownError('Scan before opset 9 has a batch axis that layerledger does not follow');
    const stateCount = use.inputs.length - count;
    if (count < 1 || stateCount < 0) throw new RuleError(`${count} scan inputs of ${use.inputs.length} inputs`);
    const axes = ints(use.node, 'scan_input_axes') ?? Array.from({ length: count }, () => 0);
    if (axes.length !== count)
      throw new RuleError(`scan_input_axes has ${axes.length} entries, where ${count} are expected`);
    const slices = axes.map((axis, i) => {
      const { shape, type } = shaped(use, stateCount + i, 'scan input');
      const along = resolveAxis(axis, shape.length);
      return { length: shape[along]!, known: { type, shape: shape.toSpliced(along, 1), constant: false } };
    });
    const trips = slices.map(({ length }) => length).reduce((a, b) => use.unify(a, b, 'lengths of the scan inputs'));
    const states = use.inputs.slice(0, stateCount).map((state) => forgotten(given(state)));
    const operands = [...states, ...slices.map(({ known }) => known)];
    const outputs = use.enter({ graph, label: 'body', given: namedGiven(graph, operands), repeats: trips });
    const outputAxes = ints(use.node, 'scan_output_axes') ?? [];
    const scanned = outputs.slice(stateCount).map((element, i) => stacked(element, trips, outputAxes[i] ?? 0));
    return [...states.map((state, i) => widened(use, state, outputs[i]) ?? state), ...scanned];
  },
};

function graphOf({ node }: Application, name: string): Graph {
  const attribute = node.attributes.get(name);
  if (attribute?.kind === 'graph') return attribute.value;
  throw new RuleError(`attribute "${name}" (a graph) is missing`);
}

function given(operand: Operand | undefined): Given {
  if (!operand) return { constant: false };
  return {
    type: operand.type,
    shape: operand.shape,
    values: operand.values,
    constant: operand.constant,
    sequence: operand.sequence,
    optional: operand.optional,
  };
}

/** The same without its elements, which change from run to run. */
function forgotten({ type, shape, sequence, optional }: Given): Given {
  return { type, shape, sequence, optional, constant: false };
}

function handedOn({ type, shape, values, sequence, optional }: Operand): Known {
  return { type, shape, values, sequence, optional };
}

/** What holds of either branch's output: equal sizes stay, others become a new named size. */
function either(use: Application, one: Known, other: Known | undefined): Known {
  const type = one.type ?? other?.type;
  if (!other || !one.shape || !other.shape || one.shape.length !== other.shape.length) return { type };
  return {
    type,
    shape: one.shape.map((size, axis) => (sameSize(size, other.shape![axis]!) ? size : use.fresh('branch'))),
  };
}

/** The trip count: an input, or open where a condition decides. */
function tripsOf(use: Application, graph: Graph, carried: readonly Given[]): Size {
  const limit = use.inputs[0]?.values?.[0];
  const isBounded = limit !== undefined && (!isWhole(limit) || !isAtLeast(limit, unboundedTrips));
  if (isBounded && isWhole(limit) && !isAtLeast(limit, 0)) throw new RuleError(`a trip count of ${formatSize(limit)}`);
  const trips = isBounded ? limit : use.fresh('trips');
  if (!isBounded) {
    use.note(`how often the loop runs is not known; it is counted as ${formatSize(trips)} times`);
    return trips;
  }
  const states = carried.map(forgotten);
  const [condition] = use.enter({ graph, label: 'body', given: loopGiven(graph, states), rehearsal: true });
  if (condition?.values?.[0] !== 1)
    use.note(`a condition may end the loop before its ${formatSize(trips)} runs; all of them are counted`);
  return trips;
}

/** What the body is given on every run: where a size changes from one run to the next, it becomes a new named size. */
function statesOf(use: Application, graph: Graph, carried: readonly Given[], trips: Size): readonly Given[] {
  if (trips === 0 || trips === 1) return carried;
  let states = carried.map(forgotten);
  for (let attempt = 0; attempt < 3; attempt++) {
    const outputs = use.enter({ graph, label: 'body', given: loopGiven(graph, states), rehearsal: true });
    const next = states.map((state, i) => widened(use, state, outputs[i + 1]));
    if (next.every((state, i) => state === undefined || state === states[i])) return states;
    states = states.map((state, i) => next[i] ?? state);
  }
  return states;
}

/** The state, with a new named size where the body gives another one; `undefined` where nothing is known of what it gives. */
function widened(use: Application, state: Given, output: Operand | undefined): Given | undefined {
  if (!output || output.sequence || state.sequence) return output?.sequence ? forgotten(output) : undefined;
  if (!output.shape || !state.shape) return undefined;
  if (output.shape.length !== state.shape.length) return { type: output.type, constant: false };
  if (output.shape.every((size, axis) => sameSize(size, state.shape![axis]!))) return state;
  const shape = output.shape.map((size, axis) => (sameSize(size, state.shape![axis]!) ? size : use.fresh('carried')));
  return { type: output.type, shape, constant: false };
}

/** What the last run hands on, where the runs are few enough to be followed and the condition stays true. */
function finalOf(use: Application, graph: Graph, carried: readonly Given[], trips: Size): readonly Known[] | undefined {
  if (typeof trips !== 'number' || trips > maxFollowed) return undefined;
  if (!carried.some(({ values, sequence }) => values || sequence)) return undefined;
  let states = carried;
  for (let run = 0; run < trips; run++) {
    const outputs = rehearsed(use, { graph, label: 'body', given: loopGiven(graph, states, run), rehearsal: true });
    if (outputs?.[0]?.values?.[0] !== 1) return undefined;
    states = outputs.slice(1, 1 + carried.length).map(given);
  }
  return states;
}

/** `undefined` where it cannot be followed so far. */
function rehearsed(use: Application, body: Body): readonly Operand[] | undefined {
  try {
    return use.enter(body);
  } catch (error) {
    if (error instanceof UnknownError) return undefined;
    throw error;
  }
}

/** The body's inputs: the run's number, the condition, and what is handed on. */
function loopGiven(graph: Graph, states: readonly Given[], run?: number): Body['given'] {
  const number: Given = {
    type: 'int64',
    shape: [],
    constant: false,
    ...(run !== undefined && { values: [run], constant: true }),
  };
  return namedGiven(graph, [number, { type: 'bool', shape: [], values: [1], constant: false }, ...states]);
}

function namedGiven(graph: Graph, operands: readonly Given[]): Body['given'] {
  if (graph.inputs.length !== operands.length) {
    throw new RuleError(`the body has ${graph.inputs.length} inputs, where ${operands.length} are given`);
  }
  return new Map(graph.inputs.map(({ name }, i) => [name, operands[i]!]));
}

/** One element a run, stacked along a new axis. */
function stacked({ type, shape }: Operand, trips: Size, axis: number): Known {
  if (!shape) return { type };
  return { type, shape: shape.toSpliced(resolveAxis(axis, shape.length + 1), 0, trips) };
}
