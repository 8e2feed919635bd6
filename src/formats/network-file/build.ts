/** A network file's document → Network. Needs neither the YAML nor the schema library, so that built-in networks are light. */
import { buildNetwork } from '../../core/build.ts';
import { UsageError } from '../../core/errors.ts';
import type { ElementType, Network } from '../../core/network.ts';
import { symbol, type Size } from '../../core/size.ts';
import type { InputFields, NetworkDocument, Scalar, ShapeText } from './document.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import { readCount, readSize } from './field.ts';
import { suggestion } from './nearest.ts';
import type { Quantity } from './quantity.ts';
import { findNamed, setNamed, startNames, type Scope } from './scope.ts';
import { readShape } from './shape.ts';
import { readQuantity, siteOf, walk, type Frame } from './walk.ts';

export interface NetworkFileOptions {
  /** The network's name where the document gives none. */
  readonly name?: string;
  readonly format?: string;
  /** Values for the document's parameters instead of their defaults. */
  readonly parameters?: Readonly<Record<string, Scalar>> | undefined;
  /** Where a path of the document stands in its file: `line 12, column 3`. */
  readonly placeOf?: (path: Path) => string | undefined;
}

/** Throws a DocumentFault with the path at fault, and a UsageError for a parameter that the document does not have. */
export function buildNetworkFile(document: NetworkDocument, options: NetworkFileOptions = {}): Network {
  const { name = 'network', format = 'network file', placeOf = () => undefined } = options;
  const towers = document.towers === undefined ? 1 : readCount(document.towers, plainSite(['towers']), 1, mostTowers);
  const builder = buildNetwork(document.network ?? name, {
    source: document.source,
    format,
    towers: towers > 1 ? towers : undefined,
  });
  const frame: Frame = {
    builder,
    blocks: document.blocks ?? {},
    parameters: parametersOf(document, options.parameters ?? {}),
    towers,
    placeOf,
    built: 0,
  };
  for (const note of [document.notes ?? []].flat()) builder.note(note);
  const scope = startNames();
  const value = addInputs(document, frame, scope);
  const last = walk(
    frame,
    { value: document.layers, path: ['layers'] },
    { value, scope, variables: new Map(), tower: undefined, within: [] },
  );
  for (const output of outputsOf(document, scope, last)) builder.output(output);
  return builder.finish();
}

/** A tower is a device; what is counted is given for each. */
const mostTowers = 1024;

/** The document's parameters, each of which may use those before it; `open` is a size of that name. */
function parametersOf(
  { parameters = {} }: NetworkDocument,
  given: Readonly<Record<string, Scalar>>,
): ReadonlyMap<string, Quantity> {
  const strange = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (strange !== undefined) {
    const known = Object.keys(parameters);
    const there =
      known.length === 0 ? 'the network has none' : `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`;
    throw new UsageError(`no parameter is named "${strange}"; ${there}${suggestion(strange, known)}`);
  }
  const values = new Map<string, Quantity>();
  for (const [name, otherwise] of Object.entries(parameters)) {
    const value = given[name] ?? otherwise;
    const site = siteOf({ parameters: values, builder: { shapeOf: () => undefined } }, ['parameters', name], {
      variables: new Map(),
      value: '',
    });
    values.set(name, value === 'open' ? symbol(name) : readQuantity(value, site));
  }
  return values;
}

/** Adds the inputs and returns the first, which the first layer reads. */
function addInputs({ input, inputs, batch }: NetworkDocument, frame: Frame, scope: Scope): string {
  if ((input === undefined) === (inputs === undefined))
    throw new DocumentFault(
      'expected an input, as "input: 3 x 224 x 224", or several under "inputs"',
      inputs === undefined ? [] : ['inputs'],
    );
  const named =
    inputs === undefined
      ? [{ name: 'input', said: input!, path: ['input'] }]
      : Object.entries(inputs).map(([name, said]) => ({ name, said, path: ['inputs', name] }));
  if (named.length === 0) throw new DocumentFault('expected at least one input, got none', ['inputs']);
  const first =
    batch === undefined
      ? symbol('batch')
      : readSize(batch, siteOf(frame, ['batch'], { variables: new Map(), value: '' }));
  const values = named.map(({ name, said, path }) => addInput(frame, scope, { name, said, path, batch: first }));
  return values[0]!;
}

interface InputText {
  readonly name: string;
  readonly said: ShapeText | InputFields;
  readonly path: Path;
  readonly batch: Size;
}

function addInput(frame: Frame, scope: Scope, { name, said, path, batch }: InputText): string {
  const hasFields = typeof said === 'object' && !Array.isArray(said) && 'shape' in said;
  const fields: InputFields = hasFields ? said : { shape: said as ShapeText }; // the other form, just told apart
  const site = siteOf(frame, hasFields ? [...path, 'shape'] : path, { variables: new Map(), value: '' });
  const shape = readShape(fields.shape, site, (word) => !frame.parameters.has(word));
  const value = frame.builder.input(name, [batch, ...shape], typeOf(fields.type, [...path, 'type']));
  setNamed(scope, name, { value, id: name, tower: undefined });
  return value;
}

/** What an input may hold; the element types that a person writes. */
export const inputTypes = [
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int8',
  'uint8',
  'int16',
  'int32',
  'int64',
  'bool',
] as const satisfies readonly ElementType[];

function typeOf(type: string | undefined, path: Path): ElementType | undefined {
  const found = inputTypes.find((candidate) => candidate === type);
  if (type === undefined || found !== undefined) return found;
  throw new DocumentFault(`expected a type (${inputTypes.join(', ')}), got ${describe(type)}`, path);
}

function outputsOf({ outputs }: NetworkDocument, scope: Scope, last: string): readonly string[] {
  if (outputs === undefined) return [last];
  return [outputs].flat().map((name, i) => {
    const found = findNamed(scope, name, undefined);
    if (found) return found.value;
    throw new DocumentFault(
      `no layer is named ${describe(name)}${suggestion(name, scope.named.keys())}`,
      Array.isArray(outputs) ? ['outputs', i] : ['outputs'],
    );
  });
}

function plainSite(path: Path): Parameters<typeof readCount>[1] {
  return { path, evaluate: () => Number.NaN };
}
