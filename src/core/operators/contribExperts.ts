/**
 * Mixtures of experts: each token goes through `k` of them. ONNX Runtime, docs/ContribOperators.md: MoE and QMoE. An expert has
 * two fully connected layers, or three where the gate of a gated activation has its own.
 */
import { int, text } from '../attributes.ts';
import { factor, product, sum, type Factor } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import { bitsOf } from '../network.ts';
import type { Application, Counted, Facts, Operator, ParameterUse } from '../operator.ts';
import { elementsOf, like, shaped, type Shaped } from '../shape.ts';
import { ceilDivide, multiply } from '../size.ts';
import { parametersOf } from './parameters.ts';

interface Places {
  readonly weights: readonly number[];
  readonly biases: readonly number[];
  readonly buffers: readonly number[];
}

const counts = 'units and connections of the experts that a token reaches; weights and biases of all; bytes as stored';

export const expertOperators: readonly Operator[] = [
  experts('MoE', 'Experts, each a small network; every token goes through the best few.', {
    weights: [2, 4, 6],
    biases: [3, 5, 7],
    buffers: [],
  }),
  experts('QMoE', 'Experts with packed weights; every token goes through the best few.', {
    weights: [2, 5, 8],
    biases: [4, 7, 10],
    buffers: [3, 6, 9, 11, 12, 13, 15, 16, 17, 18, 19, 20],
  }),
];

function experts(name: string, doc: string, places: Places): Operator {
  return {
    name,
    domain: 'com.microsoft',
    doc,
    infer(use) {
      const x = shaped(use, 0, 'input');
      const [first] = banksOf(use, places);
      use.unify(x.shape.at(-1)!, first!.inputs, `width of "${x.name}", and what its experts read`);
      return [like(x, x.shape)];
    },
    count: (use) => countExperts(use, places),
    counts,
  };
}

/** One layer of every expert: experts × outputs × inputs. */
interface ExpertBank {
  readonly place: number;
  readonly held: Shaped;
  readonly inputs: Factor['value'];
}

function countExperts(use: Counted, places: Places): Facts {
  const { shape } = shaped(use, 0, 'input');
  const chosen = factor('experts a token', int(use.node, 'k', 1));
  const tokens = shape.slice(0, -1).map((size, i) => factor(i === 0 ? 'batch' : 'positions', size));
  const applied = [chosen, ...tokens].filter(({ value }) => value !== 1);
  const banks = banksOf(use, places);
  const layers = banks.map(({ place, held, inputs }) => {
    const [read, made] = [factor('inputs', inputs, 'C'), factor('outputs', held.shape[1]!, 'N')];
    const elements = product([factor('experts', held.shape[0]!), read, made]);
    const bytes = ceilDivide(multiply(elementsOf(held.shape), bitsOf[held.type ?? 'float32']), 8);
    const weight: ParameterUse = { input: place, role: 'weight', elements, bytes };
    return { units: product([made, ...applied]), connections: product([read, made, ...applied]), weight, held };
  });
  const connections = sum(layers.map((layer) => layer.connections));
  const biases = parametersOf(use, Object.fromEntries(places.biases.map((place) => [place, 'bias' as const])));
  const buffers = parametersOf(use, Object.fromEntries(places.buffers.map((place) => [place, 'buffer' as const])));
  const weights = layers.filter(({ held }) => held.constant).map(({ weight }) => weight);
  if (weights.length === 0) return { weightlessConnections: connections };
  const biased = layers.filter((_, i) => use.inputs[places.biases[i]!]).map(({ units }) => units);
  return {
    units: sum(layers.map(({ units }) => units)),
    connections,
    ...(biased.length > 0 && { biasConnections: sum(biased) }),
    parameters: [...weights, ...biases, ...buffers],
  };
}

function banksOf(use: Application, { weights }: Places): readonly ExpertBank[] {
  return weights.flatMap((place, i) => {
    if (i === 2 && !use.inputs[place]) return [];
    const held = shaped(use, place, `fc${i + 1}_experts_weights`, 3);
    return [{ place, held, inputs: multiply(held.shape[2]!, entriesAByte(use, held)) }];
  });
}

/** Integer and FP4 weights lie in bytes along their last axis; FP8 and floats one by one. */
function entriesAByte({ node }: Application, { type }: Shaped): number {
  if (node.operator !== 'QMoE' || type !== 'uint8') return 1;
  if (text(node, 'quant_type', 'int') !== 'int') return 2;
  const bits = int(node, 'expert_weight_bits', 4);
  if (bits === 2 || bits === 4 || bits === 8) return 8 / bits;
  throw new RuleError(`attribute "expert_weight_bits" is ${bits}; 2, 4 or 8 are expected`);
}
