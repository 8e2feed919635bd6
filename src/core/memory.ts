/** Memory: the most bytes of activations that are alive at one time. */
import type { Inference } from './infer.ts';
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
    for (const name of node.outputs) {
      const value = values.get(name);
      if (name === '' || value?.constant) continue;
      if (!value?.shape) return undefined;
      alive = add(alive, valueBytes(name, inference));
      if (!lastReader.has(name)) lastReader.set(name, i); // nothing reads it: it goes at once
    }
    if (isAtLeast(alive, peak)) peak = alive;
    else if (!isAtLeast(peak, alive)) return undefined;
    for (const names of [node.inputs, node.outputs]) {
      for (const name of names) {
        if (lastReader.get(name) !== i || kept.has(name)) continue;
        lastReader.delete(name); // a node may read a value twice
        alive = subtract(alive, valueBytes(name, inference));
      }
    }
  }
  return peak;
}

/** By the value's name, the number of the last step that reads it. */
function lastReaders({ steps, values }: Inference): Map<string, number> {
  const last = new Map<string, number>();
  for (const [i, { node }] of steps.entries()) {
    for (const name of node.inputs) if (name !== '' && !values.get(name)?.constant) last.set(name, i);
  }
  return last;
}
