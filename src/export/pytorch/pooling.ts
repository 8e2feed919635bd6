/** Pools → nn.MaxPool and nn.AvgPool; padding that torch's cannot say is put around the input first. */
import { int, ints } from '../../core/attributes.ts';
import { construct } from '../construction.ts';
import { isSymmetric, square, unlessAll, type WindowAttributes } from '../window.ts';
import { axesOf, padded, paddingText, windowAt } from './convolution.ts';
import { outputShape, shapeAt, type Site, type Translation, type Translations } from './site.ts';

const MaxPool: Translation = (site) => {
  if (site.wanted.length > 1) throw site.fail('its indices are read');
  const window = poolWindow(site);
  const fits = isSaid(window);
  const pads = fits ? window : explicitPadding(site, window);
  const module = construct(`nn.MaxPool${axesOf(site, window)}d`, [['kernel_size', square(window.kernel)]], {
    stride: square(window.strides),
    padding: fits ? unlessAll(0, window.before) : undefined,
    dilation: unlessAll(1, window.dilations),
    ceil_mode: fits && window.isCeil ? true : undefined,
  });
  return `${site.module(module, [])}(${fits ? site.arg(0) : padded(site.arg(0), pads, "float('-inf')")})`;
};

const AveragePool: Translation = (site) => {
  const window = poolWindow(site);
  if (window.dilations.some((dilation) => dilation !== 1)) throw site.fail('its window is dilated');
  const isCounted = int(site.node, 'count_include_pad', 0) === 1;
  const fits = isSaid(window);
  if (!fits && window.isCeil) throw site.fail('it rounds up, with padding that differs from side to side');
  const isPadded = window.before.some((cells) => cells > 0);
  const module = construct(`nn.AvgPool${axesOf(site, window)}d`, [['kernel_size', square(window.kernel)]], {
    stride: square(window.strides),
    padding: fits ? unlessAll(0, window.before) : undefined,
    ceil_mode: fits && window.isCeil ? true : undefined,
    count_include_pad: fits && isPadded && !isCounted ? false : undefined,
  });
  const pool = site.module(module, []);
  if (fits) return `${pool}(${site.arg(0)})`;
  if (isCounted) return `${pool}(${padded(site.arg(0), window)})`;
  return `${site.helper('average_inside')}(${pool}, ${site.arg(0)}, ${paddingText(window)})`;
};

/** torch.nn.LPPool takes the root of the sum of powers, without absolute values: right for even powers. */
const LpPool: Translation = (site) => {
  const window = poolWindow(site);
  const power = int(site.node, 'p', 2);
  const [isPadded, isDilated] = [window.before.some((cells) => cells > 0) || window.after.some((cells) => cells > 0), window.dilations.some((dilation) => dilation !== 1)]; // prettier-ignore
  if (isPadded || isDilated || power % 2 === 1)
    throw site.fail('PyTorch has no such pool: padded, dilated or of an odd power');
  const module = construct(`nn.LPPool${axesOf(site, window)}d`, [['norm_type', power], ['kernel_size', square(window.kernel)]], { stride: square(window.strides), ceil_mode: window.isCeil ? true : undefined }); // prettier-ignore
  return `${site.module(module, [])}(${site.arg(0)})`;
};

const GlobalAveragePool: Translation = (site) => globalPool(site, 'avg', 'mean');
const GlobalMaxPool: Translation = (site) => globalPool(site, 'max', 'amax');

function globalPool(site: Site, kind: string, reduction: string): string {
  const axes = shapeAt(site, 0).length - 2;
  if (axes >= 1 && axes <= 3) return `F.adaptive_${kind}_pool${axes}d(${site.arg(0)}, 1)`;
  const spatial = Array.from({ length: axes }, (_, i) => i + 2).join(', ');
  return `${site.arg(0)}.${reduction}(dim=(${spatial}), keepdim=True)`;
}

function poolWindow(site: Site): WindowAttributes {
  const kernel = ints(site.node, 'kernel_shape');
  if (!kernel) throw site.fail('it has no kernel_shape');
  return windowAt(site, kernel);
}

/** torch's padding is the same on both sides, and at most half of the kernel. */
function isSaid(window: WindowAttributes): boolean {
  return isSymmetric(window) && window.before.every((cells, i) => 2 * cells <= window.kernel[i]!);
}

/** As much padding after as the number of windows takes, so that nothing has to be rounded up. */
function explicitPadding(site: Site, window: WindowAttributes): Pick<WindowAttributes, 'before' | 'after'> {
  if (!window.isCeil) return window;
  const [input, output] = [shapeAt(site, 0).slice(2), outputShape(site)?.slice(2) ?? []];
  const after = window.kernel.map((kernel, i) => {
    const [cells, windows] = [input[i], output[i]];
    if (typeof cells !== 'number' || typeof windows !== 'number') throw site.fail('it rounds up an open size');
    const span = (kernel - 1) * window.dilations[i]! + 1;
    return Math.max((windows - 1) * window.strides[i]! + span - cells - window.before[i]!, 0);
  });
  return { before: window.before, after };
}

export const pools: Translations = { MaxPool, AveragePool, LpPool, GlobalAveragePool, GlobalMaxPool }; // prettier-ignore
