/** The window that a convolution or a pool slides, with its padding in words: `same` resolved, so that two ways of saying it are equal. */
import { ints, text } from '../core/attributes.ts';
import { RuleError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Node } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { samePadding } from '../core/window.ts';
import type { Family } from './family.ts';

/** Absent: the operator has no window, or does not say that of it. */
export interface WindowTraits {
  readonly kernel: Shape | undefined;
  readonly stride: readonly number[] | undefined;
  readonly dilation: readonly number[] | undefined;
  /** `2`, `2 × 0`, `[0, 1] × [0, 1]` for before and after. */
  readonly padding: string | undefined;
}

export const noWindow: WindowTraits = { kernel: undefined, stride: undefined, dilation: undefined, padding: undefined };

/** A broken attribute is the ledger's to report: here it is not compared. */
export function windowOf(node: Node, family: Family, ledger: Ledger): WindowTraits {
  if (family !== 'convolution' && family !== 'transposed convolution' && family !== 'pool') return noWindow;
  try {
    const kernel = ints(node, 'kernel_shape') ?? (family === 'pool' ? undefined : filterOf(node, ledger)?.slice(2));
    if (!kernel) return noWindow;
    const ones = kernel.map(() => 1);
    const stride = ints(node, 'strides') ?? ones;
    const dilation = ints(node, 'dilations') ?? ones;
    const input = ledger.inference.values.get(node.inputs[0]!)?.shape?.slice(2);
    return { kernel, stride, dilation, padding: paddingText(node, { input, kernel, stride, dilation }) };
  } catch (error) {
    if (error instanceof RuleError) return noWindow;
    throw error;
  }
}

/** The weights' shape; ONNX's QLinearConv has scale and zero point of the input before them. */
function filterOf({ operator, inputs }: Node, { inference }: Ledger): Shape | undefined {
  return inference.values.get(inputs[operator === 'QLinearConv' ? 3 : 1] ?? '')?.shape;
}

interface Sliding {
  /** The input's axes along which the window slides. */
  readonly input: Shape | undefined;
  readonly kernel: Shape;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

function paddingText(node: Node, sliding: Sliding): string | undefined {
  const pairs = paddingOf(node, sliding);
  if (!pairs || pairs.length === 0) return undefined;
  const words = pairs.map(([before, after]) => (before === after ? String(before) : `[${before}, ${after}]`));
  return words.every((word) => word === words[0]) ? words[0] : words.join(' × ');
}

type Pair = readonly [before: number, after: number];

/** `undefined` where it depends on a size that is not known. */
function paddingOf(node: Node, { input, kernel, stride, dilation }: Sliding): readonly Pair[] | undefined {
  const mode = text(node, 'auto_pad', 'NOTSET');
  if (mode === 'VALID') return kernel.map(() => [0, 0]);
  if (!mode.startsWith('SAME')) {
    const pads = ints(node, 'pads');
    return kernel.map((_, i) => [pads?.[i] ?? 0, pads?.[i + kernel.length] ?? 0]);
  }
  const pairs = kernel.flatMap((taps, i): readonly Pair[] => {
    const length = input?.[i];
    if (typeof taps !== 'number' || length === undefined) return [];
    return [samePadding(length, taps, stride[i] ?? 1, dilation[i] ?? 1, mode === 'SAME_LOWER')];
  });
  return pairs.length === kernel.length ? pairs : undefined;
}
