/** JSON Schema of the answer of `draw --format json`. */
import { count, fields, listOf, number, text, texts, versions, type Schema } from './schema.ts';

const oneOf = (...words: readonly string[]): Schema => ({ enum: words });

const tuple = (length: number): Schema => ({ type: 'array', items: number, minItems: length, maxItems: length });

const mark = fields({
  kind: oneOf('box', 'kernel', 'window', 'pyramid', 'edge', 'join', 'label', 'tower', 'group', 'bar', 'rule'),
  shape: {
    description:
      'How points are joined: a closed polygon, a line, cubic curves (a start, then three points each), a disc (centre, point on its rim), or where a text stands.',
    ...oneOf('polygon', 'line', 'curve', 'disc', 'text'),
  },
  layer: { description: 'One of the parts, or empty for a mark of the figure itself.', ...text },
  role: { description: 'What of its layer it shows.', ...text },
  points: { description: 'x to the right, y downwards, in units of the view box.', ...listOf(tuple(2)) },
  'face?': oneOf('front', 'top', 'side'),
  'text?': text,
  'align?': oneOf('start', 'middle', 'end'),
  'factors?': { description: 'The factors of its layer’s derivations that it counts.', ...texts },
  'tower?': { type: 'integer', minimum: 1 },
});

export const drawn = fields({
  ...versions,
  viewBox: { description: 'x, y, width, height', ...tuple(4) },
  title: text,
  description: text,
  parts: listOf(fields({ layer: text, 'fold?': text, text, layers: texts })),
  marks: { description: 'In drawing order.', ...listOf(mark) },
  folds: listOf(fields({ key: text, path: texts, copies: count, open: { type: 'boolean' }, layers: texts, text })),
  legend: texts,
});
