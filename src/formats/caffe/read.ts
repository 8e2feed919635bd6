/** Reads a Caffe prototxt: bytes → text → fields → Network. */
import { MalformedError, UnsupportedError } from '../../core/errors.ts';
import type { Network } from '../../core/network.ts';
import type { ReadContext } from '../format.ts';
import { Fields } from './fields.ts';
import { networkOf } from './net.ts';
import { longestPrototxt, parsePrototxt } from './text.ts';

/** Bytes of a file that tell whether it is text. */
const HEAD = 4096;

/** Throws a MalformedError or an UnsupportedError whose message begins with the file's name, and a UsageError for an unknown input. */
export async function readCaffe(blob: Blob, context: ReadContext): Promise<Network> {
  const { name, inputs, signal, onProgress } = context;
  if (isBinary(new Uint8Array(await blob.slice(0, HEAD).arrayBuffer()))) {
    throw new UnsupportedError(
      `${name}: not a text; a .caffemodel holds a net's weights, its .prototxt is what is read`,
    );
  }
  if (blob.size > longestPrototxt) {
    throw new MalformedError(`${name}: ${blob.size} bytes; a prototxt of at most ${longestPrototxt} is read`);
  }
  const text = await blob.text();
  signal?.throwIfAborted();
  onProgress?.(blob.size, blob.size);
  const { source, fields } = parsePrototxt(name, text);
  const net = new Fields(source, 0, fields);
  refuseOthers(net, name);
  return networkOf(net, { name, inputs });
}

/** Whether a text is a Caffe net: it has a layer in braces, or an input's dimensions. */
export function looksLikeCaffe(head: Uint8Array): boolean {
  if (isBinary(head)) return false;
  const text = new TextDecoder().decode(head).replace(/#.*/g, '');
  return (
    /(?:^|[\s}])layers?\s*:?\s*[{<]\s*\w+\s*[:{<]/.test(text) ||
    /(?:^|\s)input_(?:dim\s*:\s*\d|shape\s*:?\s*[{<])/.test(text)
  );
}

/** Control characters that no text has: a protobuf's tags and lengths, an HDF5 signature. */
function isBinary(head: Uint8Array): boolean {
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 32));
}

const solverFields = ['net', 'train_net', 'test_net', 'base_lr', 'lr_policy', 'max_iter', 'solver_mode', 'net_param'];

function refuseOthers(net: Fields, name: string): void {
  if (net.has('layer') || net.has('layers')) return;
  const solver = solverFields.filter((field) => net.has(field));
  if (solver.length === 0) throw new MalformedError(`${name}: expected at least one layer, got none`);
  const named = ['net', 'train_net', 'test_net'].flatMap((field) => net.all(field)).map((field) => net.textOf(field));
  const instead = named.length > 0 ? `; the net that it trains is ${named.join(', ')}` : '';
  throw new UnsupportedError(`${name}: a solver's settings (${solver.join(', ')}), not a net${instead}`);
}
