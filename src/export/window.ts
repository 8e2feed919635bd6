/** A window's attributes, one entry a spatial axis, with automatic padding worked out. */
import { int, ints, text } from '../core/attributes.ts';
import type { Node } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { isWhole } from '../core/size.ts';
import { samePadding } from '../core/window.ts';

export interface WindowAttributes {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly isCeil: boolean;
}

/** `undefined` where the padding depends on an input size that is open. */
export function windowAttributes(node: Node, input: Shape, kernel: readonly number[]): WindowAttributes | undefined {
  const rank = kernel.length;
  const fill = (value: number): readonly number[] => kernel.map(() => value);
  const strides = ints(node, 'strides') ?? fill(1);
  const dilations = ints(node, 'dilations') ?? fill(1);
  const automatic = text(node, 'auto_pad', 'NOTSET');
  const isSame = automatic.startsWith('SAME');
  const spatial = input.slice(-rank);
  if (isSame && spatial.some((size, i) => !isWhole(size) && strides[i] !== 1)) return undefined;
  const pads = ints(node, 'pads') ?? [...fill(0), ...fill(0)];
  const sides = kernel.map((size, i) =>
    isSame
      ? samePadding(spatial[i]!, size, strides[i]!, dilations[i]!, automatic === 'SAME_LOWER')
      : automatic === 'VALID' ? [0, 0] as const : [pads[i]!, pads[i + rank]!] as const,
  ); // prettier-ignore
  const isCeil = !isSame && int(node, 'ceil_mode', 0) === 1;
  const [before, after] = [sides.map((side) => side[0]), sides.map((side) => side[1])];
  return { kernel, strides, dilations, before, after, isCeil };
}

export function isSymmetric({ before, after }: WindowAttributes): boolean {
  return before.every((cells, i) => cells === after[i]);
}

/** One number where all are equal. */
export function square(values: readonly number[]): number | readonly number[] {
  return values.every((value) => value === values[0]) ? values[0]! : values;
}

/** As `square`; `undefined` where every entry is the default. */
export function unlessAll(otherwise: number, values: readonly number[]): number | readonly number[] | undefined {
  return values.every((value) => value === otherwise) ? undefined : square(values);
}
