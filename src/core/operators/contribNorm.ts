/** com.microsoft's normalisations, fused with what stands before them; scales and shifts are learned. */
import { int } from '../attributes.ts';
import { factor, product } from '../derivation.ts';
import type { Application, Counted, Facts, Known, Operator, Role, Shape } from '../operator.ts';
import { like, resolveAxis, shaped, withAxes } from '../shape.ts';
import type { Size } from '../size.ts';
import { normCounts } from './norm.ts';
import { parametersOf } from './parameters.ts';

const domain = 'com.microsoft';

const skipCounts = `${normCounts}; biases`;

/** Exporters write it into ai.onnx, where ONNX Runtime knows it, and newer ones into com.microsoft. */
function simplified(of: string): Operator {
  return {
    name: 'SimplifiedLayerNormalization',
    domain: of,
    doc: 'Each position divided by its root mean square over the last axes, and scaled.',
    infer(use) {
      const x = shaped(use, 0, 'X');
      const axis = resolveAxis(int(use.node, 'axis', -1), x.shape.length);
      const type = use.inputs[1]?.type ?? x.type;
      return [{ type, shape: x.shape }, { type: 'float32', shape: x.shape.map((size, i) => (i < axis ? size : 1)) }];
    },
    count: (use) => ({ parameters: parametersOf(use, { 1: 'norm' }) }),
    counts: normCounts,
  };
} // prettier-ignore

/** What it normalises comes out too, as output 3. */
function skipping(name: string, doc: string, roles: Readonly<Record<number, Role>>, bias: number): Operator {
  return {
    name,
    domain,
    doc,
    infer(use) {
      const x = withAxes(shaped(use, 0, 'input'), 1);
      const scale = shaped(use, 2, 'gamma', 1);
      use.unify(x.shape.at(-1)!, scale.shape[0]!, `last axis of "${x.name}" and elements of "${scale.name}"`);
      const statistic: Known = {
        type: 'float32',
        shape: x.shape.map((size, i) => (i < x.shape.length - 1 ? size : 1)),
      };
      return [like(x, x.shape), statistic, statistic, like(x, x.shape)];
    },
    count: (use) => withAddedBias(use, bias, { parameters: parametersOf(use, roles) }),
    counts: skipCounts,
  };
}

/** Channels are last unless `channels_last` is 0. */
function grouped(name: string, doc: string, bias?: number): Operator {
  return {
    name,
    domain,
    doc,
    infer(use) {
      const x = shaped(use, 0, 'X');
      const channels = int(use.node, 'channels_last', 1) === 0 ? x.shape[1] : x.shape.at(-1);
      const scale = shaped(use, 1, 'gamma', 1);
      use.unify(channels ?? 1, scale.shape[0]!, `channels of "${x.name}" and elements of "${scale.name}"`);
      return [like(x, x.shape), like(x, x.shape)];
    },
    count(use) {
      const facts = { parameters: parametersOf(use, { 1: 'norm', 2: 'norm' }) };
      return bias === undefined ? facts : withAddedBias(use, bias, facts);
    },
    counts: bias === undefined ? normCounts : skipCounts,
  };
}

const GatedRMSNorm: Operator = {
  name: 'GatedRMSNorm',
  domain,
  doc: 'Divided by the root mean square over the last axis, scaled, and multiplied by a gate.',
  infer(use) {
    const x = shaped(use, 0, 'X');
    return [like(x, x.shape)];
  },
  count: (use) => ({ parameters: parametersOf(use, { 1: 'norm' }) }),
  counts: normCounts,
};

/** Words and segments are read by an index from the input; positions too where position_ids are given, else in order. */
const EmbedLayerNormalization: Operator = {
  name: 'EmbedLayerNormalization',
  domain,
  doc: 'The sum of word, position and segment embeddings, normalised: the first layer of BERT.',
  infer(use) {
    const [ids, words] = [shaped(use, 0, 'input_ids', 2), shaped(use, 2, 'word_embedding', 2)];
    const [batch, length] = ids.shape;
    const sum = like(words, [batch!, length!, words.shape[1]!]);
    return [sum, { type: 'int32', shape: [batch!] }, sum];
  },
  count: (use) => ({
    parameters: parametersOf(use, {
      2: 'embedding',
      3: use.inputs[8] && !use.inputs[8].constant ? 'embedding' : 'other',
      4: 'embedding',
      5: 'norm',
      6: 'norm',
    }),
  }),
  counts: `embeddings: the tables of words and segments; other parameters: that of positions; ${normCounts}`,
};

export const contribNormOperators: readonly Operator[] = [
  simplified(''),
  simplified(domain),
  skipping('SkipLayerNormalization', 'The sum of two values, each position normalised, scaled and shifted.', { 2: 'norm', 3: 'norm' }, 4),
  skipping('SkipSimplifiedLayerNormalization', 'The sum of two values, divided by its root mean square and scaled.', { 2: 'norm' }, 3),
  grouped('GroupNorm', 'Every group of channels normalised by its own statistics, scaled and shifted.'),
  grouped('SkipGroupNorm', 'The sum of two values, normalised group by group.', 4),
  GatedRMSNorm,
  EmbedLayerNormalization,
]; // prettier-ignore

/** A bias that is added to every element of input 0 along its last axis. */
export function withAddedBias(use: Counted, input: number, facts: Facts = {}): Facts {
  if (!use.inputs[input]) return facts;
  return {
    ...facts,
    biasConnections: product(elementFactors(use)),
    parameters: [...(facts.parameters ?? []), ...parametersOf(use, { [input]: 'bias' })],
  };
}

function elementFactors(use: Application): readonly ReturnType<typeof factor>[] {
  const { shape }: { shape: Shape } = shaped(use, 0, 'input');
  return shape.map((size: Size, axis) => factor(`axis ${axis}`, size)).filter(({ value }) => value !== 1);
}
