/** The shapes of every value of a network. */
import type { Inference } from '../core/infer.ts';
import type { ElementType } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { sections, tableLines, type TextOptions } from './text.ts';
import { jsonSize } from './figure.ts';
import { printableSentence } from '../core/printable.ts';
import { shapeCell, text, type Table } from './table.ts';
import { schemaVersion, version } from './version.ts';
import { fold } from './width.ts';

export interface ValueShape {
  readonly name: string;
  readonly type: ElementType | undefined;
  readonly shape: Shape;
}

export interface Shapes {
  readonly values: readonly ValueShape[];
  readonly unknown: readonly { readonly name: string; readonly reason: string }[];
}

/** Inputs first, then what each node gives, in the order in which they are computed; the network's tensors are left out. */
export function shapesOf(inference: Inference): Shapes {
  const { network, steps, values } = inference;
  const named = [...network.graph.inputs.map(({ name }) => name), ...steps.flatMap(({ node }) => node.outputs)];
  const known: ValueShape[] = [];
  const unknown: { name: string; reason: string }[] = [];
  for (const name of new Set(named.filter((value) => value !== ''))) {
    const { type, shape } = values.get(name) ?? {};
    if (shape) known.push({ name, type, shape });
    else unknown.push({ name, reason: reasonFor(name, inference) });
  }
  return { values: known, unknown };
}

function reasonFor(name: string, { network, steps, gaps, values }: Inference): string {
  const giver = steps.find(({ node }) => node.outputs.includes(name))?.node;
  if (!giver)
    return network.graph.inputs.some((input) => input.name === name) ? 'the file does not say it' : 'nothing gives it';
  const gap = gaps.find(({ node }) => node === giver);
  if (gap) return gap.reason;
  const missing = giver.inputs.filter((input) => input !== '' && values.get(input)?.shape === undefined);
  return `${giver.name} (${giver.operator}) reads ${missing.join(', ') || 'what is not known'}`;
}

export function shapesJson({ values, unknown }: Shapes): object {
  return {
    schemaVersion,
    layerledger: version,
    values: Object.fromEntries(
      values.map(({ name, type, shape }) => [name, { type: type ?? null, shape: shape.map(jsonSize) }]),
    ),
    unknown,
  };
}

export function shapesTable({ values }: Shapes): Table {
  return {
    headings: [
      { key: 'value', title: 'value', align: 'left', leaves: 0 },
      { key: 'type', title: 'type', align: 'left', leaves: 1 },
      { key: 'shape', title: 'shape', align: 'left', leaves: 0 },
    ],
    rows: values.map(({ name, type, shape }) => [text(name), text(type ?? '?'), shapeCell(shape)]),
  };
}

export function shapesText(shapes: Shapes, { width, paint }: Pick<TextOptions, 'width' | 'paint'> = {}): string {
  const gaps = shapes.unknown.flatMap(({ name, reason }) =>
    fold(`  ${printableSentence(`${name}: ${reason}`)}`, width, '    '),
  );
  return sections([tableLines(shapesTable(shapes), width, paint), gaps.length === 0 ? [] : ['not known:', ...gaps]]);
}
