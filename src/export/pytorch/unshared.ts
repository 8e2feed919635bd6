/** Layers of the domain `layerledger`, for which the exported text brings a module of its own. */
import { ints } from '../../core/attributes.ts';
import { construct, type Literal } from '../construction.ts';
import { number } from '../text.ts';
import { square } from '../window.ts';
import { windowAt } from './convolution.ts';
import { shapeAt, wholeShape, type Site, type Translation, type Translations } from './site.ts';

const TableConv: Translation = (site) => {
  const [, ...kernel] = wholeShape(site, 1);
  const bias = site.inputs[2] && wholeShape(site, 2);
  const fan = ints(site.node, 'fan_in');
  const filters = fan?.length ?? bias?.[0] ?? filtersOf(site);
  const maps = { python: `(${(ints(site.node, 'maps') ?? allMaps(site, filters)).map(number).join(', ')},)` };
  const counts = {
    python: `(${(fan ?? Array.from({ length: filters }, () => channelsOf(site))).map(number).join(', ')},)`,
  };
  return unshared(site, 'TableConv2d', [['maps', maps], ['fan_in', counts], ['kernel_size', kernel]], bias); // prettier-ignore
};

const LocalConv: Translation = (site) => {
  const shape = wholeShape(site, 1);
  const bias = site.inputs[2] && wholeShape(site, 2);
  return unshared(site, 'LocalConv2d', [['in_channels', shape[1]!], ['out_channels', shape[0]!], ['kernel_size', shape.slice(2, 4)], ['positions', shape.slice(4)]], bias); // prettier-ignore
};

/** LeCun 1998, section II.B: the sum of each window, times a coefficient of its map, plus a bias. */
const Subsample: Translation = (site) => {
  const kernel = ints(site.node, 'kernel_shape') ?? [];
  const window = windowAt(site, kernel);
  const module = construct(site.helper('Subsample2d'), [['channels', wholeShape(site, 1)[0]!], ['kernel_size', square(kernel)]], { stride: square(window.strides), bias: site.inputs[2] ? undefined : false }); // prettier-ignore
  return `${site.module(module, site.inputs.slice(1))}(${site.arg(0)})`;
};

const RadialBasis: Translation = (site) => {
  const [units, inputs] = wholeShape(site, 1);
  const isLearned = site.inputs[1]!.learned === true;
  const module = construct(site.helper('RadialBasis'), [['in_features', inputs!], ['units', units!]], { learned: isLearned ? true : undefined }); // prettier-ignore
  return `${site.module(module, [site.inputs[1]])}(${site.arg(0)})`;
};

function unshared(
  site: Site,
  name: string,
  args: readonly (readonly [string, Literal])[],
  bias: readonly number[] | undefined,
): string {
  const window = windowAt(site, ints(site.node, 'kernel_shape') ?? wholeShape(site, 1).slice(-2));
  if (window.kernel.length !== 2 || window.dilations.some((dilation) => dilation !== 1))
    throw site.fail('it is dilated, or no map of height and width');
  const sides = [window.before[1]!, window.after[1]!, window.before[0]!, window.after[0]!];
  const module = construct(site.helper(name), args, {
    stride: window.strides,
    padding: sides.some((cells) => cells > 0) ? sides : undefined,
    bias_shape: bias,
  });
  return `${site.module(module, site.inputs.slice(1))}(${site.arg(0)})`;
}

function filtersOf(site: Site): number {
  const filters = site.outputs[0]?.shape?.[1];
  if (typeof filters === 'number') return filters;
  throw site.fail('how many filters it has is not known');
}

function allMaps(site: Site, filters: number): readonly number[] {
  const channels = channelsOf(site);
  return Array.from({ length: filters * channels }, (_, i) => i % channels);
}

function channelsOf(site: Site): number {
  const channels = shapeAt(site, 0)[1];
  if (typeof channels === 'number') return channels;
  throw site.fail('how many maps it reads is not known');
}

export const unsharedLayers: Translations = { TableConv, LocalConv, Subsample, RadialBasis }; // prettier-ignore
