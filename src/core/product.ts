/** What every layer that multiplies by a bank of filters counts, whether it slides them (convolution) or not (fully connected). */
import { difference, factor, product, type Derivation, type Factor } from './derivation.ts';
import type { Counted, Facts, Operand, ParameterUse } from './operator.ts';
import { divideExactly, multiply, productOf, sameSize, type Size } from './size.ts';

/** A bank of filters and where it is applied. Sizes are of one node; siblings on other towers are counted in here. */
interface Bank {
  /** Index of the input that holds the weights, and of the one that holds biases. */
  readonly weight: number;
  readonly bias?: number | undefined;
  readonly kernel: readonly Factor[];
  readonly channelsPerGroup: Size;
  readonly filters: Size;
  readonly groups: number;
  /** Where the filters are applied, as a count of connections says it (Y, X) and as a count of units does (f_h, f_w). */
  readonly positions: readonly Factor[];
  readonly map: readonly Factor[];
  readonly batch?: Factor;
  /** Taps that fall inside the input, a factor an axis; absent where nothing is padded. */
  readonly inside?: readonly Factor[];
}

/** Where ONNX's Conv, ConvTranspose and Gemm have their weights and biases. */
export const bankInputs = [
  { input: 1, role: 'weight' },
  { input: 2, role: 'bias' },
] as const;

/** What `countBank` counts, for the documentation. */
export const bankCounts =
  'units, weights, biases and connections; weightless connections where its filters are not learned';

/**
 * The exercise's rules. Units = f_h × f_w × N; weights = h × w × C × N; connections = h × w × C × N × Y × X, where over T
 * towers C and N are what one tower reads and what reads it, times T. Without learned weights the same product counts as
 * weightless connections and there are no units.
 */
export function countBank(use: Counted, bank: Bank): Facts {
  const filters = multiply(bank.filters, use.laid.siblings);
  const batch = bank.batch && bank.batch.value !== 1 ? [bank.batch] : [];
  const { factors, remark } = readingFactors(use, bank, filters);
  const connections = product([...bank.kernel, ...factors, ...bank.positions, ...batch], remark);
  if (!use.inputs[bank.weight]?.learned)
    return { weightlessConnections: connections, notes: unlearnedNotes(use, bank.weight) };
  const units = product([...bank.map, factor('filters', filters, 'N'), ...batch]);
  const hasBias = bank.bias !== undefined && use.inputs[bank.bias] !== undefined;
  return {
    units,
    connections,
    connectionsOntoPadding: ontoPadding(bank, factors, batch, connections),
    ...(hasBias && { biasConnections: units }),
    parameters: parametersOf(use, bank, filters),
    notes: constantNotes(use),
  };
}

/** Why a product that might have weights has none. */
export function unlearnedNotes({ inputs }: Counted, weight: number): readonly string[] {
  return inputs[weight]?.constant
    ? [`"${inputs[weight].name}" is constant but not learned: its connections are counted as weightless`]
    : [];
}

/** A product that could have been folded when the file was written is computed all the same. */
function constantNotes({ inputs }: Counted): readonly string[] {
  const isConstant = inputs.every((input) => input === undefined || input.constant);
  return isConstant ? ['all its operands are constant in the graph; its connections are counted all the same'] : [];
}

function parametersOf(use: Counted, bank: Bank, filters: Size): readonly ParameterUse[] {
  const channels = factor(
    bank.groups === 1 ? 'input channels' : 'input channels per group',
    bank.channelsPerGroup,
    'C',
  );
  const elements = product([...bank.kernel, channels, factor('filters', filters, 'N')]);
  const weight: ParameterUse = { input: bank.weight, role: 'weight', elements };
  const bias = bank.bias === undefined ? undefined : use.inputs[bank.bias];
  if (!bias?.constant) return [weight];
  return [weight, { input: bank.bias!, role: 'bias', elements: biasElements(bias, filters, use.laid.siblings) }];
}

/** One for each filter, unless the file's tensor has another shape (Gemm's C may be a scalar or a matrix). */
function biasElements({ shape }: Operand, filters: Size, siblings: number): Derivation {
  const perFilter = factor('filters', filters, 'N');
  const held = shape && multiply(productOf(shape), siblings);
  return held === undefined || sameSize(held, filters) ? perFilter : factor('elements of the bias', held);
}

/** The factors between the kernel's taps and the positions: which channels are read by how many filters. */
function readingFactors({ laid }: Counted, bank: Bank, filters: Size): { factors: readonly Factor[]; remark?: string } {
  const { towers, reads, siblings } = laid;
  const groups = reads === 'own tower' ? bank.groups * siblings : bank.groups;
  if (groups > 1) {
    const each = divideExactly(filters, groups) ?? filters;
    const isTowers = reads === 'own tower' && groups === towers;
    const name = isTowers ? 'tower' : 'group';
    return {
      factors: [
        factor(`input channels of one ${name}`, bank.channelsPerGroup, 'C'),
        factor(`filters of one ${name}`, each, 'N'),
        factor(`${name}s`, groups, isTowers ? 'T' : 'G'),
      ],
      ...(isTowers && { remark: `${countWord(towers)} towers` }),
    };
  }
  const perTower = divideExactly(bank.channelsPerGroup, towers);
  if (towers > 1 && reads === 'all towers' && bank.kernel.length > 0 && perTower !== undefined) {
    const factors = [
      factor('input channels of one tower', perTower, 'C'),
      factor('filters that read it', filters, 'N'),
    ];
    return { factors: [...factors, factor('towers', towers, 'T')], remark: 'reads all towers' };
  }
  return { factors: [factor('input channels', bank.channelsPerGroup, 'C'), factor('filters', filters, 'N')] };
}

function ontoPadding(
  bank: Bank,
  factors: readonly Factor[],
  batch: readonly Factor[],
  connections: Derivation,
): Derivation | undefined {
  if (!bank.inside) return undefined;
  const inside = product([...bank.inside, ...factors, ...batch]);
  return inside.value === connections.value ? undefined : difference(connections, inside);
}

/** `two`, `three`, …: how a sentence says a small number. */
export function countWord(count: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][count] ?? String(count);
}
