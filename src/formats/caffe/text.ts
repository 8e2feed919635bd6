/** Protocol buffers' text format without a schema: text → fields with their places. */
import { MalformedError } from '../../core/errors.ts';
import { isFault, parseFields } from './prototxt.gen.ts';
import { sourceOf, type Source } from './source.ts';

/** One `name: value` or `name { … }`; `at` is the offset of its name in the text. */
export interface Field {
  readonly name: string;
  readonly at: number;
  readonly value: FieldValue;
}

export type FieldValue =
  | { readonly kind: 'message'; readonly fields: readonly Field[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly text: string };

/** Messages within messages; protobuf's own parsers stop at 100, a Caffe network needs 5. */
const DEEPEST = 100;

/** Characters of a prototxt. The largest published networks have 1 MB; 8 MB take some seconds. */
export const longestPrototxt = 8 * 1024 * 1024;

const closers: Readonly<Record<string, string>> = { '{': '}', '<': '>', '[': ']' };

/** The fields of a prototxt. Throws a MalformedError that begins with `file:line:column`. */
export function parsePrototxt(
  file: string,
  text: string,
): { readonly source: Source; readonly fields: readonly Field[] } {
  if (text.length > longestPrototxt) {
    throw new MalformedError(`${file}: ${text.length} characters; a prototxt of at most ${longestPrototxt} is read`);
  }
  const source = sourceOf(file, text);
  checkNesting(source);
  try {
    return { source, fields: parseFields(text) };
  } catch (error) {
    throw isFault(error) ? syntaxError(source, error) : error;
  }
}

/** Bounds the depth before the recursive parser runs, and names the brace that is never closed. */
function checkNesting(source: Source): void {
  const open: number[] = [];
  const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|[{}<>[\]]/g;
  for (const { 0: found, index } of source.text.matchAll(token)) {
    if (found in closers) open.push(index);
    else if (found === '}' || found === '>' || found === ']') {
      const opener = open.pop();
      if (opener === undefined)
        throw source.malformed(index, `expected a field name, got "${found}" that closes nothing`);
      const expected = closers[source.text[opener]!]!;
      if (found !== expected) {
        throw source.malformed(index, `expected "${expected}" for ${source.place(opener)}, got "${found}"`);
      }
    }
    if (open.length > DEEPEST) {
      throw source.malformed(index, `messages are nested more than ${DEEPEST} deep; a Caffe network is at most 5 deep`);
    }
  }
  const last = open.at(-1);
  if (last === undefined) return;
  const closer = closers[source.text[last]!]!;
  throw source.malformed(source.text.length, `expected "${closer}" for ${source.place(last)}, got the end of the file`);
}

/** What the generated parser tells of a failure. */
export interface Fault {
  readonly expected: readonly { readonly type: string; readonly text?: string; readonly description?: string }[] | null;
  readonly location: { readonly start: { readonly offset: number } };
}

function syntaxError(source: Source, { expected, location }: Fault): MalformedError {
  const words = new Set((expected ?? []).map(sayExpected));
  const wanted = [...words].filter((word) => word !== '').sort();
  const choices =
    wanted.length > 1 ? `${wanted.slice(0, -1).join(', ')} or ${wanted.at(-1)}` : (wanted[0] ?? 'a field');
  return source.malformed(location.start.offset, `expected ${choices}, got ${tokenAt(source, location.start.offset)}`);
}

/** What the grammar waits for, in words; `''` for what need not be told: separators, the inside of a rule. */
function sayExpected({ type, text, description }: NonNullable<Fault['expected']>[number]): string {
  if (description !== undefined) return description;
  if (type === 'end') return 'the end of the file';
  if (text === '"' || text === "'") return 'a quote';
  return text === undefined || text === ',' || text === ';' ? '' : `"${text}"`;
}

/** The token at an offset, shortened for a message. */
function tokenAt({ text }: Source, offset: number): string {
  const token = /^(?:\w{1,40}|[^])/.exec(text.slice(offset, offset + 40))?.[0];
  if (token === undefined) return 'the end of the file';
  return token === '\n' ? 'the end of the line' : JSON.stringify(token);
}
