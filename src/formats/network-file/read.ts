/** Reads a network file: bytes → text → checked document → Network. */
import { MalformedError } from '../../core/errors.ts';
import type { Network } from '../../core/network.ts';
import type { ReadContext } from '../format.ts';
import { buildNetworkFile, type NetworkFileOptions } from './build.ts';
import type { NetworkDocument } from './document.ts';
import { DocumentFault } from './fault.ts';
import { mostText, parseText, type Text } from './parse.ts';
import { checkDocument } from './check.ts';

export { looksLikeNetworkFile } from './recognise.ts';

/** Throws a MalformedError: `net.yaml:12:5: conv has no field "kernl"; did you mean "kernel"?`. */
export async function readNetworkFile(
  blob: Blob,
  { name, onProgress, inputs, ...context }: ReadContext,
  { parameters = context.parameters }: Pick<NetworkFileOptions, 'parameters'> = {},
): Promise<Network> {
  if (blob.size > mostText)
    throw new MalformedError(`${name}: ${blob.size} bytes; a network file of at most ${mostText} is read`);
  const network = readNetworkText(decode(await blob.arrayBuffer(), name), name, { parameters, inputs });
  onProgress?.(blob.size, blob.size);
  return network;
}

/** As `readNetworkFile`, for text at hand. */
export function readNetworkText(
  text: string,
  name: string,
  options: Pick<NetworkFileOptions, 'parameters' | 'inputs'> = {},
): Network {
  const parsed = parseText(text, name);
  return inFile(parsed, name, () => {
    const placeOf: NetworkFileOptions['placeOf'] = (path) => {
      const { line, column } = parsed.locate(path);
      return `line ${line}, column ${column}`;
    };
    return buildNetworkFile(checkDocument(parsed.plain), { name: stemOf(name), placeOf, ...options });
  });
}

/** The checked document of a network file, without building it. */
export function readNetworkDocument(text: string, name: string): NetworkDocument {
  const parsed = parseText(text, name);
  return inFile(parsed, name, () => checkDocument(parsed.plain));
}

function decode(bytes: ArrayBuffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new MalformedError(`${name}: expected text in UTF-8, got other bytes`, { cause: error });
  }
}

/** Adds the file's name, line and column to a fault of the document. */
function inFile<T>(text: Text, name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error;
    const { line, column } = text.locate(error.path, error);
    throw new MalformedError(`${name}:${line}:${column}: ${error.message}`, { cause: error });
  }
}

function stemOf(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/\.(?:ya?ml|json)$/i, '');
}
