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
} from 'yaml';
import { MalformedError } from '../../core/errors.ts';
import type { Path } from './fault.ts';

export interface Text {
  readonly plain: unknown;
  /** Where a path stands: what stands there, or its key. The nearest part around it where the path is not in the text. */
  readonly locate: (path: Path, where?: { readonly isKey?: boolean; readonly offset?: number }) => Position;
}

/** Both count from 1. */
export interface Position {
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
  return { plain: plainOf(document, fault), locate: (path, where) => locate(document, lines, path, where) };
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
    uniqueKeys: true,
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

/** Numbers are exact: a whole number beyond 2^53 − 1 stays a bigint. */
function plainOf(document: Document, fault: Fault): unknown {
  visit(document, {
    Node: (_, node) => {
      if (node.tag !== undefined) throw fault(`expected plain values, got a tag (${node.tag})`, node.range?.[0] ?? 0);
      if (isScalar(node) && typeof node.value === 'bigint') node.value = shortened(node.value);
    },
    Alias: (_, alias, ancestors) => {
      const meant = alias.resolve(document);
      if (!meant) throw fault(`nothing before this alias is anchored as "${alias.source}"`, alias.range?.[0] ?? 0);
      if (ancestors.includes(meant))
        throw fault(`alias "${alias.source}" stands within what it stands for`, alias.range?.[0] ?? 0);
    },
  });
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (error instanceof ReferenceError) throw fault(`aliases say more than ${mostAliases} parts again`, 0);
    throw error;
  }
}

function shortened(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Follows a path as far as the text has it; an empty value stands where its key does. */
function locate(document: Document, lines: LineCounter, path: Path, { isKey = false, offset = 0 } = {}): Position {
  let node: unknown = document.contents;
  let at = startOf(node) ?? 0;
  let column = 0;
  for (const [i, step] of path.entries()) {
    const key = keyNode(resolved(node, document), step);
    if (isKey && key !== undefined && i === path.length - 1) return positionOf(lines, startOf(key) ?? at);
    node = resolved(node, document, step);
    if (node === undefined) break;
    at = startOf(node) ?? startOf(key) ?? at;
    column = isScalar(node) && node.type === 'PLAIN' ? offset : 0;
  }
  return positionOf(lines, at + column);
}

/** What an alias stands for, and of that, where a step is given, what stands behind it. */
function resolved(node: unknown, document: Document, step?: string | number): unknown {
  const whole = isAlias(node) ? node.resolve(document) : node;
  if (step === undefined) return whole;
  if (isSeq(whole)) return typeof step === 'number' ? whole.items[step] : undefined;
  return isMap(whole) ? whole.items.find((pair) => isScalar(pair.key) && pair.key.value === step)?.value : undefined;
}

function keyNode(node: unknown, step: string | number): unknown {
  return isMap(node) ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === step)?.key : undefined;
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
