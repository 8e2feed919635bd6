/**
 * Nodes that a kind of layer says: the table from operators to kinds. A kind is used only where the reader makes the same node of
 * it again; everything else is written as the operator that it is.
 */
import { float, int, ints, text } from '../../core/attributes.ts';
import type { Node } from '../../core/network.ts';
import type { Operand, Shape } from '../../core/operator.ts';
import { multiply, sameSize, type Size } from '../../core/size.ts';
import type { Tensors } from './writeTensors.ts';
import { onlyHas, short, windowFields } from './writeWindow.ts';

/** A node with what is known of its values. */
export interface Subject {
  readonly node: Node;
  /** Version of ai.onnx. */
  readonly version: number;
  readonly towers: number;
  readonly tensors: Tensors;
  readonly operand: (value: string) => Operand | undefined;
}

/** A layer's fields without its name; which inputs it reads as values, and whether it names them itself. */
export interface Saying {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Values that the layer names in a list, where it joins several. */
  readonly joined?: readonly string[];
}

type Write = (subject: Subject) => Saying | undefined;

/** `undefined` where no kind says the node. */
export function sayingOf(subject: Subject): Saying | undefined {
  const { operator, domain, inputs, outputs } = subject.node;
  const isComputed = inputs.some((name) => name !== '' && !subject.tensors.all.has(name));
  const isFirst = operator === 'Gather' || !subject.tensors.all.has(inputs[0] ?? '');
  if (domain !== '' || outputs.length !== 1 || !isComputed || !isFirst) return undefined;
  return Object.hasOwn(writers, operator) ? writers[operator]!(subject) : undefined;
}

const writers: Readonly<Record<string, Write>> = {
  Conv: writeConv,
  Gemm: writeGemm,
  MatMul: writeMatMul,
  Gather: writeEmbedding,
  MaxPool: (subject) => writePool(subject, 'max pool', ['kernel_shape', 'strides', 'pads', 'dilations', 'ceil_mode', 'auto_pad', 'storage_order']),
  AveragePool: (subject) => writePool(subject, 'average pool', ['kernel_shape', 'strides', 'pads', 'dilations', 'ceil_mode', 'auto_pad', 'count_include_pad']),
  GlobalAveragePool: word('global average pool'),
  GlobalMaxPool: word('global max pool'),
  LRN: writeLrn,
  BatchNormalization: writeBatchNorm,
  LayerNormalization: writeLayerNorm,
  Relu: word('relu'),
  Sigmoid: word('sigmoid'),
  Tanh: word('tanh'),
  HardSwish: word('hard swish'),
  Mish: word('mish'),
  Selu: word('selu'),
  Softplus: word('softplus'),
  Softsign: word('softsign'),
  Identity: word('identity'),
  Gelu: ({ node }) => ({ fields: { [text(node, 'approximate', 'none') === 'tanh' ? 'gelu tanh' : 'gelu']: null } }),
  LeakyRelu: ({ node }) => ({ fields: { 'leaky relu': float(node, 'alpha') ?? 0.01 } }),
  Elu: ({ node }) => ({ fields: { elu: float(node, 'alpha') ?? 1 } }),
  Softmax: (subject) => writeSoftmax(subject, 'softmax'),
  LogSoftmax: (subject) => writeSoftmax(subject, 'log softmax'),
  Dropout: writeDropout,
  Flatten: ({ node }) => (int(node, 'axis', 1) === 1 ? { fields: { flatten: null } } : undefined),
  Add: join('add'),
  Mul: join('multiply'),
  Sub: join('subtract'),
  Concat: writeConcat,
}; // prettier-ignore

/** A kind without fields, for an operator without attributes. */
function word(key: string): Write {
  return ({ node }) => (node.attributes.size === 0 ? { fields: { [key]: null } } : undefined);
}

/** Two computed values; three and more have no single node. */
function join(key: string): Write {
  return ({ node, tensors }) => {
    const isComputed = node.inputs.every((name) => name !== '' && !tensors.all.has(name));
    return isComputed && node.inputs.length === 2 && node.attributes.size === 0
      ? { fields: { [key]: null }, joined: node.inputs }
      : undefined;
  };
}

function writeConcat({ node, tensors }: Subject): Saying | undefined {
  const axis = int(node, 'axis', 1);
  const isComputed = node.inputs.length > 1 && node.inputs.every((name) => name !== '' && !tensors.all.has(name));
  return isComputed && axis >= -32 && axis <= 32
    ? { fields: { concat: null, ...(axis !== 1 && { axis }) }, joined: node.inputs }
    : undefined;
}

function writeConv({ node, tensors, towers, operand }: Subject): Saying | undefined {
  const [x, w, b] = node.inputs;
  const weight = shapeOfWeight(tensors, w);
  const kernel = weight && wholes(weight.slice(2));
  const isBiased = b !== undefined && b !== '';
  const [filters, each] = weight ?? [];
  const window = kernel && onlyHas(node, windowNames) ? windowFields(node, kernel, operand(x!)) : undefined;
  const groups = int(node, 'group', 1);
  const channels = operand(x!)?.shape?.[1];
  const fits = each !== undefined && isSame(channels, multiply(each, groups)) && typeof filters === 'number';
  if (!window || !fits || (isBiased && !sameShape(shapeOfWeight(tensors, b), [filters]))) return undefined;
  const bias = isBiased ? {} : { bias: false };
  if (groups > 1 && each === 1) {
    const { kernel: size, ...rest } = window;
    return {
      fields: { 'depthwise conv': size, ...rest, ...(filters !== groups && { multiplier: filters / groups }), ...bias },
    };
  }
  const reads = groups === 1 ? {} : groups === towers ? { reads: 'own tower' } : { groups };
  return { fields: { conv: filters, ...window, ...reads, ...bias } };
}

const windowNames = ['kernel_shape', 'strides', 'pads', 'dilations', 'group', 'auto_pad'];

function writePool({ node, operand }: Subject, key: string, attributes: readonly string[]): Saying | undefined {
  const kernel = ints(node, 'kernel_shape');
  if (!kernel || !onlyHas(node, attributes) || int(node, 'storage_order', 0) !== 0) return undefined;
  const window = windowFields(node, kernel, operand(node.inputs[0]!));
  if (!window) return undefined;
  const stride = ints(node, 'strides') ?? kernel.map(() => 1);
  const { kernel: size, stride: _, ...rest } = window;
  const steps = stride.every((step, i) => step === kernel[i]) ? {} : { stride: short(stride) };
  const counts = int(node, 'count_include_pad', 0) === 1 ? { 'count padding': true } : {};
  return { fields: { [key]: size, ...steps, ...rest, ...counts } };
}

function writeGemm({ node, tensors, operand }: Subject): Saying | undefined {
  const [x, w, b] = node.inputs;
  const [units, inputs] = shapeOfWeight(tensors, w) ?? [];
  const isTurned = int(node, 'transB', 0) === 1 && int(node, 'transA', 0) === 0;
  const isPlain = isTurned && (float(node, 'alpha') ?? 1) === 1 && (float(node, 'beta') ?? 1) === 1;
  const isBiased = b !== undefined && b !== '';
  const isBias = !isBiased || sameShape(shapeOfWeight(tensors, b), [units]);
  const shape = operand(x!)?.shape;
  if (typeof units !== 'number' || !isPlain || !isBias || shape?.length !== 2 || !isSame(shape[1], inputs))
    return undefined;
  return { fields: { 'fully connected': units, ...(!isBiased && { bias: false }) } };
}

/** Over a sequence: three axes, the last of which is multiplied. */
function writeMatMul({ node, tensors, operand }: Subject): Saying | undefined {
  const [x, w] = node.inputs;
  const weight = shapeOfWeight(tensors, w);
  const shape = operand(x!)?.shape;
  if (weight?.length !== 2 || tensors.all.has(x!) || shape?.length !== 3 || !isSame(shape[2], weight[0]))
    return undefined;
  return typeof weight[1] === 'number' ? { fields: { 'fully connected': weight[1], bias: false } } : undefined;
}

function writeEmbedding({ node, tensors, operand }: Subject): Saying | undefined {
  const [table, index] = node.inputs;
  const [vocabulary, width, ...rest] = shapeOfWeight(tensors, table) ?? [];
  const isTable = typeof vocabulary === 'number' && typeof width === 'number' && rest.length === 0;
  if (!isTable || int(node, 'axis', 0) !== 0 || operand(index!)?.constant) return undefined;
  return { fields: { embedding: { vocabulary, width } } };
}

/** The file's alpha is the paper's, which is not divided by the size. */
function writeLrn({ node }: Subject): Saying {
  const size = int(node, 'size', 5);
  const alpha = Number(((float(node, 'alpha') ?? 1e-4) / size).toPrecision(12));
  return { fields: { lrn: { size, alpha, beta: float(node, 'beta') ?? 0.75, k: float(node, 'bias') ?? 1 } } };
}

function writeBatchNorm({ node, tensors, operand }: Subject): Saying | undefined {
  const channels = operand(node.inputs[0]!)?.shape?.[1];
  const isOwn = node.inputs.slice(1).every((name) => sameShape(shapeOfWeight(tensors, name), [channels]));
  if (node.inputs.length !== 5 || !isOwn || !onlyHas(node, ['epsilon', 'momentum'])) return undefined;
  return { fields: { 'batch norm': null, ...epsilonOf(node) } };
}

function writeLayerNorm({ node, tensors, operand }: Subject): Saying | undefined {
  const shape = operand(node.inputs[0]!)?.shape;
  const axis = int(node, 'axis', -1);
  const isLast = axis === -1 || axis === (shape?.length ?? 0) - 1;
  const isOwn = node.inputs
    .slice(1)
    .every((name) => name !== '' && sameShape(shapeOfWeight(tensors, name), [shape?.at(-1)]));
  if (!isLast || !isOwn || !onlyHas(node, ['axis', 'epsilon'])) return undefined;
  return { fields: { 'layer norm': null, ...epsilonOf(node), ...(node.inputs.length < 3 && { bias: false }) } };
}

/** Before version 13 the default axis is 1, and everything behind it is one row. */
function writeSoftmax({ node, version }: Subject, key: string): Saying | undefined {
  const axis = int(node, 'axis', version < 13 ? 1 : -1);
  if (axis < -32 || axis > 32) return undefined;
  return { fields: { [key]: null, ...((axis !== -1 || version < 13) && { axis }) } };
}

/** The rate is an attribute before version 12, and an input since. */
function writeDropout({ node, tensors, version }: Subject): Saying | undefined {
  const held = node.inputs[1] === undefined || node.inputs[1] === '' ? undefined : tensors.all.get(node.inputs[1]);
  const [rate = 0.5] = version < 12 ? [float(node, 'ratio')] : (held?.values ?? []);
  if (node.inputs.length > 2 || (node.inputs.length === 2 && !tensors.isOwn(node.inputs[1]!))) return undefined;
  return { fields: { dropout: Number(rate) } };
}

function epsilonOf(node: Node): Readonly<Record<string, unknown>> {
  const epsilon = float(node, 'epsilon') ?? 1e-5;
  return Math.fround(epsilon) === Math.fround(1e-5) ? {} : { epsilon: Number(epsilon.toPrecision(7)) };
}

function shapeOfWeight(tensors: Tensors, name: string | undefined): Shape | undefined {
  return name !== undefined && tensors.isPlainWeight(name) ? tensors.all.get(name)!.shape : undefined;
}

function sameShape(a: Shape | undefined, b: readonly (Size | undefined)[]): boolean {
  return a?.length === b.length && a.every((size, i) => isSame(size, b[i]));
}

function isSame(a: Size | undefined, b: Size | undefined): boolean {
  return a !== undefined && b !== undefined && sameSize(a, b);
}

function wholes(sizes: Shape): readonly number[] | undefined {
  return sizes.every((size) => typeof size === 'number') ? sizes : undefined;
}
