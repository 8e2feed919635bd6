/** Which nodes a network's source text has to write: those whose outputs are wanted and are no numbers that are known already. */
import { bindSizes } from '../core/bindings.ts';
import { countNetwork, type CountOptions } from '../core/count.ts';
import { UnsupportedError } from '../core/errors.ts';
import { infer, type Inference } from '../core/infer.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Network, Node } from '../core/network.ts';
import type { Operand } from '../core/operator.ts';
import { elementsOf } from '../core/shape.ts';
import { isWhole, symbolsOf } from '../core/size.ts';
import { soleSymbol } from './size.ts';

/** A node with what is known of what it reads and gives. */
export interface Use {
  readonly node: Node;
  /** Version of the operator's domain. */
  readonly version: number;
  readonly inputs: readonly (Operand | undefined)[];
  readonly outputs: readonly Operand[];
  /** Names of its outputs that something reads. */
  readonly wanted: readonly string[];
  /** Which of its inputs are rearranged tensors that its module owns as they are. */
  readonly owned: ReadonlySet<number>;
  /** For a product with weights: the constant that an Add of its own adds to it, its bias. */
  readonly bias?: Operand;
}

export interface Program {
  readonly network: Network;
  readonly inference: Inference;
  readonly ledger: Ledger;
  /** In the order in which they run. */
  readonly uses: readonly Use[];
  /** What a value is to whoever reads it. */
  kindOf(operand: Operand): ValueKind;
  /** The tensor behind an operand that rearranges one, as a turned weight does; `undefined` for what is computed. */
  tensorOf(operand: Operand | undefined): string | undefined;
}

/** A number or a list of numbers that text can say; a tensor that the network holds; or what a node computes. */
export type ValueKind = 'known' | 'held' | 'computed';

/** Elements that stand in a line of text; longer lists are tables. */
const mostInLine = 64;

/** Throws a MalformedError for a graph that cannot be ordered, and an UnsupportedError where a node breaks its operator's rules. */
export function programOf(network: Network, options: CountOptions = {}): Program {
  const { inputs } = bindSizes(network, options);
  const inference = infer(network, { inputs, ...(options.bind && { bindings: options.bind }) });
  const broken = inference.gaps.find(({ kind }) => kind === 'rule');
  if (broken) throw new UnsupportedError(`${broken.node.name}: ${broken.reason}`);
  const sizes = sizesOfInputs(inference);
  const constants = new Set(inference.steps.flatMap(({ node }) => (node.operator === 'Constant' ? node.outputs : [])));
  const isTensor = (name: string): boolean => network.graph.tensors.has(name) || constants.has(name);
  const kindOf = (operand: Operand): ValueKind =>
    isKnown(operand, sizes) ? 'known' : isTensor(operand.name) ? 'held' : 'computed';
  const tensorOf = (operand: Operand | undefined): string | undefined => {
    const root = operand?.constant ? (operand.root ?? operand.name) : undefined;
    return root !== undefined && isTensor(root) ? root : undefined;
  };
  const uses = withBiases(wantedUses(inference, { kindOf, tensorOf }), inference, kindOf);
  return { network, inference, ledger: countNetwork(network, options), uses, kindOf, tensorOf };
}

/** Names of sizes that an axis of an input has. */
function sizesOfInputs({ network, values }: Inference): ReadonlySet<string> {
  const shapes = network.graph.inputs.flatMap(({ name }) => values.get(name)?.shape ?? []);
  return new Set(shapes.map(soleSymbol).filter((name) => name !== undefined));
}

/** Learned tables are parameters, even where a reader kept their elements. */
function isKnown({ values, shape, constant, learned }: Operand, sizes: ReadonlySet<string>): boolean {
  if (!values || !shape) return false;
  if (constant && learned && elementsOf(shape) !== 1) return false;
  if (constant && values.length > mostInLine) return false;
  return values.every((value) => isWhole(value) || symbolsOf(value).every((name) => sizes.has(name)));
}

/** Backwards from the network's outputs. */
function wantedUses(inference: Inference, { kindOf, tensorOf }: Pick<Program, 'kindOf' | 'tensorOf'>): readonly Use[] {
  const { network, values, steps } = inference;
  const wanted = new Set(network.graph.outputs.map(({ name }) => name));
  const operand = (name: string): Operand => values.get(name) ?? { name, constant: false };
  const uses: Use[] = [];
  for (const { node, opsets } of steps.toReversed()) {
    const own = node.outputs.filter((name) => wanted.has(name));
    if (own.length === 0 || node.outputs.every((name) => name === '' || kindOf(operand(name)) !== 'computed')) continue;
    const inputs = node.inputs.map((name) => (name === '' ? undefined : operand(name)));
    const owned = new Set(inputs.flatMap((input, i) => (input && isWeightOf(node, i, input, tensorOf) ? [i] : [])));
    inputs.forEach((input, i) => {
      if (input && kindOf(input) === 'computed' && !owned.has(i)) wanted.add(input.name);
    });
    const version = opsets.get(node.domain) ?? 1;
    uses.push({ node, version, inputs, outputs: node.outputs.map(operand), wanted: own, owned });
  }
  return uses.toReversed();
}

/** From which input on an operator's inputs are its weights, which its module owns however the file turns them. */
const firstWeight: Readonly<Record<string, number>> = {
  Conv: 1,
  ConvTranspose: 1,
  Gemm: 1,
  MatMul: 1,
  LSTM: 1,
  GRU: 1,
  RNN: 1,
};

function isWeightOf(
  { operator, domain }: Node,
  index: number,
  operand: Operand,
  tensorOf: Program['tensorOf'],
): boolean {
  if (domain !== '' || !Object.hasOwn(firstWeight, operator) || index < firstWeight[operator]!) return false;
  return tensorOf(operand) !== undefined && (operator !== 'MatMul' || operand.shape?.length === 2);
}

/** An Add of a held vector to a MatMul with weights, which nothing else reads, is its bias: the Add goes. */
function withBiases(uses: readonly Use[], inference: Inference, kindOf: Program['kindOf']): readonly Use[] {
  const givers = new Map(uses.flatMap((use) => use.wanted.map((name) => [name, use] as const)));
  const readers = new Map<string, number>();
  const outputs = inference.network.graph.outputs.map(({ name }) => name);
  for (const name of [...uses.flatMap(({ node }) => node.inputs), ...outputs])
    readers.set(name, (readers.get(name) ?? 0) + 1);
  const biased = new Map<Use, Use>();
  for (const add of uses) {
    const vector = add.inputs.find((input) => input && kindOf(input) === 'held');
    const product = add.inputs.find((input) => input !== vector);
    const giver = product && givers.get(product.name);
    if (add.node.operator !== 'Add' || !vector || !product || giver?.node.operator !== 'MatMul') continue;
    const width = product.shape?.at(-1);
    const isVector = vector.shape?.length === 1 && vector.shape[0] === width && vector.learned === true;
    if (isVector && giver.inputs[1]?.constant && readers.get(product.name) === 1) biased.set(giver, add);
  }
  const gone = new Set(biased.values());
  return uses.flatMap((use) => {
    const add = biased.get(use);
    if (gone.has(use)) return [];
    if (!add) return [use];
    const bias = add.inputs.find((input) => input && kindOf(input) === 'held');
    return [{ ...use, outputs: add.outputs, wanted: add.wanted, node: { ...use.node, outputs: add.node.outputs }, ...(bias && { bias }) }];
  }); // prettier-ignore
}
