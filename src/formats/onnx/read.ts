/** Reads an ONNX file (IR version 3 and later, operators from version 7 on) into a Network, without its weights. */
import type { Network } from '../../core/network.ts';
import { MalformedError, UnsupportedError } from '../../core/errors.ts';
import type { ReadContext } from '../format.ts';
import { Cursor } from './cursor.ts';
import { Fault, sentenceOf } from './fault.ts';
import { modelMessage } from './model.ts';
import { HEAD, whyNotOnnx } from './recognise.ts';
import { withTwins } from './twins.ts';
import { walkFar } from './wire.ts';

export { looksLikeOnnx } from './recognise.ts';

/**
 * Weights are passed over wherever they lie; a tensor in another file keeps its place there and the file is not opened.
 * Throws a MalformedError or an UnsupportedError whose message is the file's name, the byte, the message and what is wrong.
 */
export async function readOnnx(blob: Blob, context: ReadContext): Promise<Network> {
  const cursor = new Cursor(blob, context);
  try {
    if (!cursor.holds(HEAD)) await cursor.load(HEAD);
    const reason = whyNotOnnx(cursor.bytes);
    if (reason !== undefined) throw new MalformedError(`${context.name} is not an ONNX file: ${reason}`);
    const draft = modelMessage.create(0);
    await walkFar(cursor, cursor.size, modelMessage.fields, draft);
    const network = modelMessage.finish(draft, cursor);
    context.onProgress?.(cursor.size, cursor.size);
    const stem = context.name.replace(/^.*[/\\]/, '').replace(/\.onnx$/i, '');
    return await withTwins(blob, { ...network, name: network.name || stem, source: context.name, notes: cursor.notes });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const Blame = error.blame === 'malformed' ? MalformedError : UnsupportedError;
    throw new Blame(`${context.name}: ${sentenceOf(error)}`, { cause: error });
  }
}
