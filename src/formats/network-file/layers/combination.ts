/** Layers that join the values of several layers. */
import { count, names, or, required } from '../field.ts';
import { defineKind, type Kind, type Layer } from '../kind.ts';

/** How values are joined, by the word that says it. */
export const joins = ['add', 'multiply', 'subtract', 'concat'] as const;

export type Join = (typeof joins)[number];

const operators: Readonly<Record<Join, string>> = { add: 'Add', multiply: 'Mul', subtract: 'Sub', concat: 'Concat' };

export const axisField = or(
  1,
  count('Along which axis a concat joins, from 0 for the batch: 1 (channels) unless given.', -32, 32),
);

/** Joins values by nodes of the layer: one Concat, or one of two inputs after another. */
export function joinValues(layer: Layer, join: Join, values: readonly string[], axis: number): string {
  if (values.length === 1) return values[0]!;
  if (join === 'concat') return layer.step('Concat', values, { axis }, { stem: join });
  const operator = operators[join];
  return values.slice(1).reduce((sum, value, i) => {
    const isLast = i === values.length - 2;
    return layer.step(operator, [sum, value], {}, isLast ? { stem: join } : { stem: join, role: `part${i + 1}` });
  }, values[0]!);
}

function combination(key: Join, doc: string): Kind {
  return defineKind({
    key,
    stem: key,
    doc,
    main: 'layers',
    fields: {
      layers: required(
        names('Names of the layers whose values are joined, in order; a single one is joined to what the layer reads.'),
      ),
      axis: axisField,
    },
    build(layer, { layers, axis }) {
      const values = layers.map((name) => layer.read(name));
      return joinValues(layer, key, values.length === 1 ? [layer.input, ...values] : values, axis);
    },
  });
}

export const combinations: readonly Kind[] = [
  combination('add', 'Sum of the values of several layers.'),
  combination('multiply', 'Product of the values of several layers, as where a gate scales channels.'),
  combination('subtract', 'Difference of the values of two layers.'),
  combination('concat', 'The values of several layers side by side.'),
];
