/** Ledger → calls: the table of operators, and what each is read as. Operators without an entry cost nothing in any counter. */
import { oncePerLedger } from '../once.ts';
import { activation, clip, geluByErf, prelu, silu, softmax } from './activations.ts';
import type { Context, Reading } from './base.ts';
import type { Call } from './call.ts';
import { multiHeadModules } from './multi-head.ts';
import {
  batchNormalisation,
  groupNormalisation,
  instanceNormalisation,
  layerNormalisation,
  layerNormalisationInParts,
} from './norms.ts';
import { embedding, recurrent, resampling } from './others.ts';
import { averagePooling, localResponse, maxPooling, meanPooling, wholeMapPooling } from './pools.ts';
import { convolution, einsum, fusedAttention, matrixProduct, transposedConvolution } from './products.ts';
import { traceOf, type Op, type Trace } from './trace.ts';
import { isBookkeeping, writtenIn } from './written.ts';

const readings: Readonly<Record<string, Reading>> = {
  Conv: convolution,
  ConvInteger: convolution,
  QLinearConv: convolution,
  ConvTranspose: transposedConvolution,
  Gemm: matrixProduct,
  MatMul: matrixProduct,
  MatMulInteger: matrixProduct,
  QLinearMatMul: matrixProduct,
  Einsum: einsum,
  Attention: fusedAttention,
  BatchNormalization: batchNormalisation,
  LayerNormalization: layerNormalisation,
  GroupNormalization: groupNormalisation,
  InstanceNormalization: instanceNormalisation,
  Sqrt: layerNormalisationInParts,
  Relu: activation('relu'),
  Clip: clip,
  Elu: activation('elu'),
  LeakyRelu: activation('leaky relu'),
  PRelu: prelu,
  Gelu: activation('gelu'),
  Erf: geluByErf,
  Swish: activation('silu'),
  Mul: silu,
  Sigmoid: activation('sigmoid'),
  Tanh: activation('tanh'),
  HardSigmoid: activation('hard sigmoid'),
  HardSwish: activation('hard swish'),
  Softmax: softmax,
  MaxPool: maxPooling,
  AveragePool: averagePooling,
  GlobalAveragePool: wholeMapPooling,
  GlobalMaxPool: maxPooling,
  ReduceMean: meanPooling,
  LRN: localResponse,
  Resize: resampling,
  Upsample: resampling,
  Gather: embedding,
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
};

/** The calls of a network in the order in which they run. Constants are computed before it runs and are no calls. */
export const callsOf = oncePerLedger((ledger) => read(contextOf(traceOf(ledger))));

function read(context: Context): readonly Call[] {
  const modules = multiHeadModules(context);
  const owner = new Map(modules.flatMap((module) => module.ops.map((op) => [op, module] as const)));
  const done = new Set<object>();
  return context.ops.flatMap((op) => {
    const module = owner.get(op);
    if (!module) return readOne(op, context);
    if (done.has(module)) return [];
    done.add(module);
    return [module.call];
  });
}

function readOne(op: Op, context: Context): readonly Call[] {
  const reading = op.node.domain === '' ? readings[op.node.operator] : undefined;
  const isConstant = op.node.outputs.every((name) => context.operand(name)?.constant);
  const call = isConstant ? undefined : reading?.(op, context);
  return call ? [call] : [];
}

function contextOf(trace: Trace): Context {
  const modules = new Map<string, Op[]>();
  for (const op of trace.ops) {
    if (isBookkeeping(op.node.operator)) continue;
    const known = modules.get(op.path);
    if (known) known.push(op);
    else modules.set(op.path, [op]);
  }
  return { ...trace, written: writtenIn(trace), together: ({ path }) => modules.get(path) ?? [] };
}
