/** Embeddings, resampling, and recurrent layers. */
import { text } from '../../core/attributes.ts';
import { elementsOf } from '../../core/shape.ts';
import { divideExactly, multiply, type Size } from '../../core/size.ts';
import { baseOf, type Reading } from './base.ts';
import type { CallOf } from './call.ts';

/** A learned table read by indices that depend on the input. */
export const embedding: Reading = (op, context) => {
  if (!op.facts.parameters?.some(({ role }) => role === 'embedding')) return undefined;
  return { ...baseOf(op, context, { input: op.node.inputs[1] }), kind: 'embedding' };
};

const modes: Readonly<Record<string, CallOf<'upsampling'>['mode']>> = {
  nearest: 'nearest',
  linear: 'linear',
  bilinear: 'linear',
  cubic: 'cubic',
};

/** Resize: its fourth input is sizes, its third scales. */
export const resampling: Reading = (op, context) => {
  const { node } = op;
  const mode = modes[text(node, 'mode', 'nearest')];
  if (!mode) return undefined;
  const axes = context.shape(node.inputs[0]).length - 2;
  const by = node.inputs[3] !== undefined && node.inputs[3] !== '' ? 'size' : 'scale';
  const maps = elementsOf(context.shape(node.outputs[0]).slice(0, 2));
  return { ...baseOf(op, context), kind: 'upsampling', mode, maps, axes, by };
};

const cells = { LSTM: 'lstm', GRU: 'gru', RNN: 'rnn' } as const;

/** Runs are steps × directions × batch. */
export const recurrent: Reading = (op, context) => {
  const { node } = op;
  const cell = Object.entries(cells).find(([operator]) => operator === node.operator)?.[1];
  const states = context.shape(node.inputs[2]).at(-1) ?? 1;
  const runs = divideExactly(op.facts.units?.value ?? 0, states) ?? 0;
  const base = baseOf(op, context);
  const inputs: Size = context.shape(node.inputs[1]).at(-1) ?? 1;
  if (!cell || op.facts.units === undefined) return undefined;
  const bias = node.inputs[3] !== undefined && node.inputs[3] !== '';
  return { ...base, y: multiply(runs, states), kind: 'recurrent', cell, runs, inputs, states, bias };
};
