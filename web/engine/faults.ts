/** A network file's text → its document and network, or what is wrong with it and where: positions come from the parser. */
import { MalformedError, RuleError, UnsupportedError, UsageError, messageOf } from '../../src/core/errors.ts';
import type { Network } from '../../src/core/network.ts';
import { buildNetworkFile } from '../../src/formats/network-file/build.ts';
import { checkDocument } from '../../src/formats/network-file/check.ts';
import type { NetworkDocument } from '../../src/formats/network-file/document.ts';
import { DocumentFault, type Path } from '../../src/formats/network-file/fault.ts';
import { parseText, type Text } from '../../src/formats/network-file/parse.ts';
import type { Problem } from './protocol.ts';
import type { Parsed } from './setAt.ts';

/** A network file that reads well. Its nodes' `place` is the path of their layer in the document, as JSON. */
export interface ReadText extends Parsed {
  readonly document: NetworkDocument;
  readonly network: Network;
}

/** A name that no message has, so that the place in front of one is told from its words. */
const stem = '\u0001';

/** Problems instead of a rejection. */
export function readText(text: string, name: string): ReadText | { readonly problem: Problem } {
  let parsed: Text | undefined;
  try {
    parsed = parseText(text, stem);
    const document = checkDocument(parsed.plain);
    const network = buildNetworkFile(document, { name, placeOf: (path) => JSON.stringify(path) });
    return { text, yaml: parsed.yaml, document, network };
  } catch (error) {
    return { problem: problemOf(error, parsed) };
  }
}

/** The last texts that read well: a slider asks for the same again and again. */
const latest: ReadText[] = [];
const mostLatest = 4;

/** Throws a MalformedError with the first problem. */
export function expectText(text: string): ReadText {
  const known = latest.find((one) => one.text === text);
  if (known) return known;
  const read = readText(text, 'network');
  if (!('problem' in read)) return remember(read);
  const { message, line, column } = read.problem;
  throw new MalformedError(line === undefined ? message : `line ${line}, column ${column}: ${message}`);
}

export function remember(read: ReadText): ReadText {
  latest.unshift(read);
  latest.length = Math.min(latest.length, mostLatest);
  return read;
}

/** The path of a node's layer in the document that it was built from. */
export function pathOf(place: string | undefined): Path | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `readText` wrote it
  return place === undefined ? undefined : (JSON.parse(place) as Path);
}

/** Throws what is not the text's fault. */
export function problemOf(error: unknown, parsed?: Text): Problem {
  if (error instanceof DocumentFault) return { message: error.message, ...parsed?.locate(error.path, error) };
  const isOfText = [MalformedError, RuleError, UnsupportedError, UsageError].some((kind) => error instanceof kind);
  if (!isOfText) throw error;
  const message = messageOf(error);
  const [, line, column, rest] = new RegExp(`^${stem}(?::(\\d+):(\\d+))?: ([^]*)$`).exec(message) ?? [];
  if (rest === undefined) return { message: message.replaceAll(stem, 'the text') };
  return line === undefined ? { message: rest } : { message: rest, line: Number(line), column: Number(column) };
}
