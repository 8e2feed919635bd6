/** The inputs of a document: one under `input`, or several by name under `inputs`. */
import type { Builder } from '../../core/build.ts';
import type { ElementType } from '../../core/network.ts';
import type { Shape } from '../../core/operator.ts';
import { symbol, type Size } from '../../core/size.ts';
import type { InputFields, NetworkDocument, ShapeText } from './document.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import { readSize } from './field.ts';
import { siteWith } from './frame.ts';
import type { Quantity } from './quantity.ts';
import { suggestion } from './nearest.ts';
import { setNamed, type Scope } from './scope.ts';
import { readShape } from './shape.ts';

/** The element types that a person writes. */
export const inputTypes = [
  'float32', 'float64', 'float16', 'bfloat16', 'int8', 'uint8', 'int16', 'int32', 'int64', 'bool',
] as const satisfies readonly ElementType[]; // prettier-ignore

interface Target {
  readonly builder: Builder;
  readonly scope: Scope;
  readonly parameters: ReadonlyMap<string, Quantity>;
}

/** Adds the inputs, the batch in front of each or as `given`, and returns the first, which the first layer reads. */
export function addInputs(
  document: NetworkDocument,
  target: Target,
  given: ReadonlyMap<string, Shape> = new Map(),
): string {
  const { batch } = document;
  const size = batch === undefined ? symbol('batch') : readSize(batch, siteWith(target, ['batch']));
  const named = namedInputs(document);
  const givenFor = (name: string): Shape | undefined =>
    given.get(name) ?? (named.length === 1 ? given.get('') : undefined);
  const values = named.map((input) => addInput(target, input, size, givenFor(input.name)));
  return values[0]!; // namedInputs gives at least one
}

interface InputText {
  readonly name: string;
  readonly said: ShapeText | InputFields;
  readonly path: Path;
}

function namedInputs({ input, inputs }: NetworkDocument): readonly InputText[] {
  if (input !== undefined && inputs === undefined) return [{ name: 'input', said: input, path: ['input'] }];
  const named = Object.entries(inputs ?? {}).map(([name, said]) => ({ name, said, path: ['inputs', name] }));
  if (named.length > 0 && input === undefined) return named;
  const got = named.length > 0 ? 'got both' : 'got none';
  throw new DocumentFault(
    `expected an input, as "input: 3 x 224 x 224", or several under "inputs", ${got}`,
    named.length > 0 ? ['inputs'] : [],
  );
}

function addInput(
  { builder, scope, parameters }: Target,
  { name, said, path }: InputText,
  batch: Size,
  given: Shape | undefined,
): string {
  expectFields(said, path);
  const {
    shape,
    type,
    batch: isBatched = true,
    at,
  } = isFields(said) ? { ...said, at: [...path, 'shape'] } : { shape: said, type: undefined, batch: true, at: path };
  const sizes = readShape(shape, siteWith({ parameters }, at), (word) => !parameters.has(word));
  const value = builder.input(name, given ?? (isBatched ? [batch, ...sizes] : sizes), typeOf(type, [...path, 'type']));
  setNamed(scope, name, { value, id: name, tower: undefined });
  return value;
}

function isFields(said: ShapeText | InputFields): said is InputFields {
  return typeof said === 'object' && said !== null && 'shape' in said;
}

/** Beside its shape an input has a type, and whether the batch stands in front. */
function expectFields(said: ShapeText | InputFields, path: Path): void {
  const strange = isFields(said) ? Object.keys(said).find((key) => !inputFields.includes(key)) : undefined;
  if (strange === undefined) return;
  const hint = suggestion(strange, inputFields);
  throw new DocumentFault(`an input has no field ${describe(strange)}${hint}`, [...path, strange], { isKey: true });
}

const inputFields = ['shape', 'type', 'batch'];

function typeOf(type: string | undefined, path: Path): ElementType | undefined {
  const found = inputTypes.find((candidate) => candidate === type);
  if (type === undefined || found !== undefined) return found;
  throw new DocumentFault(`expected a type (${inputTypes.join(', ')}), got ${describe(type)}`, path);
}
