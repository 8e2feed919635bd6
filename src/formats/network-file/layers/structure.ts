/** Layers made of layers: a group, branches, and a chain for each tower. */
import { choice, count, or, part, readCount, readText, required, type Placed } from '../field.ts';
import { DocumentFault, describe, type Path } from '../fault.ts';
import { suggestion } from '../nearest.ts';
import { defineKind, type Fields, type Layer } from '../kind.ts';
import { axisField, joinValues, joins } from './combination.ts';

const joinField = choice('How the branches’ values are joined: add, multiply, subtract or concat.', joins);

export const group = defineKind({
  key: 'layers',
  stem: 'group',
  doc: 'Layers in order, to name or repeat together.',
  main: 'layers',
  fields: { layers: required(part('The layers, in order.', 'layers')) },
  isGroup: true,
  build: (layer, { layers }) => layer.chain(layers),
});

export const branches = defineKind({
  key: 'branches',
  stem: 'branches',
  doc: 'Chains of layers that all read the same value, and whose values are joined. An empty chain is the value itself: a shortcut.',
  main: 'branches',
  fields: {
    branches: required(part('The chains, each a list of layers or {layers, name, from, tower}.', 'branches')),
    join: required(joinField),
    axis: axisField,
  },
  isGroup: true,
  build(layer, { branches, join, axis }) {
    const values = readBranches(branches).map((branch) => buildBranch(layer, branch));
    return joinValues(layer, join, values, axis);
  },
});

export const eachTower = defineKind({
  key: 'each tower',
  stem: 'towers',
  doc: 'One chain of these layers on each tower, with weights of its own; what the chains give is joined. The towers’ layers of one name are one layer.',
  main: 'layers',
  fields: {
    layers: required(part('The layers of one tower, in order.', 'layers')),
    join: or('concat', joinField),
    axis: axisField,
  },
  isGroup: true,
  build(layer, { layers, join, axis }) {
    if (layer.towers === undefined)
      throw layer.fault('the network is not laid over towers; "towers: 2" at the top of the file says that it is');
    const values = Array.from({ length: layer.towers }, (_, i) => layer.chain(layers, { tower: i + 1 }));
    return joinValues(layer, join, values, axis);
  },
});

/** What a branch may say beside its layers. */
export const branchFields: Fields = {
  layers: required(part('The branch’s layers, in order.', 'layers')),
  name: part('A name for the branch, which its layers’ paths then begin with.', 'text'),
  from: part('The layer that the branch reads rather than the one before.', 'text'),
  tower: count('The tower on which the whole branch sits, from 1.'),
};

/** A branch as it is written: its layers and what it says beside them. */
interface Branch {
  readonly layers: Placed<unknown>;
  readonly name?: Placed<unknown>;
  readonly from?: Placed<unknown>;
  readonly tower?: Placed<unknown>;
}

/** Throws a DocumentFault for what is not a list of branches, and for what a branch does not have. */
export function readBranches({ value, path }: Placed<unknown>): readonly Branch[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new DocumentFault(`expected a list of branches, got ${describe(value)}`, path);
  return value.map((branch: unknown, i) => readBranch(branch, [...path, i]));
}

function readBranch(branch: unknown, path: Path): Branch {
  if (Array.isArray(branch)) return { layers: { value: branch, path } };
  if (typeof branch !== 'object' || branch === null)
    throw new DocumentFault(`expected a list of layers, got ${describe(branch)}`, path);
  const strange = Object.keys(branch).find((key) => !Object.hasOwn(branchFields, key));
  if (strange !== undefined) {
    const hint = suggestion(strange, Object.keys(branchFields));
    throw new DocumentFault(`a branch has no field ${describe(strange)}${hint}`, [...path, strange], { isKey: true });
  }
  if (!('layers' in branch)) throw new DocumentFault('a branch needs "layers"', path);
  const fields = Object.entries(branch).map(
    ([key, inner]: [string, unknown]) => [key, { value: inner, path: [...path, key] }] as const,
  );
  return { layers: { value: branch.layers, path: [...path, 'layers'] }, ...Object.fromEntries(fields) };
}

function buildBranch(layer: Layer, { layers, name, from, tower }: Branch): string {
  return layer.chain(layers, {
    from: from ? layer.read(readText(from, 'a layer’s name')) : layer.input,
    name: name && readText(name, 'a name').value,
    tower: tower && readCount(tower.value, { ...layer.site, path: tower.path }, 1, layer.towers ?? 1),
  });
}
