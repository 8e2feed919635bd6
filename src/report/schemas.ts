/** JSON Schemas (draft 2020-12) of the command's JSON answers; contract.md fixes their fields. */
import { figureNames, figureWords } from '../core/figures.ts';
import { count, fields, figure, listOf, number, orNull, shape, text, texts, versions, type Schema } from './schema.ts';
import { compared } from './schemas-diff.ts';
import { drawn } from './schemas-draw.ts';
import { advised, reduced, surface } from './schemas-reduce.ts';

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

const numberOrNull = orNull(number);

const executed = fields({
  name: text,
  type: text,
  shape: listOf(count),
  min: numberOrNull,
  mean: numberOrNull,
  max: numberOrNull,
  notNumbers: count,
  infinite: count,
  first: listOf(numberOrNull),
  top: orNull(listOf(fields({ index: count, value: numberOrNull }))),
});

const runTotals = { units: count, weights: count, connections: count, weightBytes: count };

const layerTime = fields({
  name: text,
  operator: text,
  milliseconds: number,
  share: { ...number, description: 'of the layers’ time together' },
  weights: count,
  connections: { ...count, description: 'weighted and weightless' },
  bytes: { ...count, description: 'weights, what is read and what is given, each once' },
  achieved: { ...number, description: 'multiply-accumulates a second' },
  intensity: { ...number, description: 'multiply-accumulates a byte' },
  bound: { enum: ['compute', 'memory', 'neither'] },
  slowdown: { ...number, description: 'the time over the least that the roofline allows' },
});

const timing = fields({
  repeat: count,
  milliseconds: { ...number, description: 'the median of whole runs' },
  layers: listOf(layerTime),
  added: { type: 'object', additionalProperties: number },
  roofline: fields({ macsPerSecond: number, bytesPerSecond: number }),
  sentences: texts,
});

const check = fields({
  agreeing: count,
  mismatches: listOf(fields({ name: text, node: text, inferred: text, executed: text })),
  notCompared: listOf(fields({ name: text, reason: text })),
});

const asTowers = fields({
  each: listOf(
    fields({
      tower: count,
      models: count,
      weights: count,
      connections: count,
      received: count,
      receivedBytes: count,
      receivedBesides: count,
      receives: { ...count, description: 'values that it receives by the ledger' },
      milliseconds: number,
    }),
  ),
  exchanges: listOf(
    fields({ tower: count, value: text, reader: text, values: count, bytes: count, isCounted: { type: 'boolean' } }),
  ),
  milliseconds: { ...number, description: 'of all towers one after another' },
  atOnce: { ...number, description: 'of the longest tower of each stage' },
  wholeMilliseconds: number,
  faults: texts,
});

const difference = fields({
  name: text,
  other: text,
  greatest: numberOrNull,
  relative: numberOrNull,
  cosine: numberOrNull,
  top: numberOrNull,
});

const ran = fields({
  ...versions,
  network: fields({ name: text, source: orNull(text) }),
  runtime: text,
  inputs: listOf(fields({ name: text, type: text, shape: listOf(count) })),
  'outputs?': listOf(executed),
  'check?': orNull(check),
  'timing?': orNull(timing),
  'totals?': fields(runTotals),
  'towers?': asTowers,
  'against?': fields({ repeat: count, sides: listOf(fields({ name: text, milliseconds: number, ...runTotals })) }),
  'differences?': listOf(difference),
  notes: texts,
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
  draw: { $schema: draft, title: 'layerledger draw --format json', ...drawn },
  diff: { $schema: draft, title: 'layerledger diff --format json', ...compared },
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
  run: {
    $schema: draft,
    title: 'layerledger run --format json',
    description: '"towers" with --towers, "against" with --against, and "differences" with either of them.',
    ...ran,
  },
  advise: { $schema: draft, title: 'layerledger advise --format json', ...advised },
  reduce: {
    $schema: draft,
    title: 'layerledger reduce --format json',
    description: 'One reduction; with --pareto the least price for each pair of budgets.',
    anyOf: [reduced, surface],
  },
  networks: {
    $schema: draft,
    title: 'layerledger networks --format json',
    ...fields({
      ...versions,
      networks: listOf(fields({ name: text, title: text, source: text, parameters: { type: 'object' } })),
    }),
  },
};
