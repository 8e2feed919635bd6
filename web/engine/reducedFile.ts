/** The reduced network to download: ONNX with its weights cut, where the original has them, else a network file. */
import { UsageError } from '../../src/core/errors.ts';
import { writeOnnx, type Source } from '../../src/formats/onnx/write.ts';
import { networkFileOf } from '../../src/formats/network-file/write.ts';
import { cutWeights } from '../../src/reduce/apply/index.ts';
import { pause, type Context } from './context.ts';
import { weightsOf } from './weights.ts';

/** `id` is that of the reduced view. Throws a UsageError for a network that was not reduced. */
export async function reducedFile(
  context: Context,
  id: number,
): Promise<{ readonly file: Blob; readonly name: string }> {
  const { network, reduced } = context.networks.get(id);
  if (!reduced) throw new UsageError(`${network.name} was not reduced`);
  const { from, reduction } = reduced;
  const { shrunk } = reduction.reduced!; // what was opened
  const stem = from.network.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
  const weights = weightsOf(from);
  if (from.network.format !== 'ONNX')
    return { file: new Blob([networkFileOf(network)], { type: 'text/yaml' }), name: `${stem}-reduced.yaml` };
  const { model } = await writeOnnx(shrunk.network, {
    weights: weights ? cutWeights(from.network, shrunk, weights) : 'none',
    from: from.blob,
  });
  return { file: await blobOf(context, model), name: `${stem}-reduced.onnx` };
}

/** Each chunk becomes a Blob at once, so that the browser may keep it on disk. */
async function blobOf({ signal, progress }: Context, { length, chunks }: Source): Promise<Blob> {
  const parts: Blob[] = [];
  let written = 0;
  for await (const chunk of chunks()) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no chunk is shared with another thread
    parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
    written += chunk.length;
    progress({ what: 'writing', share: written / length });
    await pause(signal);
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}
