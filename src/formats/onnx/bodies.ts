/**
 * Bodies of ONNX operators for the operators of the domain `layerledger` (core/operators/layerledger.ts), written into a model as
 * local functions, so that every runtime runs it.
 */
import { type Attribute, attributeOf, type LocalFunction, type Network, type Node } from '../../core/network.ts';

/** The version of ai.onnx from which the bodies' operators take their axes as inputs. */
const FIRST_OPSET = 18;

/** The functions that a network's nodes need and that it does not bring itself. */
export function bodiesFor({ graph, opsets, functions }: Network): readonly LocalFunction[] {
  const version = opsets.get('') ?? 0;
  if (version < FIRST_OPSET) return [];
  return Object.entries(bodies).flatMap(([name, body]) => {
    const calls = graph.nodes.filter(({ domain, operator }) => domain === 'layerledger' && operator === name);
    const isThere = functions.some((local) => local.domain === 'layerledger' && local.name === name);
    if (isThere || calls.length === 0 || !calls.every(body.covers)) return [];
    return [functionOf(name, body, version)];
  });
}

interface FunctionBody {
  readonly inputs: readonly string[];
  readonly attributes: readonly string[];
  /** Whether the body says what a call means. */
  readonly covers: (call: Node) => boolean;
  readonly steps: readonly Step[];
}

/** An output, the operator that gives it, what it reads, and its attributes: `@name` is the function's attribute. */
type Step = readonly [
  string,
  string,
  readonly string[],
  Readonly<Record<string, string | number | readonly number[]>>?,
];

const window = ['auto_pad', 'dilations', 'pads', 'strides'];
const windowOfCall = Object.fromEntries(window.map((name) => [name, `@${name}`]));

const hasBias = ({ inputs }: Node): boolean => inputs.length === 3 && inputs[2] !== '';
const roundsDown = ({ attributes }: Node): boolean => (attributes.get('ceil_mode')?.value ?? 0) === 0;

const bodies: Readonly<Record<string, FunctionBody>> = {
  /** The mean over a window with its padding, times its taps, is the sum. */
  Subsample: {
    inputs: ['x', 'w', 'b'],
    attributes: ['kernel_shape', ...window],
    covers: (call) => hasBias(call) && roundsDown(call),
    steps: [
      ['mean', 'AveragePool', ['x'], { ...windowOfCall, kernel_shape: '@kernel_shape', count_include_pad: 1 }],
      ['kernel', 'Constant', [], { value_ints: '@kernel_shape' }],
      ['whole_taps', 'ReduceProd', ['kernel'], { keepdims: 0 }],
      ['taps', 'CastLike', ['whole_taps', 'x']],
      ['sum', 'Mul', ['mean', 'taps']],
      ['axes', 'Shape', ['kernel']],
      ['one', 'Constant', [], { value_int: 1 }],
      ['ones', 'Expand', ['one', 'axes']],
      ['maps', 'Constant', [], { value_ints: [-1] }],
      ['form', 'Concat', ['maps', 'ones'], { axis: 0 }],
      ['coefficients', 'Reshape', ['w', 'form']],
      ['shifts', 'Reshape', ['b', 'form']],
      ['scaled', 'Mul', ['sum', 'coefficients']],
      ['y', 'Add', ['scaled', 'shifts']],
    ],
  },
  /** The kernels of pairs of maps, put into a bank that has zeros for the other pairs. */
  TableConv: {
    inputs: ['x', 'w', 'b'],
    attributes: ['maps', 'fan_in', ...window],
    covers: (call) => hasBias(call) && roundsDown(call) && call.attributes.has('maps') && call.attributes.has('fan_in'),
    steps: [
      ['zero', 'Constant', [], { value_int: 0 }],
      ['one', 'Constant', [], { value_int: 1 }],
      ['first', 'Constant', [], { value_ints: [0] }],
      ['second', 'Constant', [], { value_ints: [1] }],
      ['maps', 'Constant', [], { value_ints: '@maps' }],
      ['fans', 'Constant', [], { value_ints: '@fan_in' }],
      // A pair's filter is the number of filters whose pairs all stand before it.
      ['ends', 'CumSum', ['fans', 'zero']],
      ['pairs', 'Size', ['maps']],
      ['pair', 'Range', ['zero', 'pairs', 'one']],
      ['pair_column', 'Unsqueeze', ['pair', 'second']],
      ['is_past', 'GreaterOrEqual', ['pair_column', 'ends']],
      ['past', 'CastLike', ['is_past', 'maps']],
      ['filter', 'ReduceSum', ['past', 'second'], { keepdims: 1 }],
      ['map', 'Unsqueeze', ['maps', 'second']],
      ['places', 'Concat', ['filter', 'map'], { axis: 1 }],
      ['filters', 'Shape', ['fans']],
      ['channels', 'Shape', ['x'], { start: 1, end: 2 }],
      ['kernel', 'Shape', ['w'], { start: 1 }],
      ['bank_shape', 'Concat', ['filters', 'channels', 'kernel'], { axis: 0 }],
      ['nothing', 'CastLike', ['zero', 'w']],
      ['empty', 'Expand', ['nothing', 'bank_shape']],
      ['bank', 'ScatterND', ['empty', 'places', 'w']],
      ['connected', 'Conv', ['x', 'bank'], windowOfCall],
      // A bias for each map gets axes of size 1; one for each unit has its axes.
      ['bias_shape', 'Shape', ['b']],
      ['x_shape', 'Shape', ['x'], { start: 1 }],
      ['axes', 'Shape', ['x_shape']],
      ['bias_axes', 'Shape', ['bias_shape']],
      ['missing', 'Sub', ['axes', 'bias_axes']],
      ['ones', 'Expand', ['one', 'missing']],
      ['form', 'Concat', ['bias_shape', 'ones'], { axis: 0 }],
      ['bias', 'Reshape', ['b', 'form']],
      ['y', 'Add', ['connected', 'bias']],
    ],
  },
  RadialBasis: {
    inputs: ['x', 'w'],
    attributes: [],
    covers: () => true,
    steps: [
      ['units', 'Constant', [], { value_ints: [1] }],
      ['axis', 'Constant', [], { value_ints: [2] }],
      ['each', 'Unsqueeze', ['x', 'units']],
      ['centres', 'CastLike', ['w', 'x']],
      ['apart', 'Sub', ['each', 'centres']],
      ['y', 'ReduceSumSquare', ['apart', 'axis'], { keepdims: 0 }],
    ],
  },
};

function functionOf(name: string, { inputs, attributes, steps }: FunctionBody, version: number): LocalFunction {
  return {
    name,
    domain: 'layerledger',
    opsets: new Map([['', version]]),
    inputs,
    outputs: ['y'],
    attributes: new Map(attributes.map((attribute) => [attribute, undefined])),
    nodes: steps.map(([output, operator, reads, settings = {}]) => ({
      name: output,
      operator,
      domain: '',
      inputs: reads,
      outputs: [output],
      attributes: new Map(Object.entries(settings).map(([key, value]) => [key, settingOf(value)])),
    })),
  };
}

function settingOf(value: string | number | readonly number[]): Attribute {
  if (typeof value === 'string') return { kind: 'reference', value: value.slice(1) };
  return attributeOf(value);
}
