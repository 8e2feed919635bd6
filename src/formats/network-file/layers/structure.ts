/** Layers made of layers: a group, branches, and a chain for each tower. */
import { choice, count, or, part, readCount, required } from '../field.ts';
import { DocumentFault, describe, type Path } from '../fault.ts';
import { suggestion } from '../nearest.ts';
import { defineKind, type Layer } from '../kind.ts';
import { axisField, joinValues, joins, type Join } from './combination.ts';

const joinNames = Object.keys(joins) as readonly Join[]; // the table's own keys
const joinField = choice('How the branches’ values are joined: add, multiply, subtract or concat.', joinNames);

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
    if (!Array.isArray(branches.value))
      throw new DocumentFault(`expected a list of branches, got ${describe(branches.value)}`, branches.path);
    if (branches.value.length === 0)
      throw new DocumentFault('expected at least one branch, got an empty list', branches.path);
    const values = branches.value.map((branch: unknown, i) => buildBranch(layer, branch, [...branches.path, i]));
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
    if (layer.towers < 2)
      throw layer.fault('the network is not laid over towers; "towers: 2" at the top of the file says that it is');
    const values = Array.from({ length: layer.towers }, (_, i) => layer.chain(layers, { tower: i + 1 }));
    return joinValues(layer, join, values, axis);
  },
});

/** What a branch may say beside its layers. */
export const branchFields = {
  layers: required(part('The branch’s layers, in order.', 'layers')),
  name: part('A name for the branch, which its layers’ paths then begin with.', 'text'),
  from: part('The layer that the branch reads rather than the one before.', 'text'),
  tower: count('The tower on which the whole branch sits, from 1.'),
} as const;

function buildBranch(layer: Layer, branch: unknown, path: Path): string {
  if (Array.isArray(branch)) return layer.chain({ value: branch, path });
  if (typeof branch !== 'object' || branch === null)
    throw new DocumentFault(`expected a list of layers, got ${describe(branch)}`, path);
  const fields: Readonly<Record<string, unknown>> = { ...branch };
  for (const key of Object.keys(fields)) {
    if (!Object.hasOwn(branchFields, key))
      throw new DocumentFault(`a branch has no "${key}"${suggestion(key, Object.keys(branchFields))}`, [...path, key], {
        isKey: true,
      });
  }
  const tower =
    fields['tower'] === undefined
      ? undefined
      : readCount(fields['tower'], { ...layer.site, path: [...path, 'tower'] }, 1, layer.towers);
  const from =
    fields['from'] === undefined
      ? layer.input
      : layer.read({ value: textOf(fields['from'], [...path, 'from']), path: [...path, 'from'] });
  const name = fields['name'] === undefined ? undefined : textOf(fields['name'], [...path, 'name']);
  return layer.chain({ value: fields['layers'] ?? [], path: [...path, 'layers'] }, { from, name, tower });
}

function textOf(value: unknown, path: Path): string {
  if (typeof value === 'string') return value;
  throw new DocumentFault(`expected a name, got ${describe(value)}`, path);
}
