/** Memory: the most bytes of activations that are alive at one time. */
import { activationsOf, type Inference } from './infer.ts';
import { valueBytes } from './ledger.ts';
import { add, isAtLeast, subtract, type Size } from './size.ts';

/**
 * Nodes run in the file's order; a value is alive from the node that gives it (an input from the start) to the last that
 * reads it, an output of the network to the end; nothing is computed in place. `undefined` where open sizes decide which
 * moment is the worst, or where a size is not known.
 */
export function peakActivationBytes(inference: Inference): Size | undefined {
  const { network, steps, values } = inference;
  const lastReader = lastReaders(inference);
  const kept = new Set(network.graph.outputs.map(({ name }) => name));
  let alive = network.graph.inputs.reduce<Size>((total, { name }) => add(total, valueBytes(name, inference)), 0);
  let peak = alive;
  for (const [i, { node }] of steps.entries()) {
    const given = node.outputs.filter((name) => name !== '' && !values.get(name)?.constant);
    if (given.some((name) => values.get(name)?.shape === undefined)) return undefined;
    for (const name of given) alive = add(alive, valueBytes(name, inference));
    if (isAtLeast(alive, peak)) peak = alive;
    else if (!isAtLeast(peak, alive)) return undefined;
    const over = new Set([...activationsOf(node, inference), ...given]);
    for (const name of over) {
      if ((lastReader.get(name) ?? i) === i && !kept.has(name)) alive = subtract(alive, valueBytes(name, inference));
    }
  }
  return peak;
}

function lastReaders(inference: Inference): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const [i, { node }] of inference.steps.entries()) {
    for (const name of activationsOf(node, inference)) last.set(name, i);
  }
  return last;
}
