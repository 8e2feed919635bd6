/** Operators that make, pad, enlarge or convert tensors. */
import { float, int, ints, tensor, text } from '../../core/attributes.ts';
import { elementTypes } from '../../core/elementType.ts';
import { isWhole } from '../../core/size.ts';
import { isNumberText, number } from '../text.ts';
import { bracketed, tensorText } from './shaping.ts';
import { typeNames } from './types.ts';
import {
  knownAt,
  numberAt,
  outputShape,
  shapeAt,
  wholesAt,
  type Site,
  type Translation,
  type Translations,
} from './site.ts';

function typeText(site: Site, type: string | undefined): string {
  const name = type !== undefined && Object.hasOwn(typeNames, type) ? typeNames[type] : undefined;
  if (name !== undefined) return name;
  throw site.fail(`PyTorch has no element type ${type ?? 'for it'}`);
}

const Cast: Translation = (site) => {
  const type = typeText(site, elementTypes[int(site.node, 'to', 0)]);
  const x = site.arg(0);
  return isNumberText(x) ? `torch.tensor(${x}, dtype=${type})` : `${x}.to(${type})`;
};

const CastLike: Translation = (site) => `${tensorText(site, 0)}.to(${typeText(site, site.outputs[0]!.type)})`;

const ConstantOfShape: Translation = (site) => {
  const value = tensor(site.node, 'value');
  const filled = number(value?.values?.[0] ?? 0);
  const sizes = outputShape(site);
  const shape = sizes ? bracketed(sizes.map((size) => site.size(size))) : `tuple(${site.arg(0)})`;
  return `torch.full(${shape}, ${value?.type === 'bool' ? (filled === '0' ? 'False' : 'True') : filled}, dtype=${typeText(site, value?.type ?? 'float32')})`;
};

/** A bound that is computed is read as a number. */
const Range: Translation = (site) => {
  const bounds = site.inputs.map((input, i) => {
    const [value] = input?.values ?? [];
    return value === undefined ? `int(${site.arg(i)})` : isWhole(value) ? number(value) : site.size(value);
  });
  const [start, end, step] = bounds;
  if (step !== '1') return `torch.arange(${bounds.join(', ')})`;
  return start === '0' ? `torch.arange(${end})` : `torch.arange(${start}, ${end})`;
};

const EyeLike: Translation = (site) => {
  const shape = shapeAt(site, 0);
  return `torch.eye(${shape.map((size) => site.size(size)).join(', ')})`;
};

/** ONNX's modes by torch's names. */
const padModes: Readonly<Record<string, string>> = { reflect: 'reflect', edge: 'replicate', wrap: 'circular' };

const Pad: Translation = (site) => {
  const rank = shapeAt(site, 0).length;
  const pads = ints(site.node, 'pads') ?? ints(site.node, 'paddings') ?? wholesAt(site, 1);
  const axes = site.inputs[3] ? wholesAt(site, 3).map((axis) => (axis < 0 ? axis + rank : axis)) : Array.from({ length: rank }, (_, i) => i); // prettier-ignore
  const pairs = Array.from({ length: rank }, (_, axis) => {
    const at = axes.indexOf(axis);
    return at === -1 ? [0, 0] : [pads[at]!, pads[at + axes.length]!];
  });
  const first = pairs.findIndex(([before, after]) => before !== 0 || after !== 0);
  if (first === -1) return site.arg(0);
  const cells = pairs.slice(first).toReversed().flat().join(', ');
  const mode = text(site.node, 'mode', 'constant');
  if (mode !== 'constant') return `F.pad(${site.arg(0)}, (${cells}), mode='${padModes[mode] ?? unknown(site, mode)}')`;
  const value = numberAt(site, 2) ?? float(site.node, 'value') ?? 0;
  return `F.pad(${site.arg(0)}, (${cells})${value === 0 ? '' : `, value=${number(value)}`})`;
};

/**
 * torch's `nearest` takes ⌊position / scale⌋ (ONNX: asymmetric, floor), `nearest-exact` the middle of the cell (half_pixel);
 * its cubic has the coefficient −0.75, ONNX's default.
 */
const Resize: Translation = (site) => {
  const rank = shapeAt(site, 0).length;
  const mode = text(site.node, 'mode', 'nearest');
  const where = text(site.node, 'coordinate_transformation_mode', site.version < 11 ? 'asymmetric' : 'half_pixel');
  const linear = ['', 'linear', 'bilinear', 'trilinear'][rank - 2];
  const names: Readonly<Record<string, string | undefined>> = { nearest: where === 'asymmetric' ? 'nearest' : 'nearest-exact', linear, cubic: rank === 4 ? 'bicubic' : undefined }; // prettier-ignore
  const name = names[mode];
  if (name === undefined || !/asymmetric|half_pixel|align_corners/.test(where))
    throw site.fail(`PyTorch has no resizing "${mode}" with ${where}`);
  if (mode !== 'nearest' && where === 'asymmetric')
    throw site.fail('PyTorch interpolates from the middle of a cell, and it from the corner');
  const corners = mode === 'nearest' ? '' : `, align_corners=${where === 'align_corners' ? 'True' : 'False'}`;
  return `F.interpolate(${site.arg(0)}, ${extentText(site)}, mode='${name}'${corners})`;
};

/** By the scales where they are known, so that the text holds for every size; else by the sizes. */
function extentText(site: Site): string {
  const scales = (site.version < 11 ? site.inputs[1] : site.inputs[2])?.values ?? [];
  const spatial = scales.slice(2).map((scale) => (isWhole(scale) ? Number(scale) : Number.NaN));
  if (spatial.length > 0 && !spatial.includes(Number.NaN)) return `scale_factor=${bracketed(spatial.map(number))}`;
  const sizes = outputShape(site)?.slice(2) ?? knownAt(site, 3).slice(2);
  return `size=${bracketed(sizes.map((size) => site.size(size)))}`;
}

function unknown(site: Site, mode: string): never {
  throw site.fail(`PyTorch does not pad in mode ${JSON.stringify(mode)}`);
}

export const fillings: Translations = { Cast, CastLike, ConstantOfShape, Range, EyeLike, Pad, Resize, Upsample: Resize }; // prettier-ignore
