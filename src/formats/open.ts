/** Bytes → Network: finds out which format they are of and reads them. */
import { MalformedError, UnsupportedError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { builtForInputs } from './batch.ts';
import type { Format, ReadContext } from './format.ts';
import { formats } from './table.ts';

/** Bytes that a format is recognised by, where the file's name does not tell. */
const headBytes = 4096;

/**
 * Reads a network from bytes of any format: the one that the name's ending says, else the first that recognises the
 * beginning. Throws a MalformedError or an UnsupportedError whose message begins with the file's name.
 */
export async function openBlob(blob: Blob, context: ReadContext): Promise<Network> {
  if (blob.size === 0) throw new MalformedError(`${context.name} is empty`);
  const format = formatByName(context.name) ?? (await formatByHead(blob));
  if (format) return readAs(format, blob, context);
  throw new UnsupportedError(`${context.name} is of no format that is read: ${knownFormats()}${hintFor(context.name)}`);
}

function readAs(format: Format, blob: Blob, { inputs, ...context }: ReadContext): Promise<Network> {
  if (!format.isBuiltForInputs) return format.read(blob, context);
  return builtForInputs(inputs, (shapes) => format.read(blob, { ...context, ...(shapes && { inputs: shapes }) }));
}

function formatByName(name: string): Format | undefined {
  const ending = endingOf(name);
  return formats.find(({ extensions }) => extensions.includes(ending));
}

async function formatByHead(blob: Blob): Promise<Format | undefined> {
  const head = new Uint8Array(await blob.slice(0, headBytes).arrayBuffer());
  for (const format of formats) if (await format.recognises(head)) return format;
  return undefined;
}

/** `ONNX (.onnx), network file (.yaml, .yml, .json), Caffe (.prototxt)` */
function knownFormats(): string {
  return formats.map(({ name, extensions }) => `${name} (${extensions.join(', ')})`).join(', ');
}

/** What to do with files that people have in the place of one that is read. */
const hints: Readonly<Record<string, string>> = {
  '.caffemodel': 'the .prototxt beside a .caffemodel holds its architecture',
  '.pt': 'export the model with torch.onnx.export',
  '.pth': 'export the model with torch.onnx.export',
  '.safetensors': 'it holds weights and no architecture; export the model to ONNX',
  '.gguf': 'it holds weights and no architecture',
  '.h5': 'export the model with tf2onnx',
  '.keras': 'export the model with model.export(…, format="onnx")',
  '.tflite': 'convert the model with tf2onnx',
  '.pb': 'convert the model with tf2onnx',
};

function hintFor(name: string): string {
  const hint = hints[endingOf(name)];
  return hint === undefined ? '' : `; ${hint}`;
}

/** The name's ending with its dot, in lower case, without an address's query. */
function endingOf(name: string): string {
  const path = name.replace(/[?#].*$/, '');
  return /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? '';
}
