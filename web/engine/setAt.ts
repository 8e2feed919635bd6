/** Changes one place of a YAML text and leaves every other character as it is: remarks, order and layout stay. */
import { isMap, isNode, isScalar, isSeq, isAlias, parseDocument, type Document, type Pair, type YAMLMap } from 'yaml';
import { UsageError } from '../../src/core/errors.ts';
import { formatPath, type Path } from '../../src/formats/network-file/fault.ts';

/** What can be written: a number, a word, yes or no, or a list of numbers. */
export type Written = number | bigint | string | boolean | readonly number[];

/** A text with what it was parsed to, so that it need not be parsed again. */
export interface Parsed {
  readonly text: string;
  readonly yaml: Document;
}

/** The text with a value put at a path, whose last key may be new. Throws a UsageError for a path that leads nowhere. */
export function setAt(of: string | Parsed, path: Path, value: Written): string {
  const { text, yaml: document } = parsed(of);
  const node = nodeAt(document, path);
  const [key] = path.slice(-1);
  if (isNode(node) && node.range) {
    const [start, end] = node.range;
    const said = textOf(value, isQuoted(node));
    return splice(text, start, end, start === end ? ` ${said}` : said);
  }
  const parent = nodeAt(document, path.slice(0, -1));
  const pair = isMap(parent) ? pairOf(parent, key) : undefined;
  if (pair && isNode(pair.key) && pair.key.range) return afterKey(text, pair.key.range[1], textOf(value, false));
  if (isMap(parent) && typeof key === 'string' && parent.items.length > 0) return insert(text, parent, key, value);
  throw new UsageError(`the file has nothing to change at ${formatPath(path)}`);
}

/** The text without a key of a mapping; as it was where there is none. */
export function removeAt(of: string | Parsed, path: Path): string {
  const { text, yaml } = parsed(of);
  const parent = nodeAt(yaml, path.slice(0, -1));
  const index = isMap(parent) ? parent.items.findIndex(({ key }) => isScalar(key) && key.value === path.at(-1)) : -1;
  if (!isMap(parent) || index < 0) return text;
  const [start, end] = extentOf(parent.items[index]!);
  if (parent.flow) {
    const before = parent.items[index - 1];
    const after = parent.items[index + 1];
    if (before) return splice(text, extentOf(before)[1], end, '');
    return splice(text, start, after ? extentOf(after)[0] : end, '');
  }
  const next = text.indexOf('\n', end);
  return splice(text, text.lastIndexOf('\n', start) + 1, next < 0 ? text.length : next + 1, '');
}

/** As src/formats/network-file/parse.ts reads it. */
const options = { stringKeys: true, uniqueKeys: false, merge: false, logLevel: 'silent' } as const;

function parsed(of: string | Parsed): Parsed {
  return typeof of === 'string' ? { text: of, yaml: parseDocument(of, options) } : of;
}

function splice(text: string, start: number, end: number, between: string): string {
  return text.slice(0, start) + between + text.slice(end);
}

/** Follows keys and places in lists, and aliases to what they stand for. */
function nodeAt(document: Document, path: Path): unknown {
  return path.reduce<unknown>((node, step) => {
    const whole = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(whole) && typeof step === 'number') return whole.items[step];
    return isMap(whole) ? pairOf(whole, step)?.value : undefined;
  }, document.contents);
}

function pairOf({ items }: YAMLMap, name: unknown): Pair | undefined {
  return items.find(({ key }) => isScalar(key) && key.value === name);
}

/** A key without a value: `width: ` or, in braces, `width`. */
function afterKey(text: string, end: number, said: string): string {
  const colon = /^["']?\s*:/.exec(text.slice(end))?.[0];
  return colon === undefined ? splice(text, end, end, `: ${said}`) : splice(text, end, end + colon.length, `: ${said}`);
}

/** Behind the last key, on a line of its own where the others have theirs; at the top of a file before its input. */
function insert(text: string, map: YAMLMap, key: string, value: Written): string {
  const first = map.items[0]!.key;
  const quoted = isQuoted(first);
  const said = `${quoted ? JSON.stringify(key) : key}: ${textOf(value, quoted)}`;
  if (map.flow) return splice(text, extentOf(map.items.at(-1)!)[1], extentOf(map.items.at(-1)!)[1], `, ${said}`);
  const start = extentOf(map.items[0]!)[0];
  const indent = ' '.repeat(start - text.lastIndexOf('\n', start - 1) - 1);
  const before = indent === '' ? map.items.find(({ key: name }) => isScalar(name) && atTop.has(name.value)) : undefined;
  if (before) return splice(text, extentOf(before)[0], extentOf(before)[0], `${said}\n`);
  const end = text.indexOf('\n', extentOf(map.items.at(-1)!)[1]);
  const at = end < 0 ? text.length : end;
  return splice(text, at, at, `\n${indent}${said}`);
}

/** The keys of a network file that come late. */
const atTop: ReadonlySet<unknown> = new Set(['input', 'inputs', 'blocks', 'layers']);

/** From the key's first character to the value's last. */
function extentOf({ key, value }: Pair): readonly [number, number] {
  const [start = 0, endOfKey = 0] = (isNode(key) && key.range) || [];
  const [, end = endOfKey] = (isNode(value) && value.range) || [];
  return [start, Math.max(end, endOfKey)];
}

/** A file in JSON has its words in quotes. */
function isQuoted(node: unknown): boolean {
  return isScalar(node) && node.type === 'QUOTE_DOUBLE';
}

function textOf(value: Written, isQuoted: boolean): string {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  const isPlain = /^[\p{L}_][\p{L}\p{N} _.()-]*$/u.test(value) || /^\w+(\s+x\s+\w+)+$/.test(value);
  return isPlain && !isQuoted ? value : JSON.stringify(value);
}
