/** Convolutions and pools. Keras pads as ONNX's SAME_UPPER or not at all; other padding is put around the input first. */
import { int, ints, text } from '../../core/attributes.ts';
import { samePadding } from '../../core/window.ts';
import { square, windowAttributes, type WindowAttributes } from '../window.ts';
import type { Literal } from '../construction.ts';
import { axesOf, shapeAt, wholeShape, type Site, type Translation, type Translations } from './site.ts';

type Sides = Pick<WindowAttributes, 'before' | 'after'>;

const Conv: Translation = (site) => {
  const [filters, each, ...kernel] = wholeShape(site, 1);
  if (!site.inputs.slice(1).every((input) => !input || site.holds(input))) throw site.fail('its weights are computed');
  const { window, padding, x } = windowAt(site, kernel);
  const groups = int(site.node, 'group', 1);
  const axes = axesOf(site, kernel.length);
  const options = {
    strides: unless(1, square(window.strides)),
    padding: padding === 'same' ? word('same') : undefined,
    dilation_rate: unless(1, square(window.dilations)),
    use_bias: site.inputs[2] ? undefined : false,
  };
  const isDepthwise = groups > 1 && each === 1 && axes <= 2 && typeof square(window.strides) === 'number';
  if (isDepthwise) return site.weighted(`layers.DepthwiseConv${axes}D`, [square(kernel)], { ...options, depth_multiplier: unless(1, filters! / groups) }, x); // prettier-ignore
  return site.weighted(`layers.Conv${axes}D`, [filters!, square(kernel)], { ...options, groups: unless(1, groups) }, x);
};

/** Keras gives stride · in + max(kernel − stride, 0) cells; what padding takes away is cut off. */
const ConvTranspose: Translation = (site) => {
  const [, each, ...kernel] = wholeShape(site, 1);
  const window = windowAttributes(site.node, shapeAt(site, 0), kernel);
  const extra = ints(site.node, 'output_padding') ?? [];
  const isPlain = window?.dilations.every((step) => step === 1) && int(site.node, 'group', 1) === 1 && extra.every((cells) => cells === 0) && kernel.every((size, i) => size >= window.strides[i]!); // prettier-ignore
  if (!window || !isPlain || ints(site.node, 'output_shape'))
    throw site.fail('it has groups, dilation, output padding or a stride above its kernel');
  const options = { strides: unless(1, square(window.strides)), use_bias: site.inputs[2] ? undefined : false };
  const y = site.weighted(
    `layers.Conv${axesOf(site, kernel.length)}DTranspose`,
    [each!, square(kernel)],
    options,
    site.arg(0),
  );
  if (isNone(window)) return y;
  return `${y}[:, :, ${window.before.map((cells, i) => `${cells || ''}:${window.after[i] === 0 ? '' : -window.after[i]!}`).join(', ')}]`;
};

const MaxPool: Translation = (site) => {
  if (site.wanted[0] !== site.node.outputs[0] || site.wanted.length > 1) throw site.fail('its indices are read');
  const kernel = kernelOf(site);
  const { window, padding } = windowAt(site, kernel, 'no input');
  if (window.dilations.some((step) => step !== 1)) throw site.fail('its window is dilated');
  const sides = padding === 'same' ? undefined : explicit(site, window);
  const x = sides && !isNone(sides) ? padded(site.arg(0), sides, ", constant_values=float('-inf')") : site.arg(0);
  return site.layer(`layers.MaxPooling${axesOf(site, kernel.length)}D`, [square(kernel)], { strides: square(window.strides), padding: padding === 'same' ? word('same') : undefined }, x); // prettier-ignore
};

/** Keras leaves padding out of its means, as ONNX does unless it is told otherwise. */
const AveragePool: Translation = (site) => {
  const kernel = kernelOf(site);
  const { window, padding } = windowAt(site, kernel, 'no input');
  if (window.dilations.some((step) => step !== 1)) throw site.fail('its window is dilated');
  const isCounted = int(site.node, 'count_include_pad', 0) === 1;
  if (isCounted && window.isCeil) throw site.fail('it rounds up and counts padding');
  const callee = `layers.AveragePooling${axesOf(site, kernel.length)}D`;
  const strides = square(window.strides);
  if (padding === 'same' && !isCounted)
    return site.layer(callee, [square(kernel)], { strides, padding: word('same') }, site.arg(0));
  const sides = explicit(site, window);
  if (isNone(sides)) return site.layer(callee, [square(kernel)], { strides }, site.arg(0));
  if (isCounted) return site.layer(callee, [square(kernel)], { strides }, padded(site.arg(0), sides));
  return `${site.helper('average_inside')}(${callee}(${numbers(kernel)}, strides=${numbers(window.strides)}), ${site.arg(0)}, ${cellsText(sides)})`;
};

const globalPool =
  (kind: string): Translation =>
  (site) =>
    site.layer(
      `layers.Global${kind}Pooling${axesOf(site, shapeAt(site, 0).length - 2)}D`,
      [],
      { keepdims: true },
      site.arg(0),
    );

export const convolutions: Translations = { Conv, ConvTranspose, MaxPool, AveragePool, GlobalAveragePool: globalPool('Average'), GlobalMaxPool: globalPool('Max') }; // prettier-ignore

interface Placed {
  readonly window: WindowAttributes;
  readonly padding: 'same' | 'valid';
  /** The input, padded where the layer cannot say the padding. */
  readonly x: string;
}

/** `same` where the padding is what Keras would put: then the text holds for other input sizes too. */
function windowAt(site: Site, kernel: readonly number[], want: 'input' | 'no input' = 'input'): Placed {
  const input = shapeAt(site, 0);
  const window = windowAttributes(site.node, input, kernel);
  const isSame = text(site.node, 'auto_pad', 'NOTSET') === 'SAME_UPPER';
  if (!window && isSame) {
    const ones = kernel.map(() => 1);
    return { window: { kernel, strides: ints(site.node, 'strides') ?? ones, dilations: ints(site.node, 'dilations') ?? ones, before: ones, after: ones, isCeil: false }, padding: 'same', x: site.arg(0) }; // prettier-ignore
  }
  if (!window) throw site.fail('its padding depends on an input size that is open; give the size with --input');
  if (isNone(window)) return { window, padding: 'valid', x: site.arg(0) };
  const isKeras =
    isSame || (!window.isCeil && kernel.every((size, i) => isKerasSame(window, input.slice(2)[i]!, size, i)));
  if (isKeras || want === 'no input') return { window, padding: isKeras ? 'same' : 'valid', x: site.arg(0) };
  return { window, padding: 'valid', x: kernel.length === 2 ? zeroPadded(site, window) : padded(site.arg(0), window) };
}

function isKerasSame(
  { strides, dilations, before, after }: WindowAttributes,
  input: unknown,
  kernel: number,
  axis: number,
): boolean {
  if (typeof input !== 'number' && strides[axis] !== 1) return false;
  const [first, last] = samePadding(
    typeof input === 'number' ? input : 1,
    kernel,
    strides[axis]!,
    dilations[axis]!,
    false,
  );
  const size = typeof input === 'number' ? [first, last] : [Math.floor(((kernel - 1) * dilations[axis]!) / 2), Math.ceil(((kernel - 1) * dilations[axis]!) / 2)]; // prettier-ignore
  return before[axis] === size[0] && after[axis] === size[1];
}

/** Padding after as much as the number of windows takes, so that nothing has to be rounded up. */
function explicit(site: Site, window: WindowAttributes): Sides {
  if (!window.isCeil) return window;
  const [input, output] = [shapeAt(site, 0).slice(2), site.outputs[0]?.shape?.slice(2) ?? []];
  const after = window.kernel.map((kernel, i) => {
    const [cells, windows] = [input[i], output[i]];
    if (typeof cells !== 'number' || typeof windows !== 'number') throw site.fail('it rounds up an open size');
    return Math.max((windows - 1) * window.strides[i]! + kernel - cells - window.before[i]!, 0);
  });
  return { before: window.before, after };
}

function zeroPadded(site: Site, { before, after }: Sides): string {
  const isEven = before.every((cells, i) => cells === after[i]);
  const cells: Literal = isEven ? square(before) : before.map((first, i) => [first, after[i]!]);
  return site.layer('layers.ZeroPadding2D', [cells], {}, site.arg(0));
}

function padded(x: string, sides: Sides, options = ''): string {
  return `ops.pad(${x}, ${cellsText(sides)}${options})`;
}

/** A pair for each axis, batch and channels first. */
function cellsText({ before, after }: Sides): string {
  return `((0, 0), (0, 0), ${before.map((cells, i) => `(${cells}, ${after[i]})`).join(', ')})`;
}

function kernelOf(site: Site): readonly number[] {
  const kernel = ints(site.node, 'kernel_shape');
  if (kernel) return kernel;
  throw site.fail('it has no kernel_shape');
}

function isNone({ before, after }: Sides): boolean {
  return [...before, ...after].every((cells) => cells === 0);
}

function numbers(values: readonly number[]): string {
  const one = square(values);
  return typeof one === 'number' ? String(one) : `(${one.join(', ')})`;
}

function unless(otherwise: number, value: number | readonly number[]): number | readonly number[] | undefined {
  return value === otherwise ? undefined : value;
}

export function word(text: string): Literal {
  return { python: `'${text}'` };
}
