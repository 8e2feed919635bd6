/** A stream → Blob, within bounds: a stream cannot be read in places, so all of it is held. */
import { fstatSync, openAsBlob } from 'node:fs';
import { UnsupportedError } from '../core/errors.ts';

/** A graph without its weights is a few megabytes; whoever pipes a larger file can name it instead. */
const streamedAtMost = 2 ** 31;

/** Throws an UnsupportedError for more than 2 GiB. */
export async function blobOfStream(stream: AsyncIterable<Uint8Array<ArrayBuffer>>, name: string): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > streamedAtMost) {
      throw new UnsupportedError(`${name}: more than ${streamedAtMost} bytes; give the file's name instead`);
    }
    chunks.push(chunk);
  }
  return new Blob(chunks);
}

/** Standard input; of a file that was redirected (`< model.onnx`), only what is asked for is read. */
export async function blobOfStdin(): Promise<Blob> {
  const stats = fstatSync(0);
  if (stats.isFile() && process.platform !== 'win32') return openAsBlob('/dev/stdin');
  if (process.stdin.isTTY) throw new UnsupportedError('standard input is the keyboard; pipe a file into it');
  return blobOfStream(process.stdin, 'standard input');
}
