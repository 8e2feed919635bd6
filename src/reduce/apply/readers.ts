/** The axes on which weights read channels, with the value that they read: what a removed channel was worth, and to whom. */
import { int } from '../../core/attributes.ts';
import type { Node } from '../../core/network.ts';
import type { Strip } from '../axes/atoms.ts';
import type { Followed } from '../axes/follow.ts';

/** A layer that multiplies channels by weights. */
export interface Reader {
  readonly node: Node;
  /** The stored tensor, and which of its axes runs over the filters and which over the channels of a group. */
  readonly tensor: string;
  readonly filters: number;
  readonly channels: number;
  readonly groups: number;
  /** The value whose channels are read, along which of its axes. */
  readonly value: string;
  readonly valueAxis: number;
  readonly strip: Int32Array;
}

/**
 * Every Conv, ConvTranspose of one group, Gemm, MatMul and recurrent layer that reads free channels by a stored tensor as it is,
 * without arithmetic between.
 */
export function readersOf(followed: Followed): readonly Reader[] {
  return followed.inference.network.graph.nodes.flatMap((node) => {
    const reader = node.domain === '' ? readerOf(node, followed) : undefined;
    return reader ? [reader] : [];
  });
}

function readerOf(node: Node, { inference, stripsOf }: Followed): Reader | undefined {
  const [value = '', tensor = ''] = node.inputs;
  const shape = inference.values.get(value)?.shape;
  const place = placesOf(node, shape?.length ?? 0);
  const operand = inference.values.get(tensor);
  if (!shape || !place || !operand?.learned || operand.root !== tensor) return undefined;
  const strip: Strip = stripsOf(value)[place.valueAxis] ?? null;
  return strip ? { node, tensor, value, strip, ...place } : undefined;
}

type Places = Pick<Reader, 'filters' | 'channels' | 'groups' | 'valueAxis'>;

function placesOf(node: Node, rank: number): Places | undefined {
  if (node.operator === 'Conv') return { filters: 0, channels: 1, groups: int(node, 'group', 1), valueAxis: 1 };
  if (node.operator === 'ConvTranspose' && int(node, 'group', 1) === 1) return { filters: 1, channels: 0, groups: 1, valueAxis: 1 }; // prettier-ignore
  if (isRecurrent(node)) return { filters: 1, channels: 2, groups: 1, valueAxis: 2 };
  if (node.operator === 'MatMul') return { filters: 1, channels: 0, groups: 1, valueAxis: rank - 1 };
  if (node.operator !== 'Gemm' || int(node, 'transA', 0) !== 0) return undefined;
  const isTransposed = int(node, 'transB', 0) !== 0;
  return { filters: isTransposed ? 0 : 1, channels: isTransposed ? 1 : 0, groups: 1, valueAxis: 1 };
}

function isRecurrent({ operator }: Node): boolean {
  return operator === 'LSTM' || operator === 'GRU' || operator === 'RNN';
}
