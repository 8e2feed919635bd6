/** Matrix products: https://onnx.ai/onnx/operators/onnx__Gemm.html and onnx__MatMul.html (NumPy's matmul). */
import { int } from '../attributes.ts';
import { factor, product, type Factor } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Counted, Facts, Operand, Operator, Shape } from '../operator.ts';
import { bankCounts, bankInputs, countBank, unlearnedNotes } from '../product.ts';
import { broadcast, formatShape, like, shaped } from '../shape.ts';
import type { Size } from '../size.ts';

type Shaped = Operand & { readonly shape: Shape };

/** Y = A · B + C, with A or B transposed by an attribute. */
export const Gemm: Operator = {
  name: 'Gemm',
  domain: '',
  doc: 'A fully connected layer: every output reads every input.',
  holds: bankInputs,
  counts: bankCounts,
  infer(use) {
    const { a, rows, inner, columns } = gemmSizes(use);
    use.unify(inner[0], inner[1], 'inputs of the layer, and inputs that its weights read');
    return [like(a, [rows, columns])];
  },
  count(use) {
    const { rows, inner, columns } = gemmSizes(use);
    const weight = weightSide(use);
    return weight === 0
      ? fullyConnected(use, { weight, bias: 2, inputs: inner[0], outputs: rows, repeats: [factor('columns', columns)] })
      : fullyConnected(use, { weight, bias: 2, inputs: inner[0], outputs: columns, repeats: [factor('batch', rows)] });
  },
};

/** Products of the last two axes, the axes before them broadcast. */
export const MatMul: Operator = {
  name: 'MatMul',
  domain: '',
  doc: 'Matrix product over the last two axes; a fully connected layer where one side is learned.',
  holds: bankInputs.slice(0, 1),
  counts: 'units, weights and connections where one side is learned, else weightless connections',
  infer(use) {
    const { a, leading, rows, inner, columns } = matrixSizes(use);
    use.unify(inner[0], inner[1], `columns of "${use.inputs[0]!.name}", and rows of "${use.inputs[1]!.name}"`);
    return [like(a, [...leading, ...rows, ...columns])];
  },
  count: countMatMul,
};

/** What a product of two matrices counts, wherever its operands stand (MatMul and its quantised relatives). */
function countMatMul(use: Counted): Facts {
  const { leading, rows, inner, columns, sides } = matrixSizes(use);
  const weight = weightSide(use);
  const own = sides[weight].slice(0, -2); // a weight with leading axes is a stack of matrices, one for each
  const isStack = own.some((size) => size !== 1);
  const [outputs, others] = weight === 1 ? [columns, rows] : [rows, columns];
  const repeats = [...leading, ...others].map((size, i) =>
    factor(i === 0 ? 'batch' : `positions along axis ${i}`, size),
  );
  if (!isStack) return fullyConnected(use, { weight, inputs: inner[0], outputs: outputs[0] ?? 1, repeats });
  return countStack(use, weight, own, { inputs: inner[0], outputs: outputs[0] ?? 1, repeats });
}

interface Connected {
  readonly weight: number;
  readonly bias?: number;
  readonly inputs: Size;
  readonly outputs: Size;
  /** How often the whole layer is applied: batch, tokens. */
  readonly repeats: readonly Factor[];
}

/** Units = outputs, weights = inputs × outputs, connections = weights, each for every time that the layer is applied. */
export function fullyConnected(use: Counted, { weight, bias, inputs, outputs, repeats }: Connected): Facts {
  const positions = repeats.filter(({ value }) => value !== 1);
  const facts = countBank(use, {
    weight,
    bias,
    kernel: [],
    channelsPerGroup: inputs,
    filters: outputs,
    groups: 1,
    positions,
    map: positions,
  });
  return withRoles(use, facts, weight, inputs);
}

/**
 * What is multiplied as a matrix and is no weight all the same (contract.md): a table of relative positions, and a vector on
 * the left of an outer product, or both sides of a constant one, such as the frequencies of a rotary embedding.
 */
function withRoles(use: Counted, facts: Facts, weight: number, inputs: Size): Facts {
  const { parameters, connections } = facts;
  if (!parameters || !connections) return facts;
  const isPositions = positionTable.test(use.node.path?.at(-1) ?? '');
  const isOuter = inputs === 1 && (weight === 0 || use.inputs.every((input) => input === undefined || input.constant));
  if (!isPositions && !isOuter) return facts;
  const [what, role] = isOuter
    ? (['an outer product', 'buffer'] as const)
    : (['a position table by its name', 'other'] as const);
  return {
    weightlessConnections: connections,
    parameters: parameters.map((parameter) => ({ ...parameter, role })),
    notes: [`"${use.inputs[weight]!.name}" is taken for ${what}, not for the weights of a layer`],
  };
}

/** Names that timm, torchvision and transformers give to modules that hold a learned table of relative positions. */
const positionTable = /^(pos_embed|rel_pos(_embed|_bias)?|relative_position(_bias|_bias_table)?)$/;

/** A stack of matrices: each leading entry has weights of its own. */
function countStack(
  use: Counted,
  weight: number,
  own: Shape,
  { inputs, outputs, repeats }: Omit<Connected, 'weight'>,
): Facts {
  const stack = own.filter((size) => size !== 1).map((size) => factor('matrices', size));
  const cells = [factor('inputs', inputs, 'C'), factor('outputs', outputs, 'N')];
  const applied = repeats.filter(({ value }) => value !== 1);
  const connections = product([...cells, ...applied]);
  if (!use.inputs[weight]?.learned) return { weightlessConnections: connections, notes: unlearnedNotes(use, weight) };
  return {
    units: product([factor('outputs', outputs, 'N'), ...applied]),
    connections,
    parameters: [{ input: weight, role: 'weight', elements: product([...cells, ...stack]) }],
  };
}

/** The learned side of a product; B where both or neither are. */
function weightSide({ inputs }: Counted): 0 | 1 {
  return inputs[0]!.learned && !inputs[1]!.learned ? 0 : 1;
}

function gemmSizes(use: Application): { a: Shaped; rows: Size; inner: readonly [Size, Size]; columns: Size } {
  const a = shaped(use, 0, 'A', 2);
  const b = shaped(use, 1, 'B', 2);
  const [rows, inA] = int(use.node, 'transA', 0) ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
  const [inB, columns] = int(use.node, 'transB', 0) ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
  return { a, rows, inner: [inA, inB], columns };
}

/** A vector on the left is a row and on the right a column, which the output then lacks. */
function matrixSizes(use: Application): {
  a: Shaped;
  leading: Shape;
  rows: Shape;
  inner: readonly [Size, Size];
  columns: Shape;
  sides: readonly [Shape, Shape];
} {
  const a = shaped(use, 0, 'A');
  const b = shaped(use, 1, 'B');
  for (const { name, shape } of [a, b]) {
    if (shape.length === 0)
      throw new RuleError(`"${name}" is a ${formatShape(shape)}, where a vector or a matrix is expected`);
  }
  const leading = broadcast(use, [a.shape.slice(0, -2), b.shape.slice(0, -2)], 'leading axes of A and B');
  return {
    a,
    leading,
    rows: a.shape.slice(0, -1).slice(-1),
    inner: [a.shape.at(-1)!, b.shape.at(-2) ?? b.shape[0]!],
    columns: b.shape.length === 1 ? [] : b.shape.slice(-1),
    sides: [a.shape, b.shape],
  };
}
