/** The bytes behind NETWORK, for what needs more of a file than its graph: its weights, or all that a copy keeps. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Network } from '../core/network.ts';
import { externalFiles, storedWeights, type Weights } from '../formats/index.ts';
import { isPublished } from '../formats/published.ts';
import { blobOfPath } from '../node/open.ts';
import type { Original } from '../run/model.ts';
import type { Io } from './command.ts';
import { isAddress } from './source.ts';

export type { Original };

/** Standard input can be read once, so that it is kept. `original` is absent for a published network. */
export async function originalOf(
  source: string,
  { timeout }: { readonly timeout: number | undefined },
  io: Io,
): Promise<{ original?: Original; io: Io }> {
  if (source === '-') {
    const blob = await io.readStdin();
    return { original: { blob }, io: { ...io, readStdin: async () => blob } };
  }
  if (isAddress(source)) {
    const { openAddress } = await import('../formats/http.ts');
    return { original: { blob: (await openAddress(source, { timeout })).blob }, io };
  }
  if (isPublished(source) || !existsSync(source)) return { io };
  return { original: { blob: await blobOfPath(source), path: source }, io };
}

/** The weights of an ONNX file; `undefined` for another format, and where its data lies in a file that is not there. */
export function storedOf(network: Network, { blob, path }: Original): Weights | undefined {
  if (network.format !== 'ONNX') return undefined;
  const folder = path === undefined ? undefined : dirname(path);
  const isThere = (file: string): boolean => folder !== undefined && existsSync(join(folder, file));
  if (!externalFiles(network).every(isThere)) return undefined;
  return storedWeights(network, blob, (location) => blobOfPath(join(folder ?? '', location)));
}
