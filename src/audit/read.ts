/** Reads a claims file: text → checked document; every fault is a sentence with line and column. */
import { MalformedError, UsageError, messageOf } from '../core/errors.ts';
import { checkDocument } from '../formats/network-file/check.ts';
import { parse } from '../formats/network-file/expression.ts';
import { DocumentFault, describe, type Path } from '../formats/network-file/fault.ts';
import { suggestion } from '../formats/network-file/nearest.ts';
import { mostText, parseText } from '../formats/network-file/parse.ts';
import type { ClaimsDocument, ClaimText, SubjectText } from './document.ts';
import { readPrinted } from './printed.ts';
import { claimsSchema } from './schema.ts';

/** Throws a MalformedError: `claims.yaml:12:5: claim "conv1" has no field "pritned"`. */
export function readClaims(text: string, name: string): ClaimsDocument {
  if (text.length > mostText)
    throw new MalformedError(`${name}: ${text.length} characters; a claims file of at most ${mostText} is read`);
  const parsed = parseText(text, name);
  try {
    return checkClaims(parsed.plain);
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error;
    const { line, column } = parsed.locate(error.path, error);
    throw new MalformedError(`${name}:${line}:${column}: ${error.message}`, { cause: error });
  }
}

/** Checks plain data. Throws a DocumentFault with the path at fault. */
function checkClaims(plain: unknown): ClaimsDocument {
  expectForm(plain);
  const seen = new Set<string>();
  for (const [i, claim] of plain.claims.entries()) {
    const path = ['claims', i];
    if (seen.has(claim.id)) throw new DocumentFault(`a second claim has the id "${claim.id}"`, [...path, 'id']);
    seen.add(claim.id);
    expectSource(claim, plain, path);
    expectPrinted(claim, path);
    expectValue(claim, path);
    for (const [j, assumption] of (claim.assumptions ?? []).entries())
      expectExpressions(assumption, [...path, 'assumptions', j]);
  }
  for (const [name, document] of Object.entries(plain.networks ?? {})) expectNetwork(document, ['networks', name]);
  return plain;
}

function expectForm(plain: unknown): asserts plain is ClaimsDocument {
  const result = claimsSchema.safeParse(plain);
  const issue = result.error?.issues[0];
  if (!issue) return;
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const where = path.length === 0 ? 'a claims file' : 'this part of a claims file';
    throw new DocumentFault(`${where} has no field "${key}"${suggestion(key, knownFields)}`, [...path, key], {
      isKey: true,
    });
  }
  const field = path.findLast((step) => typeof step === 'string') ?? 'the file';
  throw new DocumentFault(`${field}: ${issue.message.toLowerCase()}; got ${describe(valueAt(plain, path))}`, path);
}

const knownFields: readonly string[] = [
  ...Object.keys(claimsSchema.shape),
  ...Object.keys(claimsSchema.shape.claims.element.shape),
  'says',
  'evidence',
];

function valueAt(plain: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    plain,
  );
}

function expectSource({ source }: ClaimText, { sources = {} }: ClaimsDocument, path: Path): void {
  if (source === undefined || Object.hasOwn(sources, source)) return;
  const hint = suggestion(source, Object.keys(sources));
  throw new DocumentFault(`no source is named "${source}"${hint}`, [...path, 'source']);
}

function expectPrinted({ printed, step }: ClaimText, path: Path): void {
  try {
    readPrinted(printed, step);
  } catch (error) {
    if (error instanceof UsageError) throw new DocumentFault(messageOf(error), [...path, 'printed'], { cause: error });
    throw error;
  }
}

function expectValue(claim: ClaimText, path: Path): void {
  if (claim.value === undefined && claim.terms === undefined) {
    throw new DocumentFault(
      `claim "${claim.id}" says neither a value nor terms; expected "value: weights" or alike`,
      path,
    );
  }
  expectExpressions(claim, path);
}

/** The form of every expression, so that a slip is found before anything is counted. */
function expectExpressions(subject: SubjectText, path: Path): void {
  const check = (value: unknown, at: Path): void => {
    if (typeof value !== 'string') return;
    parse(value, { fault: (sentence, offset) => new DocumentFault(sentence, at, { offset }) });
  };
  check(subject.value, [...path, 'value']);
  for (const key of ['sizes', 'terms'] as const)
    for (const [name, value] of Object.entries(subject[key] ?? {})) check(value, [...path, key, name]);
  for (const [name, part] of Object.entries(subject.parts ?? {})) expectExpressions(part, [...path, 'parts', name]);
}

function expectNetwork(document: unknown, path: Path): void {
  try {
    checkDocument(document);
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error;
    throw new DocumentFault(error.message, [...path, ...error.path], error);
  }
}
