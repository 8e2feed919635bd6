/** JSON Schemas (draft 2020-12) of the command's JSON answers; contract.md fixes their fields. */
import { figureNames, figureWords } from '../core/figures.ts';
import { schemaVersion } from './version.ts';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'array', items: text };
const count: Schema = { type: 'integer', minimum: 0 };

/** An integer up to 2^53 − 1, beyond it decimal digits, or a polynomial in open sizes. */
const figure: Schema = { anyOf: [{ type: 'integer' }, { type: 'string', minLength: 1 }] };
const shape: Schema = { type: 'array', items: figure };

const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const listOf = (items: Schema): Schema => ({ type: 'array', items });

/** An object of exactly these fields; those whose name ends in `?` may be missing. */
function fields(properties: Readonly<Record<string, Schema>>): Schema {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    additionalProperties: false,
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
  };
}

const figures = Object.fromEntries(figureNames.map((name) => [name, { description: figureWords[name], ...figure }]));

const network = fields({
  name: text,
  source: orNull(text),
  inputs: listOf(fields({ name: text, shape: orNull(shape) })),
});

const uncounted = listOf(fields({ name: text, operator: text, reason: text }));

const layer = fields({
  name: text,
  path: texts,
  nodes: texts,
  operator: text,
  output: orNull(shape),
  reads: { enum: ['input', 'own tower', 'all towers', null] },
  'tower?': { type: 'integer', minimum: 1 },
  ...figures,
  derivation: fields({
    output: orNull(text),
    textbook: orNull(text),
    units: orNull(text),
    weights: orNull(text),
    connections: orNull(text),
  }),
});

const towers = fields({
  each: listOf(fields({ units: figure, weights: figure, connections: figure, receives: figure, weightBytes: figure })),
  crossing: figure,
});

const versions = { schemaVersion: { const: schemaVersion }, layerledger: text };

const counted = fields({
  ...versions,
  network,
  convention: text,
  bindings: { type: 'object', additionalProperties: figure },
  layers: listOf(layer),
  totals: fields({ ...figures, 'cost?': figure, parameters: orNull(figure), peakActivationBytes: orNull(figure) }),
  'cost?': fields({ unit: { enum: ['MAC', 'FLOP'] }, items: listOf(fields({ what: text, value: figure })) }),
  towers: orNull(towers),
  uncounted,
  notes: texts,
});

const formula = { words: text, 'symbols?': text };

const explained = fields({
  ...versions,
  network: fields({ name: text, source: orNull(text) }),
  'layer?': fields({
    name: text,
    operator: text,
    nodes: texts,
    output: orNull(shape),
    reads: orNull(text),
    sizes: listOf(
      fields({
        axis: text,
        ...formula,
        numbers: text,
        'textbook?': fields({ symbols: text, numbers: text }),
        'difference?': text,
      }),
    ),
    figures: listOf(
      fields({ figure: text, meaning: text, value: figure, 'words?': text, 'symbols?': text, 'numbers?': text }),
    ),
    symbols: listOf(fields({ symbol: text, words: text })),
    notes: texts,
  }),
  'totals?': listOf(
    fields({
      figure: text,
      meaning: text,
      value: figure,
      largest: listOf(fields({ layer: text, value: figure, share: orNull({ type: 'number' }) })),
      others: fields({ layers: count, value: figure }),
    }),
  ),
  'uncounted?': uncounted,
  'notes?': texts,
});

const side = fields({ convention: text, unit: { enum: ['MAC', 'FLOP'] }, total: figure });

const fromTo = { from: figure, to: figure };

const step = fields({ what: text, ...fromTo, difference: figure, layers: listOf(fields({ name: text, ...fromTo })) });

const number: Schema = { type: 'number' };

const explanations = listOf(fields({ text, value: number, changes: texts, chance: orNull(number) }));

const claim = fields({
  id: text,
  printed: number,
  text,
  unit: text,
  quoted: text,
  source: orNull(text),
  where: orNull(text),
  unchecked: { type: 'boolean' },
  computed: orNull(number),
  convention: orNull(text),
  verdict: { enum: ['exact', 'rounded', 'truncated', 'conditional', 'wrong', 'undecided'] },
  reason: text,
  explanations,
  tried: count,
  capped: { type: 'boolean' },
  note: orNull(text),
});

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** By the command whose `--format json` it describes. */
export const answerSchemas: Readonly<Record<string, Schema>> = {
  count: {
    $schema: draft,
    title: 'layerledger count --format json',
    description: 'One network; where several were given, an object with an answer for each of them.',
    anyOf: [counted, fields({ ...versions, networks: listOf(counted) })],
  },
  shapes: {
    $schema: draft,
    title: 'layerledger shapes --format json',
    ...fields({
      ...versions,
      values: { type: 'object', additionalProperties: fields({ type: orNull(text), shape }) },
      unknown: listOf(fields({ name: text, reason: text })),
    }),
  },
  compare: {
    $schema: draft,
    title: 'layerledger compare --format json',
    ...fields({
      ...versions,
      network: fields({ name: text, source: orNull(text) }),
      bridges: listOf(fields({ from: side, to: side, steps: listOf(step) })),
      deviations: listOf(fields({ convention: text, what: text, says: text, counted: figure, right: figure })),
      notes: texts,
    }),
  },
  audit: {
    $schema: draft,
    title: 'layerledger audit --format json',
    ...fields({ ...versions, title: text, claims: listOf(claim) }),
  },
  why: {
    $schema: draft,
    title: 'layerledger why --format json',
    ...fields({ ...versions, text, number, explanations, tried: count }),
  },
  explain: { $schema: draft, title: 'layerledger explain --format json', ...explained },
  networks: {
    $schema: draft,
    title: 'layerledger networks --format json',
    ...fields({
      ...versions,
      networks: listOf(fields({ name: text, title: text, source: text, parameters: { type: 'object' } })),
    }),
  },
};
