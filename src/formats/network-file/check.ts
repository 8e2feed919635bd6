/** Checks a plain document against the schema, parts that building would not reach included. */
import type * as z from 'zod';
import type { BlockText, NetworkDocument } from './document.ts';
import { parse } from './expression.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import type { Field, Placed } from './field.ts';
import { branchFields, readBranches } from './layers/structure.ts';
import { commonFields, kindOf } from './kinds.ts';
import { suggestion } from './nearest.ts';
import { missingField, readSaying } from './saying.ts';
import { documentSchema, forms, trainingSchema } from './schema.ts';

/** The document, checked. Throws a DocumentFault for the first thing that is wrong. */
export function checkDocument(plain: unknown): NetworkDocument {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    throw new DocumentFault(`expected a network, as "input: 3 x 224 x 224" and "layers:", got ${describe(plain)}`, []);
  }
  expectDocument(plain);
  checkNames(plain);
  const blocks = plain.blocks ?? {};
  checkLayers(plain.layers, ['layers'], blocks);
  for (const [name, block] of Object.entries(blocks)) checkLayers(block.layers, ['blocks', name, 'layers'], blocks);
  return plain;
}

function expectDocument(plain: object): asserts plain is NetworkDocument {
  const result = documentSchema.safeParse(comparable(plain));
  const issue = result.error?.issues.find(({ path }) => !isOfInput(path));
  if (issue) throw faultOf(issue, plain);
}

/** What stands within an input is told better by what reads it, which always does. */
function isOfInput(path: readonly PropertyKey[]): boolean {
  return path[0] === 'input' || (path[0] === 'inputs' && path.length > 1);
}

const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** Of one block; each is worked out wherever the block is used. */
const mostParameters = 64;
const reserved = new Set([
  'index',
  'channels',
  'features',
  'if',
  'else',
  'and',
  'or',
  'not',
  'true',
  'false',
  'yes',
  'no',
]);

/** Parameters can stand in expressions, and blocks can be told from kinds and fields. */
function checkNames({ parameters = {}, blocks = {} }: NetworkDocument): void {
  for (const name of Object.keys(parameters)) checkParameter(name, ['parameters', name]);
  for (const [block, text] of Object.entries(blocks)) {
    if (kindOf.has(block))
      throw new DocumentFault(`a block is named "${block}", which is a kind of layer`, ['blocks', block], {
        isKey: true,
      });
    if (Object.hasOwn(commonFields, block))
      throw new DocumentFault(`a block is named "${block}", which any layer may say`, ['blocks', block], {
        isKey: true,
      });
    const names = Object.keys(text.parameters ?? {});
    if (names.length > mostParameters)
      throw new DocumentFault(`block ${block} has ${names.length} parameters; at most ${mostParameters} are read`, [
        'blocks',
        block,
        'parameters',
      ]);
    for (const name of names) checkParameter(name, ['blocks', block, 'parameters', name]);
  }
}

function checkParameter(name: string, path: Path): void {
  const isTaken = reserved.has(name) || Object.hasOwn(commonFields, name);
  if (isTaken)
    throw new DocumentFault(`a parameter is named "${name}", which means something else`, path, { isKey: true });
  if (!identifier.test(name))
    throw new DocumentFault(`a parameter is named ${describe(name)}; expected letters, digits and _`, path, {
      isKey: true,
    });
}

type Blocks = Readonly<Record<string, BlockText>>;

function checkLayers(list: unknown, path: Path, blocks: Blocks): void {
  if (typeof list === 'string') return checkLayer(list, path, blocks);
  if (!Array.isArray(list)) throw new DocumentFault(`expected a list of layers, got ${describe(list)}`, path);
  for (const [i, raw] of list.entries()) checkLayer(raw, [...path, i], blocks);
}

function checkLayer(raw: unknown, path: Path, blocks: Blocks): void {
  const said = readSaying(raw, path, blocks);
  const missing = said.fields.has('first') ? undefined : missingField(said);
  if (missing) throw missing;
  for (const [name, { value, path: at }] of said.fields) {
    const field = commonFields[name] ?? said.kind?.fields[name];
    if (field) checkField(name === said.kind?.main ? said.word : name, field, value, at, blocks);
  }
}

function checkField(name: string, { form }: Field<unknown, unknown>, value: unknown, path: Path, blocks: Blocks): void {
  if (form.kind === 'choice') {
    if (typeof value === 'string' && form.values.includes(value)) return;
    throw new DocumentFault(`${name}: expected ${form.values.join(' or ')}, got ${describe(value)}`, path);
  }
  if (form.kind === 'layers') return checkLayers(value, path, blocks);
  if (form.kind === 'branches') return checkBranches({ value, path }, blocks);
  const { schema, words } = forms[form.kind];
  if (!schema.safeParse(comparable(value)).success)
    throw new DocumentFault(`${name}: expected ${words}, got ${describe(value)}`, path);
  if (typeof value === 'string' && arithmeticForms.has(form.kind)) {
    parse(value, { fault: (sentence, offset) => new DocumentFault(sentence, path, { offset }) });
  }
}

const arithmeticForms: ReadonlySet<string> = new Set(['number', 'size', 'flag', 'expression', 'sizes']);

function checkBranches(branches: Placed<unknown>, blocks: Blocks): void {
  for (const { layers, ...others } of readBranches(branches)) {
    checkLayers(layers.value, layers.path, blocks);
    for (const [key, { value, path }] of Object.entries(others))
      checkField(key, branchFields[key]!, value, path, blocks);
  }
}

/** What zod compares: it has no rule for "a number, however large", so a bigint is shown to it as a number. */
function comparable(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]: [string, unknown]) => [key, comparable(inner)]));
}

/** zod's issue as a sentence; of a union, the issue of the member that came furthest. */
function faultOf(issue: z.core.$ZodIssue, plain: unknown, before: Path = []): DocumentFault {
  const path = [...before, ...issue.path.filter((step) => typeof step !== 'symbol')];
  const value = path.reduce<unknown>(
    (part, step) => (typeof part === 'object' && part !== null ? Reflect.get(part, step) : undefined),
    plain,
  );
  if (issue.code === 'unrecognized_keys') return unknownKey(issue.keys[0]!, path);
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors
      .map((errors) => errors[0]!)
      .sort(
        (a, b) =>
          b.path.length - a.path.length ||
          Number(b.code === 'unrecognized_keys') - Number(a.code === 'unrecognized_keys'),
      )[0];
    const isSpecific = deepest && (deepest.path.length > 0 || deepest.code === 'unrecognized_keys');
    if (isSpecific) return faultOf(deepest, plain, path);
  }
  const key = path.findLast((step) => typeof step === 'string') ?? 'network';
  if (value === undefined) return new DocumentFault(`the file has no "${key}"`, path.slice(0, -1));
  const words =
    expectations[path.length > 1 && path[0] === 'training' ? `training ${key}` : key] ??
    (issue.code === 'invalid_type' ? expectations[issue.expected] : undefined) ??
    'something else';
  return new DocumentFault(`${key}: expected ${words}, got ${describe(value)}`, path);
}

/** Words for what zod calls by its types, and for what stands behind the document's own keys. */
const expectations: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  layers: 'a list of layers',
  inputs: 'a mapping from names to shapes',
  batch: 'a number or an expression',
  opset: 'a whole number from 1',
  'training batch': 'a whole number from 1',
  'training epochs': 'a number above 0',
  'training learning rate': 'a number above 0',
  normal: 'a number above 0',
  notes: 'text or a list of texts',
  outputs: 'a layer’s name or a list of names',
};

function unknownKey(key: string, path: Path): DocumentFault {
  const [first] = path;
  const known = first === undefined ? documentSchema.shape : first === 'training' ? trainingFields(path) : blockFields;
  const where =
    first === undefined ? 'a network file' : first === 'blocks' ? `block ${String(path.at(-1))}` : String(first);
  const hint = suggestion(key, Object.keys(known));
  return new DocumentFault(`${where} has no field ${describe(key)}${hint}`, [...path, key], { isKey: true });
}

const blockFields = { note: '', parameters: '', layers: '' };

/** Of the section, or of one of its rules. */
function trainingFields(path: Path): object {
  return path.length === 1 ? trainingSchema.shape : { layers: '', weights: '', biases: '' };
}
