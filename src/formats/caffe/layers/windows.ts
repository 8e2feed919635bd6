/** Kernel, stride, pad and dilation of a window: once, once for each axis, or as `_h` and `_w` (base_conv_layer.cpp). */
import type { Fields } from '../fields.ts';
import type { Translation } from '../translation.ts';

export interface WindowFields {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly pad: readonly number[];
  readonly dilation: readonly number[];
}

/** The window over `axes` spatial axes; without a kernel size, `kernel` is empty. */
export function windowOf(t: Translation, fields: Fields, axes: number): WindowFields {
  return {
    kernel: eachAxis(t, fields, axes, { name: 'kernel_size', short: 'kernel', least: 1 }) ?? [],
    stride: eachAxis(t, fields, axes, { name: 'stride', least: 1 }) ?? filled(axes, 1),
    pad: eachAxis(t, fields, axes, { name: 'pad', least: 0 }) ?? filled(axes, 0),
    dilation: eachAxis(t, fields, axes, { name: 'dilation', least: 1 }) ?? filled(axes, 1),
  };
}

/** How many spatial axes the fields speak of, where the input does not tell: as many as the kernel has sizes, else 2. */
export function axesWritten(fields: Fields): number {
  return Math.max(fields.all('kernel_size').length, 2);
}

/** The window as attributes of an ONNX operator. */
export function windowAttributes({
  kernel,
  stride,
  pad,
  dilation,
}: WindowFields): Readonly<Record<string, readonly number[]>> {
  return { kernel_shape: kernel, strides: stride, pads: [...pad, ...pad], dilations: dilation };
}

interface Named {
  readonly name: string;
  readonly short?: string;
  readonly least: number;
}

function eachAxis(t: Translation, fields: Fields, axes: number, named: Named): readonly number[] | undefined {
  const { name, short = name, least } = named;
  const sizes = fields.wholes(name, least);
  const [height, width] = [fields.whole(`${short}_h`, least), fields.whole(`${short}_w`, least)];
  if (height === undefined && width === undefined) {
    if (sizes.length === 0) return undefined;
    if (sizes.length === 1) return filled(axes, sizes[0]!);
    if (sizes.length === axes) return sizes;
    throw t.fault(`${name} is given ${sizes.length} times for ${axes} spatial axes`, fields, name);
  }
  if (sizes.length > 0) throw t.fault(`expected ${name} or ${short}_h and ${short}_w, got both`, fields, name);
  if (axes !== 2)
    throw t.fault(`${short}_h and ${short}_w are for 2 spatial axes, the input has ${axes}`, fields, `${short}_h`);
  const otherwise = least === 0 ? 0 : undefined;
  const pair = [height ?? otherwise, width ?? otherwise];
  if (pair.every((size) => size !== undefined)) return pair;
  throw t.fault(`expected ${short}_h and ${short}_w, got one of them`, fields, `${short}_h`);
}

function filled(length: number, value: number): readonly number[] {
  return Array.from({ length }, () => value);
}
