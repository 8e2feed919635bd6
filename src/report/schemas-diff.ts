/** JSON Schema of the answer of `diff`. */
import { figureNames, figureWords } from '../core/figures.ts';
import { count, fields, figure, listOf, number, orNull, shape, text, texts, versions } from './schema.ts';

const figures = Object.fromEntries(figureNames.map((name) => [name, { description: figureWords[name], ...figure }]));
const network = fields({ name: text, source: orNull(text) });
const layer = orNull(fields({ name: text, path: texts, operator: text, output: orNull(shape), ...figures }));
const totals = fields({ ...figures, parameters: figure, peakActivationBytes: orNull(figure) });
const uncounted = listOf(fields({ name: text, operator: text, reason: text }));

export const compared = fields({
  ...versions,
  before: network,
  after: network,
  rows: listOf(
    fields({
      kind: { enum: ['same', 'changed', 'added', 'removed'] },
      before: layer,
      after: layer,
      changes: listOf(fields({ what: text, from: text, to: text })),
      deltas: { description: 'after − before', ...fields(figures) },
    }),
  ),
  totals: fields({
    before: totals,
    after: totals,
    deltas: fields({ ...figures, parameters: figure }),
    ratios: {
      description: 'after / before, where both are whole numbers',
      type: 'object',
      additionalProperties: number,
    },
  }),
  counts: fields({ same: count, changed: count, added: count, removed: count, renamed: count }),
  uncounted: fields({ before: uncounted, after: uncounted }),
  notes: texts,
});
