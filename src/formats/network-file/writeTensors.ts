/** The tensors of a network on their way into a file: which layer brings which, and what several read. */
import { UnsupportedError } from '../../core/errors.ts';
import type { Network, Tensor } from '../../core/network.ts';
import type { Sizes } from './writeSize.ts';

export interface Tensors {
  /** Every tensor by the value that it gives. */
  readonly all: ReadonlyMap<string, Tensor>;
  /** Read by one node alone, and no twin of another: a layer may bring it. */
  isOwn(name: string): boolean;
  /** A learned tensor as kinds of layers make it: float32, without elements. */
  isPlainWeight(name: string): boolean;
}

/** Throws an UnsupportedError for tensors that a network file cannot say. */
export function tensorsOf({ graph }: Network): Tensors {
  const all = graph.tensors;
  const readings = new Map<string, number>();
  for (const { inputs } of graph.nodes) for (const name of inputs) readings.set(name, (readings.get(name) ?? 0) + 1);
  for (const { name } of graph.outputs) readings.set(name, (readings.get(name) ?? 0) + 1);
  const twins = new Set([...all].flatMap(([name, { sameAs }]) => (sameAs === undefined ? [] : [name, sameAs])));
  const isOwn = (name: string): boolean => all.has(name) && readings.get(name) === 1 && !twins.has(name);
  const isPlainWeight = (name: string): boolean => {
    const tensor = all.get(name);
    return isOwn(name) && tensor!.type === 'float32' && tensor!.values === undefined && tensor!.stored === undefined;
  };
  return { all, isOwn, isPlainWeight };
}

/** `{type: int64, shape: [2], values: [1, 2]}` */
export function tensorText(
  tensor: Tensor,
  sizes: Sizes,
  nameOf: (value: string) => string,
): Readonly<Record<string, unknown>> {
  const { type, shape, values, sameAs, stored } = tensor;
  if (stored !== undefined) throw new UnsupportedError('a network file has no sparse tensors');
  return {
    ...(type !== 'float32' && { type }),
    shape: shape.map((size) => sizes.expression(size)),
    ...(values && { values }),
    ...(sameAs !== undefined && { 'same as': nameOf(sameAs) }),
  };
}
