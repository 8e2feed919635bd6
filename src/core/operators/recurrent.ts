/** Recurrent layers: https://onnx.ai/onnx/operators/onnx__LSTM.html, GRU and RNN. */
import { int, text } from '../attributes.ts';
import { factor, product, sum, type Factor } from '../derivation.ts';
import type { Application, Counted, Facts, Operator, ParameterUse } from '../operator.ts';
import { formatShape, like, shaped, type Shaped } from '../shape.ts';
import type { Size } from '../size.ts';
import { parametersOf } from './parameters.ts';

export const RNN: Operator = recurrent('RNN', 'Each state from the input and the state before it.', 1);
export const GRU: Operator = recurrent('GRU', 'A gated recurrent unit: two gates and a candidate a state.', 3);
export const LSTM: Operator = recurrent('LSTM', 'Long short-term memory: three gates and a candidate a state.', 4);

/** Inputs: X, W, R, B, the lengths, the initial states, and for LSTM peepholes. Outputs: all states, the last, the last cells. */
function recurrent(name: string, doc: string, gates: number): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const { x, steps, batch, directions, hidden, isBatchFirst } = sizesOf(use, gates);
      const all = isBatchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
      const last = isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
      return [like(x, all), like(x, last), like(x, last)];
    },
    count: (use) => countRecurrent(use, gates),
    counts: 'units (states of every step and direction), weights, biases and connections',
  };
}

/** Units are the states of every step and direction; each gate of a state reads the input and the state before it. */
function countRecurrent(use: Counted, gates: number): Facts {
  const { steps, batch, directions, hidden, features } = sizesOf(use, gates);
  const applied = [factor('steps', steps), factor('directions', directions), factor('batch', batch)].filter(isNotOne);
  const gate = [factor('gates', gates)].filter(isNotOne);
  const [inputs, states] = [factor('inputs', features, 'C'), factor('states', hidden, 'N')];
  const connections = sum([
    product([...gate, inputs, states, ...applied]),
    product([...gate, factor('states before', hidden), states, ...applied]),
  ]);
  if (!use.inputs[1]?.learned) return { weightlessConnections: connections };
  return {
    units: product([...applied, states]),
    connections,
    ...(use.inputs[3] && { biasConnections: product([factor('biases a gate', 2), ...gate, states, ...applied]) }),
    parameters: parametersIn(use),
    ...(use.inputs[4] && {
      notes: ['its sequences are counted as long as the longest: how long each is depends on data'],
    }),
  };
}

function parametersIn(use: Counted): readonly ParameterUse[] {
  return parametersOf(use, { 1: 'weight', 2: 'weight', 3: 'bias', 7: 'other' });
}

function sizesOf(use: Application, gates: number): RecurrentSizes {
  const x = shaped(use, 0, 'X', 3);
  const w = shaped(use, 1, 'W', 3);
  const r = shaped(use, 2, 'R', 3);
  const directions = text(use.node, 'direction', 'forward') === 'bidirectional' ? 2 : 1;
  use.unify(w.shape[0]!, directions, `directions of the weights "${w.name}" and of the layer`);
  const isBatchFirst = int(use.node, 'layout', 0) === 1;
  const [steps, batch] = isBatchFirst ? [x.shape[1]!, x.shape[0]!] : [x.shape[0]!, x.shape[1]!];
  const hidden = r.shape[2]!;
  const declared = int(use.node, 'hidden_size');
  if (declared !== undefined) use.unify(declared, hidden, 'hidden_size and the states that the weights read');
  if (typeof hidden === 'number')
    use.unify(
      w.shape[1]!,
      gates * hidden,
      `rows of the weights ${formatShape(w.shape)} and ${gates} gates of ${hidden} states`,
    );
  const features = use.unify(x.shape[2]!, w.shape[2]!, `inputs of "${x.name}" and what the weights read`);
  return { x, steps, batch, directions, hidden, features, isBatchFirst };
}

interface RecurrentSizes {
  readonly x: Shaped;
  readonly steps: Size;
  readonly batch: Size;
  readonly directions: number;
  readonly hidden: Size;
  readonly features: Size;
  readonly isBatchFirst: boolean;
}

function isNotOne({ value }: Factor): boolean {
  return value !== 1;
}
