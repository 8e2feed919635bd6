/** JSON Schemas of the answers of `advise` and `reduce`. */
import { count, fields, figure, listOf, number, orNull, text, texts, versions } from './schema.ts';

const amounts = fields({ weights: figure, connections: figure, units: figure, memory: figure });
const pair = fields({ weights: number, connections: number });
const frozen = listOf(fields({ name: text, width: count, reason: text }));
const cutWidth = fields({ from: count, to: count });

export const reduced = fields({
  ...versions,
  network: fields({ name: text, source: orNull(text) }),
  budget: fields({ 'weights?': figure, 'connections?': figure, 'units?': figure, 'memory?': figure }),
  before: amounts,
  after: orNull(amounts),
  least: orNull(amounts),
  widths: { type: 'object', additionalProperties: fields({ from: count, to: count, layers: texts }) },
  objective: fields({
    name: text,
    status: { enum: ['optimal', 'within gap', 'stopped', 'infeasible'] },
    value: orNull(number),
    bound: orNull(number),
    gap: orNull(number),
    proof: text,
  }),
  seconds: number,
  variants: listOf(
    fields({
      variants: texts,
      price: orNull(number),
      bound: orNull(number),
      weights: orNull(figure),
      connections: orNull(figure),
      best: { type: 'boolean' },
      refused: orNull(text),
    }),
  ),
  runnersUp: listOf(
    fields({
      value: number,
      weights: figure,
      connections: figure,
      widths: { type: 'object', additionalProperties: cutWidth },
    }),
  ),
  frozen,
  mixed: listOf(fields({ name: text, by: texts })),
  notes: texts,
  file: orNull(text),
});

export const surface = fields({
  ...versions,
  network: fields({ name: text, source: orNull(text) }),
  objective: text,
  points: listOf(
    fields({
      weightsShare: number,
      connectionsShare: number,
      weightsBudget: figure,
      connectionsBudget: figure,
      price: orNull(number),
      bound: orNull(number),
      weights: orNull(figure),
      connections: orNull(figure),
      widths: listOf(fields({ name: text, to: count })),
    }),
  ),
});

export const advised = fields({
  ...versions,
  network: fields({ name: text, source: orNull(text) }),
  totals: fields({ weights: figure, connections: figure, units: figure, memory: figure, peak: orNull(figure) }),
  kinds: listOf(
    fields({
      kind: text,
      layers: count,
      weights: figure,
      connections: figure,
      units: figure,
      weightBytes: figure,
      outputBytes: figure,
    }),
  ),
  layers: listOf(
    fields({ name: text, weights: figure, connections: figure, weightBytes: figure, outputBytes: figure }),
  ),
  classes: listOf(
    fields({
      name: text,
      layers: texts,
      width: count,
      elasticity: pair,
      changes: listOf(fields({ width: count, change: pair })),
      reaches: listOf(fields({ layer: text, weights: figure, connections: figure })),
      mixedBy: texts,
    }),
  ),
  together: listOf(fields({ what: text, share: number, change: pair, most: fields({ layer: text, weights: number }) })),
  alternatives: listOf(fields({ name: text, says: text, change: orNull(pair) })),
  single: listOf(
    fields({
      resource: text,
      share: number,
      widths: listOf(fields({ name: text, from: count, to: count })),
      change: pair,
      objective: fields({ name: text, value: number, gap: number }),
    }),
  ),
  frozen,
  notes: texts,
});
