/** Global average pooling before the first fully connected layer: it reads the mean of each map instead of every position. */
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import { elementCount, formatShape } from '../../core/shape.ts';
import type { Node, Tensor } from '../../core/network.ts';
import { bytesOf } from '../../formats/index.ts';
import { edited, freeName } from './edit.ts';
import { shapeOf } from './site.ts';
import type { Change, Ground, Made, Restated, VariantKind } from './variant.ts';

export const globalPooling: VariantKind<'global-pooling'> = {
  doc: 'Global average pooling before the first fully connected layer, which then reads one mean a map: where in the picture something is, it no longer sees.',
  usage: 'global-pooling',
  parse: (text) => {
    if (text !== '') throw new UsageError(`global-pooling takes nothing after it, not "${text}"`);
    return { kind: 'global-pooling' };
  },
  format: () => '',
  change,
};

/**
 * The share that is kept is that of the inputs of the layer: 1 of the positions of a map. Its weights are those of the original
 * added up over the positions, which is exact where a map is the same everywhere.
 */
function change(ground: Ground): Change {
  const { network } = ground;
  const flatten = flatteningOf(ground);
  const [value] = flatten.inputs;
  const shape = shapeOf(ground, value!);
  const positions = elementCount(shape.slice(2));
  const name = freeName(network, `${flatten.name}.pool`);
  const pool: Node = {
    name,
    operator: 'GlobalAveragePool',
    domain: '',
    inputs: [value!],
    outputs: [freeName(network, `${name}_out`)],
    attributes: new Map(),
    path: [...(flatten.path ?? [flatten.name]), 'pool'],
    ...(flatten.tower !== undefined && { tower: flatten.tower }),
  };
  const reading: Node = { ...flatten, inputs: flatten.inputs.with(0, pool.outputs[0]!) };
  return {
    network: edited(network, { nodes: new Map([[flatten.name, [pool, reading]]]) }),
    share: 1 / positions,
    says: `${flatten.name} flattens ${shape[1]} means instead of ${shape[1]} maps of ${formatShape(shape.slice(2))}: ${positions} times fewer inputs`,
    remade: (restated) => sumsOver(restated, positions, ground),
  };
}

/** Operators between a map and what reads it that leave its places where they are. */
const passing = /^(Relu|LeakyRelu|PRelu|Clip|Sigmoid|Tanh|Elu|Selu|HardSwish|HardSigmoid|Gelu|Dropout|Identity|Cast)$/;
const pooling = /^(Global(Average|Max|Lp)Pool|ReduceMean|ReduceMax|ReduceSum)$/;

/** The first node that flattens maps of more than one position for a fully connected layer, behind the last convolution. */
function flatteningOf(ground: Ground): Node {
  const nodes = ground.ledger.inference.steps.map(({ node }) => node);
  const behind = nodes.slice(nodes.findLastIndex(({ operator }) => operator.endsWith('Conv')) + 1);
  const feeds = behind.filter((node) => isFlattening(ground, node) && feedsProduct(node, nodes));
  const found = feeds.find(({ inputs }) => elementCount(shapeOf(ground, inputs[0]!).slice(2)) > 1);
  if (!found) throw new UnsupportedError(reasonWhyNot(ground, behind, feeds[0]));
  const giver = giverOf(found.inputs[0]!, nodes);
  if (giver?.operator === 'Transpose')
    throw new UnsupportedError(`${found.name} (${found.operator}) flattens what ${giver.name} transposed: the maps do not stand before their positions`); // prettier-ignore
  return found;
}

function reasonWhyNot(ground: Ground, behind: readonly Node[], single: Node | undefined): string {
  const pool = behind.find(({ operator }) => pooling.test(operator));
  if (pool) return `there is a global pooling already: ${pool.name} (${pool.operator})`;
  if (single) return `${single.name} flattens maps of ${formatShape(shapeOf(ground, single.inputs[0]!).slice(2))}: there is nothing to pool`; // prettier-ignore
  return 'no fully connected layer reads flattened maps behind the last convolution';
}

/** [batch, maps, positions …] to [batch, all]. */
function isFlattening(ground: Ground, { operator, domain, inputs, outputs }: Node): boolean {
  if (domain !== '' || !/^(Flatten|Reshape)$/.test(operator)) return false;
  const { values } = ground.ledger.inference;
  const [from, to] = [values.get(inputs[0]!)?.shape, values.get(outputs[0]!)?.shape];
  return from !== undefined && to !== undefined && from.length > 2 && to.length === 2 && from[0] === to[0];
}

function feedsProduct({ outputs }: Node, nodes: readonly Node[]): boolean {
  return nodes.some(
    (node) =>
      node.inputs[0] === outputs[0] &&
      (/^(Gemm|MatMul)$/.test(node.operator) || (passing.test(node.operator) && feedsProduct(node, nodes))),
  );
}

function giverOf(value: string, nodes: readonly Node[]): Node | undefined {
  const giver = nodes.find(({ outputs }) => outputs.includes(value));
  return giver && passing.test(giver.operator) ? giverOf(giver.inputs[0]!, nodes) : giver;
}

/** The elements of a tensor added up over `positions` indices at a time of the axis that became shorter. */
function sumsOver({ tensor, before, after, axis }: Restated, positions: number, ground: Ground): Made {
  const type = typeOf(ground, tensor);
  return {
    tensors: [tensor],
    bytes: async ({ numbersOf }) => {
      const numbers = await numbersOf(tensor);
      const inner = elementCount(before.slice(axis + 1));
      const sums = new Float64Array(elementCount(after));
      for (let i = 0; i < numbers.length; i++)
        sums[Math.floor(i / (inner * positions)) * inner + (i % inner)]! += numbers[i]!;
      return [bytesOf(sums, type)];
    },
  };
}

function typeOf({ ledger }: Ground, tensor: string): Tensor['type'] {
  return ledger.inference.values.get(tensor)?.type ?? 'float32';
}
