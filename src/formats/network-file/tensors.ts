/** Tensors as a network file writes them: a type, a shape, and elements where shapes depend on them. */
import type { Size } from '../../core/size.ts';
import { bitsOf, type ElementType, type Tensor } from '../../core/network.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import { inside, type Site } from './field.ts';
import { suggestion } from './nearest.ts';
import { readShape } from './shape.ts';

const fields = ['type', 'shape', 'values', 'same as'];

/** A tensor of at most as many elements can say them; more are weights, which no network file holds. */
const mostValues = 100_000;

/** `{type: int64, shape: [2], values: [1, 2]}`; `[]` is the shape of a single number. Throws a DocumentFault. */
export function readTensor(value: unknown, site: Site): Tensor {
  const { path } = site;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DocumentFault(
      `expected a tensor, as {type: int64, shape: [2], values: [1, 2]}, got ${describe(value)}`,
      path,
    );
  const said: Readonly<Record<string, unknown>> = { ...value };
  const strange = Object.keys(said).find((key) => !fields.includes(key));
  if (strange !== undefined) throw new DocumentFault(`a tensor has no field ${describe(strange)}${suggestion(strange, fields)}`, [...path, strange], { isKey: true }); // prettier-ignore
  if (said['shape'] === undefined) throw new DocumentFault('a tensor needs "shape"', path);
  const shape = readSizes(said['shape'], inside(site, 'shape'));
  const type = readType(said['type'] ?? 'float32', [...path, 'type']);
  const values = said['values'] === undefined ? undefined : readValues(said['values'], shape, [...path, 'values']);
  const twin = said['same as'];
  if (twin !== undefined && typeof twin !== 'string') throw new DocumentFault(`expected a tensor’s name, got ${describe(twin)}`, [...path, 'same as']); // prettier-ignore
  return { type, shape, ...(values && { values }), ...(twin !== undefined && { sameAs: twin }) };
}

/** Unlike a layer's, a stored tensor may be empty, or a single number. */
function readSizes(value: unknown, site: Site): readonly Size[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((entry, i) => (entry === 0 ? [0] : readShape([entry], inside(site, i))));
}

function readType(value: unknown, path: Path): ElementType {
  if (typeof value === 'string' && isType(value)) return value;
  const hint = typeof value === 'string' ? suggestion(value, Object.keys(bitsOf)) : '';
  throw new DocumentFault(`expected an element type, got ${describe(value)}${hint}`, path);
}

function isType(word: string): word is ElementType {
  return Object.hasOwn(bitsOf, word);
}

/** As many numbers as the shape has elements; YAML's `.inf` and `.nan` are numbers too. */
function readValues(value: unknown, shape: Tensor['shape'], path: Path): readonly (number | bigint)[] {
  if (!Array.isArray(value)) throw new DocumentFault(`expected a list of numbers, got ${describe(value)}`, path);
  const list: readonly unknown[] = value;
  const count = shape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : Number.NaN), 1);
  if (list.length !== count || count > mostValues)
    throw new DocumentFault(
      `${list.length} numbers for a tensor of ${count} elements; at most ${mostValues} are read`,
      path,
    );
  return list.map((entry, i) => {
    if (typeof entry === 'number' || typeof entry === 'bigint') return entry;
    throw new DocumentFault(`expected a number, got ${describe(entry)}`, [...path, i]);
  });
}
