/** ModelProto: the graph, the local functions and the versions of the operators. https://onnx.ai/onnx/repo-docs/IR.html#models */
import type { Graph, LocalFunction, Network, Value } from '../../core/network.ts';
import { Fault, quote } from './fault.ts';
import { functionMessage, opsetMessage } from './function.ts';
import { graphMessage } from './graph.ts';
import { entryMessage, TOWERS, towersOf } from './metadata.ts';
import { type Fields, int64, message, type Message, number } from './wire.ts';

interface Draft {
  ir: number | bigint;
  graph?: Graph;
  readonly opsets: Map<string, number>;
  readonly functions: LocalFunction[];
  hasTraining: boolean;
  towers?: number;
}

/** The oldest operators that layerledger knows; below, broadcasting and many attributes mean something else. */
const OLDEST_OPSET = 7;

/** Names that exporters give to every graph; the file's name says more. */
const anonymous = new Set([
  '',
  'main_graph',
  'main',
  'graph',
  'torch_jit',
  'torch-jit-export',
  'tf2onnx',
  'onnx_model',
  'OnnxMLTools',
]);

/** A model may hold megabytes of vocabularies here. */
const metadata = entryMessage(new Set([TOWERS]));

const fields: Fields<Draft> = {
  1: number(int64, (model, version) => (model.ir = version)),
  7: message(
    () => 'graph',
    () => graphMessage,
    (model, graph) => {
      if (model.graph) throw new Fault(0, 'the model has two graphs');
      model.graph = graph;
    },
  ),
  8: message(
    () => 'opset_import',
    () => opsetMessage,
    ({ opsets }, { domain, version }) => opsets.set(domain, version),
  ),
  14: message(
    () => 'metadata_props',
    () => metadata,
    (model, { key, value }, offset) => {
      if (key === TOWERS) model.towers = towersOf(TOWERS, value, offset);
    },
  ),
  20: { wire: 2, most: 0, one: (model) => (model.hasTraining = true), pass: (model) => (model.hasTraining = true) },
  25: message(
    ({ functions }) => `functions[${functions.length}]`,
    () => functionMessage,
    ({ functions }, local, offset) => {
      const same = (other: LocalFunction): boolean =>
        other.name === local.name && other.domain === local.domain && other.overload === local.overload;
      if (functions.some(same)) throw new Fault(offset, `two functions are named ${quote(local.name)}`);
      functions.push(local);
    },
  ),
};

/** A network without the names that only its file can tell. */
export const modelMessage: Message<Draft, Omit<Network, 'notes'>> = {
  fields,
  create: () => ({ ir: 0, opsets: new Map(), functions: [], hasTraining: false }),
  finish: ({ ir, graph, opsets, functions, hasTraining, towers }, cursor) => {
    if (!graph) throw new Fault(cursor.size, `the model (IR version ${ir}) has no graph`);
    if (hasTraining) cursor.notes.push('The graphs that train the network (training_info) were left out.');
    noteOpset(opsets, cursor.notes);
    const inputs = holdsWeights(graph) ? graph.inputs.map((input) => openZeros(input, cursor.notes)) : graph.inputs;
    return {
      name: anonymous.has(graph.name) ? '' : graph.name,
      format: 'ONNX',
      opsets,
      graph: { ...graph, inputs },
      functions,
      ...(towers !== undefined && { towers }),
    };
  },
};

function noteOpset(opsets: Map<string, number>, notes: string[]): void {
  const version = opsets.get('');
  if (version === undefined && opsets.size === 0) {
    opsets.set('', 1);
    notes.push(
      "The file states no version of ONNX's operators; it is 1 where none is stated (onnx.proto, IR version 2).",
    );
  }
  if (version !== undefined && version < OLDEST_OPSET) {
    notes.push(
      `The file uses version ${version} of ONNX's operators; they are read as version ${OLDEST_OPSET}, the oldest known here.`,
    );
  }
}

/**
 * Some exporters write 0 for an axis that is open. An input without elements is legal, and ONNX's own test cases have
 * such; but a network that holds weights is not made for one.
 */
function openZeros(input: Value, notes: string[]): Value {
  const { type } = input;
  if (type.kind !== 'tensor' || !type.shape?.includes(0)) return input;
  notes.push(`Input ${quote(input.name)} declares a size of 0; it is taken as open.`);
  return { ...input, type: { ...type, shape: type.shape.map((size) => (size === 0 ? null : size)) } };
}

function holdsWeights({ tensors }: Graph): boolean {
  return [...tensors.values()].some(({ type, shape }) => shape.length > 1 && type.includes('float'));
}
