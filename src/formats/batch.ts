/** Shapes of inputs as people give them: with or without the batch. */
import { openShape } from '../core/infer.ts';
import type { Network } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';

/**
 * The shapes with the batch before them where they were given without: `3x224x224` for an input of four axes. The key `''` is
 * the only input.
 */
export function withBatch(
  { graph }: Network,
  given: ReadonlyMap<string, Shape> = new Map(),
): ReadonlyMap<string, Shape> {
  const { inputs } = graph;
  const entries = [...given].map(([name, shape]): [string, Shape] => {
    const isOnly = name === '' && inputs.length === 1;
    const input = isOnly ? inputs[0] : inputs.find((input) => input.name === name);
    const declared = input && openShape(input);
    return [name, declared?.length === shape.length + 1 ? [declared[0]!, ...shape] : shape];
  });
  return new Map(entries);
}

/**
 * Builds a network for the shapes given: without them first, to learn how many axes its inputs have, then for them.
 */
export async function builtForInputs(
  given: ReadonlyMap<string, Shape> | undefined,
  build: (inputs: ReadonlyMap<string, Shape> | undefined) => Network | Promise<Network>,
): Promise<Network> {
  const network = await build(undefined);
  return given === undefined || given.size === 0 ? network : build(withBatch(network, given));
}
