/** Totals of exported networks against what PyTorch counts, or the fact about the exported graph that makes the difference. */
import { countNetwork } from '../../src/core/count.ts';
import { add, formatSize, substitute, subtract, symbolsOf, type Size } from '../../src/core/size.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import type { Truth } from './truth.ts';

export interface JudgedTotals {
  readonly file: string;
  readonly network: string;
  readonly verdict: 'equal' | 'fact' | 'wrong';
  readonly connections: string;
  readonly weights: string;
  /** What was expected, or the fact that makes the difference. */
  readonly why: string;
  readonly uncounted: number;
}

interface Fact {
  readonly files: RegExp;
  readonly fact: string;
  /** What the graph holds less (negative) or more than PyTorch counts; a difference that is not this one is wrong. */
  readonly connections: number;
  readonly weights: number;
}

/** Each difference with its cause, worked out by comparing layer by layer. */
const facts: readonly Fact[] = [
  { files: /^hf_(bert_base|roberta_base)\./, connections: -589_824, weights: -589_824, fact: 'the exporter dropped the pooler, whose output nothing reads' },
  { files: /^hf_minilm_l6\./, connections: -147_456, weights: -147_456, fact: 'the exporter dropped the pooler, whose output nothing reads' },
  { files: /^hf_yolos_tiny\./, connections: -7_449_600, weights: -74_496, fact: 'the exporter dropped the box head, whose output nothing reads' },
  { files: /^timm_swinv2_.*dynamo/, connections: -2_764_800, weights: -12_288, fact: 'the exporter folded the first layer of the position bias network, whose input is constant' },
  { files: /^tv_raft_small\.dynamo/, connections: -25_690_112, weights: 0, fact: 'the exporter folded the first convolution of the flow, which is zero at the start' },
  { files: /^timm_densenetblur/, connections: 0, weights: 576, fact: 'the exporter wrote the fixed blur kernels as a constant like any other' },
  { files: /^timm_sequencer2d_s/, connections: 3_397_386_240, weights: 0, fact: 'recurrent layers, which the column leaves out' },
]; // prettier-ignore

export async function judgeTotals({ file, network, bytes, connections, weights }: Truth): Promise<JudgedTotals> {
  const { totals, uncounted } = countNetwork(await readOnnx(new Blob([bytes]), { name: file }));
  const counted = measured(add(totals.connections, totals.weightlessConnections));
  const held = measured(subtract(totals.weights, totals.embeddings));
  const common = {
    file,
    network,
    connections: formatSize(counted),
    weights: formatSize(held),
    uncounted: uncounted.length,
  };
  const expected = `${connections} connections and ${weights.join(' or ')} weights`;
  if (formatSize(counted) === connections && weights.includes(formatSize(held)))
    return { ...common, verdict: 'equal', why: expected };
  const fact = facts.find(({ files }) => files.test(file));
  const isExplained =
    fact !== undefined &&
    formatSize(subtract(counted, Number(connections))) === String(fact.connections) &&
    weights.some((expected) => formatSize(subtract(held, Number(expected))) === String(fact.weights));
  return isExplained ? { ...common, verdict: 'fact', why: fact.fact } : { ...common, verdict: 'wrong', why: expected };
}

/** Exports with open sizes were counted for images of 224 × 224. */
function measured(size: Size): Size {
  return substitute(size, new Map(symbolsOf(size).map((name) => [name, 224])));
}
