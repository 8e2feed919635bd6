/** Text → plain document, and where each part of it stands. YAML 1.2, of which JSON is a part. */
import {
  Composer,
  Lexer,
  LineCounter,
  Parser,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  visit,
  type CST,
  type Document,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { MalformedError } from '../../core/errors.ts';
import type { Path } from './fault.ts';

export interface Text {
  readonly plain: unknown;
  /** What the parser made of it, for who changes the text. */
  readonly yaml: Document;
  /** Where a path stands: what stands there, or its key. The nearest part around it where the path is not in the text. */
  readonly locate: (path: Path, where?: { readonly isKey?: boolean; readonly offset?: number }) => Position;
}

/** Both count from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A network file of 1 MiB has ten thousand layers; the parser takes some hundred bytes for each character. */
export const mostText = 1024 * 1024;
/** Lists and mappings within each other. Composing recurses, so this is checked before. */
const deepest = 100;
/** How often anchored parts may be said again, counted through each other (a bomb of aliases). */
const mostAliases = 100;

/** Throws a MalformedError that begins `name:line:column: `. */
export function parseText(text: string, name: string): Text {
  const lines = new LineCounter();
  const fault = (sentence: string, offset: number): MalformedError => {
    const { line, column } = positionOf(lines, offset);
    return new MalformedError(`${name}:${line}:${column}: ${sentence}`);
  };
  const tokens = tokensOf(/^\s*[[{]/.test(text) ? text.replaceAll('\t', ' ') : text, lines, fault);
  const document = compose(tokens, text, name, fault);
  return { plain: plainOf(document, fault), yaml: document, locate: locator(document, lines) };
}

type Fault = (sentence: string, offset: number) => MalformedError;

/** Walks the lexemes so that too deep a nesting is seen before anything recurses. */
function tokensOf(text: string, lines: LineCounter, fault: Fault): readonly CST.Token[] {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > 2 * deepest)
      throw fault(`lists and mappings stand more than ${deepest} deep in each other`, parser.offset);
  }
  return [...tokens, ...parser.end()];
}

function compose(tokens: readonly CST.Token[], text: string, name: string, fault: Fault): Document {
  const composer = new Composer({
    intAsBigInt: true,
    stringKeys: true,
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const document = documents[0];
  if (!document || document.contents === null)
    throw new MalformedError(`${name}: the file is empty; expected a network, as "input: 3 x 224 x 224" and "layers:"`);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) throw fault(problem.message, problem.pos[0]);
  if (documents[1]) throw fault('a second document begins; a network file holds one', documents[1].range[0]);
  return document;
}

/** Checks what YAML allows and a network file does not, and makes numbers exact: beyond 2^53 − 1 they are bigints. */
function plainOf(document: Document, fault: Fault): unknown {
  let aliases = 0;
  const at = (node: unknown): number => (isNode(node) && node.range?.[0]) || 0;
  visit(document, {
    Node: (_, node) => {
      if (node.tag !== undefined) throw fault(`expected plain values, got a tag (${node.tag})`, at(node));
      if (isScalar(node) && typeof node.value === 'bigint') node.value = shortened(node.value);
      if (isMap(node)) expectUniqueKeys(node, (key) => fault(`"${String(key.value)}" is said twice`, at(key)));
    },
    Alias: (_, alias, ancestors) => {
      aliases++;
      if (aliases > mostAliases) throw fault(tooManyAliases, at(alias)); // each is looked for in the whole document
      const meant = alias.resolve(document);
      if (!meant) throw fault(`nothing before this alias is anchored as "${alias.source}"`, at(alias));
      if (ancestors.includes(meant)) throw fault(`alias "${alias.source}" stands within what it stands for`, at(alias));
    },
  });
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (error instanceof ReferenceError) throw fault(tooManyAliases, 0);
    throw error;
  }
}

const tooManyAliases = `aliases say more than ${mostAliases} parts again`;

/** The library's own check compares every two keys. */
function expectUniqueKeys({ items }: YAMLMap, fault: (key: Scalar) => Error): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value)) throw fault(key);
    seen.add(key.value);
  }
}

function shortened(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Follows paths as far as the text has them; an empty value stands where its key does. */
function locator(document: Document, lines: LineCounter): Text['locate'] {
  const indices = new WeakMap<YAMLMap, ReadonlyMap<unknown, Pair>>();
  return (path, { isKey = false, offset = 0 } = {}) => {
    let node: unknown = document.contents;
    let at = startOf(node) ?? 0;
    for (const [i, step] of path.entries()) {
      const whole = isAlias(node) ? node.resolve(document) : node;
      const pair = isMap(whole) ? indexOf(whole).get(step) : undefined;
      if (isKey && pair && i === path.length - 1) return positionOf(lines, startOf(pair.key) ?? at);
      node = isSeq(whole) && typeof step === 'number' ? whole.items[step] : pair?.value;
      if (node === undefined) return positionOf(lines, at);
      at = startOf(node) ?? startOf(pair?.key) ?? at;
    }
    return positionOf(lines, isScalar(node) && node.type === 'PLAIN' ? at + offset : at);
  };

  function indexOf(map: YAMLMap): ReadonlyMap<unknown, Pair> {
    const index =
      indices.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? pair.key.value : undefined, pair]));
    indices.set(map, index);
    return index;
  }
}

/** Where a node begins; `undefined` for an empty one. */
function startOf(node: unknown): number | undefined {
  const [start, end] = (isNode(node) && node.range) || [];
  return start === end ? undefined : start;
}

function positionOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
