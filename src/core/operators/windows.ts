/** Reads a window's attributes: kernel, strides, dilations, pads, auto_pad, ceil_mode, one entry a spatial axis. */
import { int, ints, text } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import type { Application, Shape } from '../operator.ts';
import { formatShape } from '../shape.ts';
import { axisWords, samePadding, type Window } from '../window.ts';

/** The windows that slide along the spatial axes of `input`. Throws a RuleError for negative or zero sizes. */
export function windowsOf({ node }: Application, input: Shape, kernel: Shape): readonly Window[] {
  const rank = input.length;
  const ones = Array.from({ length: rank }, () => 1);
  const strides = positive(ints(node, 'strides') ?? ones, 'strides', rank);
  const dilations = positive(ints(node, 'dilations') ?? ones, 'dilations', rank);
  const pads = ints(node, 'pads') ?? [...ones, ...ones].map(() => 0);
  if (pads.length !== 2 * rank) throw new RuleError(`pads has ${pads.length} entries, where ${2 * rank} are expected`);
  if (kernel.length !== rank) throw new RuleError(`the kernel has ${kernel.length} axes, where the input has ${rank}`);
  if (kernel.some((size) => typeof size === 'number' && size < 1))
    throw new RuleError(`a kernel of ${formatShape(kernel)}; at least 1 is expected`);
  const automatic = text(node, 'auto_pad', 'NOTSET');
  const isSame = automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER';
  const rounding = isSame ? 'same' : int(node, 'ceil_mode', 0) ? 'ceil' : 'floor';
  return axisWords(rank).map((axis, i) => {
    const [stride, dilation] = [strides[i]!, dilations[i]!];
    const [before, after] = isSame
      ? samePadding(input[i]!, Number(kernel[i]), stride, dilation, automatic === 'SAME_LOWER')
      : automatic === 'VALID' ? [0, 0] : [pads[i]!, pads[i + rank]!]; // prettier-ignore
    return { axis, input: input[i]!, kernel: kernel[i]!, stride, dilation, before, after, rounding };
  });
}

function positive(values: readonly number[], name: string, rank: number): readonly number[] {
  if (values.length !== rank) throw new RuleError(`${name} has ${values.length} entries, where ${rank} are expected`);
  const wrong = values.find((value) => value < 1);
  if (wrong !== undefined) throw new RuleError(`${name} holds ${wrong}; at least 1 is expected`);
  return values;
}
