/** Text → plain document, and where each part of it stands. YAML 1.2, of which JSON is a part. */
import {
  Composer,
  Lexer,
  LineCounter,
  Parser,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type CST,
  type Document,
  type ParsedNode,
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
    const { line, col } = positionOf(lines, offset);
    return new MalformedError(`${name}:${line}:${col}: ${sentence}`);
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

function compose(tokens: readonly CST.Token[], text: string, name: string, fault: Fault): Document.Parsed {
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
  return document as Document.Parsed; // it has contents and no errors
}

/** Numbers are exact: a whole number beyond 2^53 − 1 stays a bigint. */
function plainOf(document: Document.Parsed, fault: Fault): unknown {
  visit(document, {
    Node: (_, node) => {
      if (node.tag !== undefined)
        throw fault(`a tag (${node.tag}); a network file has plain values alone`, node.range?.[0] ?? 0);
    },
    Scalar: (_, node) => {
      if (node.tag !== undefined)
        throw fault(`a tag (${node.tag}); a network file has plain values alone`, node.range?.[0] ?? 0);
      if (typeof node.value === 'bigint' && Number.isSafeInteger(Number(node.value))) node.value = Number(node.value);
    },
  });
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    if (error instanceof ReferenceError) throw fault(`aliases say more than ${mostAliases} parts again`, 0);
    throw error;
  }
}

function locate(
  document: Document.Parsed,
  lines: LineCounter,
  path: Path,
  { isKey = false, offset = 0 } = {},
): Position {
  let node: ParsedNode | null = document.contents;
  let at: number = node?.range[0] ?? 0;
  let isPlain = false;
  for (const [i, step] of path.entries()) {
    const inner = isAlias(node) ? (node.resolve(document) as ParsedNode | null) : node; // of the document itself, so parsed
    const isLast = i === path.length - 1;
    if (isSeq(inner) && typeof step === 'number') {
      node = (inner.items[step] as ParsedNode | undefined) ?? null;
    } else if (isMap(inner)) {
      const pair = inner.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === step);
      const key = pair?.key as ParsedNode | undefined;
      if (pair && isLast && isKey) return toPosition(lines, key!.range[0]);
      node = (pair?.value as ParsedNode | null | undefined) ?? null;
      if (key && (node === null || node.range[0] === node.range[1])) at = key.range[0];
    } else node = null;
    if (node === null) break;
    if (node.range[0] !== node.range[1]) at = node.range[0];
    isPlain = isScalar(node) && node.type === 'PLAIN' && node.range[1] - node.range[0] === String(node.source).length;
  }
  return toPosition(lines, at + (isPlain ? offset : 0));
}

function toPosition(lines: LineCounter, offset: number): Position {
  const { line, col } = positionOf(lines, offset);
  return { line, column: col };
}

function positionOf(lines: LineCounter, offset: number): { line: number; col: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), col: Math.max(col, 1) };
}
