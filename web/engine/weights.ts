/** The weights of an open network, which stay in its file until they are asked for. */
import { storedWeights, type Weights } from '../../src/formats/index.ts';
import type { Opened } from './context.ts';

/** `undefined` for a format without weights, and where they lie in files beside the one that was opened. */
export function weightsOf({ network, blob }: Opened): Weights | undefined {
  if (!blob || network.format !== 'ONNX') return undefined;
  const isElsewhere = [...network.graph.tensors.values()].some(({ storage }) => storage?.file !== undefined);
  return isElsewhere ? undefined : storedWeights(network, blob);
}
