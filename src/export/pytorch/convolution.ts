/** Convolutions → nn.Conv1d to nn.Conv3d; with weights that the network computes, F.conv. */
import { int, ints } from '../../core/attributes.ts';
import { argumentTexts, construct, type Literal } from '../construction.ts';
import { number } from '../text.ts';
import { isSymmetric, square, windowAttributes, type WindowAttributes } from '../window.ts';
import { shapeAt, wholeShape, type Site, type Translation, type Translations } from './site.ts';

/** What both libraries take for granted. */
const defaults = { stride: 1, padding: 0, dilation: 1, groups: 1, output_padding: 0 };

const Conv: Translation = (site) => {
  const weight = wholeShape(site, 1);
  const window = windowAt(site, weight.slice(2));
  const groups = int(site.node, 'group', 1);
  const isEven = isSymmetric(window);
  const options = {
    stride: square(window.strides),
    padding: isEven ? square(window.before) : undefined,
    dilation: square(window.dilations),
    groups,
  };
  const x = isEven ? site.arg(0) : padded(site.arg(0), window);
  if (!isOwned(site)) return functional(site, `F.conv${axesOf(site, window)}d`, x, options);
  const channels = [
    ['in_channels', weight[1]! * groups],
    ['out_channels', weight[0]!],
  ] as const;
  const module = construct(`nn.Conv${axesOf(site, window)}d`, channels, { kernel_size: square(window.kernel), ...options, bias: site.inputs[2] ? undefined : false }, defaults); // prettier-ignore
  return `${site.module(module, site.inputs.slice(1))}(${x})`;
};

/** torch: (in − 1) · stride − 2 · padding + dilation · (kernel − 1) + output_padding + 1, as ONNX's. */
const ConvTranspose: Translation = (site) => {
  const weight = wholeShape(site, 1);
  if (ints(site.node, 'output_shape')) throw site.fail('its output_shape decides the padding');
  const window = windowAt(site, weight.slice(2));
  if (!isSymmetric(window)) throw site.fail('its padding differs from side to side');
  const groups = int(site.node, 'group', 1);
  const options = {
    stride: square(window.strides),
    padding: square(window.before),
    output_padding: square(ints(site.node, 'output_padding') ?? window.kernel.map(() => 0)),
    groups,
    dilation: square(window.dilations),
  };
  const axes = axesOf(site, window);
  if (!isOwned(site)) return functional(site, `F.conv_transpose${axes}d`, site.arg(0), options);
  const channels = [
    ['in_channels', weight[0]!],
    ['out_channels', weight[1]! * groups],
  ] as const;
  const module = construct(`nn.ConvTranspose${axes}d`, channels, { kernel_size: square(window.kernel), ...options, bias: site.inputs[2] ? undefined : false }, defaults); // prettier-ignore
  return `${site.module(module, site.inputs.slice(1))}(${site.arg(0)})`;
};

export function windowAt(site: Site, kernel: readonly number[]): WindowAttributes {
  const window = windowAttributes(site.node, shapeAt(site, 0), kernel);
  if (window) return window;
  throw site.fail('its padding depends on an input size that is open; give the size with --input');
}

/** torch has modules for one to three spatial axes. */
export function axesOf(site: Site, { kernel }: WindowAttributes): number {
  if (kernel.length >= 1 && kernel.length <= 3) return kernel.length;
  throw site.fail(`it slides along ${kernel.length} axes; PyTorch has modules for 1 to 3`);
}

/** F.pad takes the last axis first. */
export function padded(
  x: string,
  { before, after }: Pick<WindowAttributes, 'before' | 'after'>,
  value?: string,
): string {
  return `F.pad(${x}, ${paddingText({ before, after })}${value === undefined ? '' : `, value=${value}`})`;
}

export function paddingText({ before, after }: Pick<WindowAttributes, 'before' | 'after'>): string {
  const pairs = before.map((cells, i) => [cells, after[i]!]).toReversed();
  return `(${pairs.flat().map(number).join(', ')})`;
}

function isOwned(site: Site): boolean {
  return site.holds(site.inputs[1]) && (!site.inputs[2] || site.holds(site.inputs[2]));
}

function functional(
  site: Site,
  callee: string,
  x: string,
  options: Readonly<Record<string, Literal | undefined>>,
): string {
  const named = argumentTexts(construct(callee, [], options, defaults).args, number);
  return `${callee}(${[x, site.arg(1), site.arg(2), ...named].join(', ')})`;
}

export const convolutions: Translations = { Conv, ConvTranspose }; // prettier-ignore
