/** The way out: any operator of ONNX, where no kind of layer says it. */
import type { AttributeLike } from '../../../core/build.ts';
import { inside, names, part, readCount, readText, required, type Placed } from '../field.ts';
import { DocumentFault, describe, type Path } from '../fault.ts';
import { defineKind, wholes, type Layer, type Step } from '../kind.ts';
import { readShape } from '../shape.ts';
import { readTensor } from '../tensors.ts';

export const operator = defineKind({
  key: 'operator',
  stem: 'node',
  doc: 'Any operator of ONNX by its own name, with its inputs and attributes.',
  main: 'operator',
  fields: {
    operator: required(part('The operator’s name, as Gelu.', 'text')),
    domain: part('The operator’s domain; ONNX’s own unless given.', 'text'),
    inputs: names(
      'Names of layers, or of the tensors below, in the operator’s order; "" is one left out. What the layer reads unless given.',
    ),
    attributes: part('The operator’s attributes by name.', 'attributes'),
    learned: part('Learned tensors by name, with their shapes.', 'shapes'),
    constants: part('Lists of whole numbers by name, as an operator takes them for shapes and axes.', 'constants'),
    tensors: part('Other tensors by name: {type: float32, shape: [3], values: [1, 2, 3]}.', 'tensors'),
    outputs: part(
      'How many outputs it has, or their names; the layer after it reads the first, and others any by its name.',
      'outputs',
    ),
  },
  build(layer, { operator, domain, inputs, attributes, learned, constants, tensors: others, outputs }) {
    const tensors = new Map<string, string>();
    for (const { key, value, path } of entriesOf(learned))
      tensors.set(key, layer.learned(key, readShape(value, { ...layer.site, path })));
    for (const { key, value, path } of entriesOf(constants))
      tensors.set(key, layer.tensor(key, wholes(readWholes(value, path))));
    for (const { key, value, path } of entriesOf(others))
      tensors.set(key, layer.tensor(key, readTensor(value, { ...layer.site, path })));
    const reads = inputs?.map((name) => (name.value === '' ? '' : (tensors.get(name.value) ?? layer.read(name)))) ?? [
      layer.input,
      ...tensors.values(),
    ];
    const given = Object.fromEntries(
      entriesOf(attributes).map(({ key, value, path }) => [key, attributeFrom(layer, value, path)]),
    );
    return layer.step(wordOf(operator), reads, given, {
      domain: domain ? wordOf(domain) : '',
      ...readOutputs(layer, outputs),
    });
  },
});

/** How many, or a name for each. */
function readOutputs(layer: Layer, outputs: Placed<unknown> | undefined): Pick<Step, 'outputs' | 'names'> {
  if (!outputs) return {};
  const { value, path } = outputs;
  if (!Array.isArray(value)) return { outputs: readCount(value, { ...layer.site, path }, 1, mostOutputs) };
  const names = value.map((name: unknown, i) => readText({ value: name, path: [...path, i] }, 'a name').value);
  if (names.length >= 1 && names.length <= mostOutputs) return { outputs: names.length, names };
  throw new DocumentFault(`expected 1 to ${mostOutputs} names, got ${names.length}`, path);
}

/** More than any operator has but for splits into single channels. */
const mostOutputs = 1024;

function entriesOf(
  part: Placed<unknown> | undefined,
): readonly { readonly key: string; readonly value: unknown; readonly path: Path }[] {
  if (part === undefined) return [];
  if (typeof part.value !== 'object' || part.value === null || Array.isArray(part.value))
    throw new DocumentFault(`expected a mapping, got ${describe(part.value)}`, part.path);
  return Object.entries(part.value).map(([key, value]: [string, unknown]) => ({
    key,
    value,
    path: [...part.path, key],
  }));
}

function readWholes(value: unknown, path: Path): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((entry) => typeof entry === 'number') && list.every(Number.isInteger)) return list;
  throw new DocumentFault(`expected whole numbers, got ${describe(value)}`, path);
}

/** A number, a word or a list of either; a text with `=` in front is an expression. */
function attributeFrom(layer: Layer, value: unknown, path: Path): AttributeLike {
  const site = inside({ ...layer.site, path: [] }, ...path);
  if (typeof value === 'string' && value.startsWith('='))
    return numberAttribute(site.evaluate(value.slice(1), path), path);
  if (typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return numberAttribute(value, path);
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'number')) return value;
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  if (typeof value === 'object' && value !== null && 'float' in value)
    return { kind: 'float', value: floatOf(value.float, path) };
  if (typeof value === 'object' && value !== null && 'floats' in value && Array.isArray(value.floats))
    return { kind: 'floats', value: value.floats.map((entry: unknown) => floatOf(entry, path)) };
  if (typeof value === 'object' && value !== null && 'shape' in value) return readTensor(value, site);
  throw new DocumentFault(`expected a number, a word or a list of either, got ${describe(value)}`, path);
}

function floatOf(value: unknown, path: Path): number {
  if (typeof value === 'number') return value;
  throw new DocumentFault(`expected a number, got ${describe(value)}`, path);
}

function numberAttribute(value: unknown, path: Path): AttributeLike {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new DocumentFault(`expected a number, got ${describe(value)}`, path);
}

function wordOf({ value, path }: Placed<unknown>): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new DocumentFault(`expected a name, got ${describe(value)}`, path);
}
