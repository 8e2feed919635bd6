/** A window's attributes as the fields of a layer. */
import { int, ints, text } from '../../core/attributes.ts';
import type { Node } from '../../core/network.ts';
import type { Operand } from '../../core/operator.ts';

/** Fields of a window; `undefined` where the file has no words for it. */
export function windowFields(
  node: Node,
  kernel: readonly number[],
  input: Operand | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const rank = (input?.shape?.length ?? 0) - 2;
  const automatic = text(node, 'auto_pad', 'NOTSET');
  const given = ints(node, 'kernel_shape');
  if (rank !== kernel.length || automatic === 'SAME_LOWER' || (given && String(given) !== String(kernel)))
    return undefined;
  const pads = ints(node, 'pads') ?? [];
  const sides = kernel.map((_, i) => [pads[i] ?? 0, pads[i + rank] ?? 0] as const);
  const [strides, dilations] = [ints(node, 'strides') ?? [], ints(node, 'dilations') ?? []];
  return {
    kernel: short(kernel),
    ...(strides.some((step) => step !== 1) && { stride: short(strides) }),
    ...(dilations.some((step) => step !== 1) && { dilation: short(dilations) }),
    ...(automatic === 'SAME_UPPER' ? { padding: 'same' } : automatic === 'VALID' ? {} : paddingField(sides)),
    ...(int(node, 'ceil_mode', 0) === 1 && { rounding: 'ceil' }),
  };
}

function paddingField(sides: readonly (readonly [number, number])[]): Readonly<Record<string, unknown>> {
  if (sides.every(([before, after]) => before === 0 && after === 0)) return {};
  if (sides.every(([before, after]) => before === after)) return { padding: short(sides.map(([before]) => before)) };
  return { padding: sides };
}

export function short(values: readonly number[]): number | readonly number[] {
  return values.every((value) => value === values[0]) ? values[0]! : values;
}

/** Whether a node has no attributes but these. */
export function onlyHas(node: Node, names: readonly string[]): boolean {
  return [...node.attributes.keys()].every((name) => names.includes(name));
}
