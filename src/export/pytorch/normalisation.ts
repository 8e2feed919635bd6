/** Normalisations → their modules. */
import { float, int } from '../../core/attributes.ts';
import { construct, type Literal } from '../construction.ts';
import { float as floatText, number } from '../text.ts';
import { shapeAt, wholeShape, type Site, type Translation, type Translations } from './site.ts';

const torchEpsilon = 1e-5;

const BatchNormalization: Translation = (site) => {
  const epsilon = epsilonOf(site);
  if (int(site.node, 'training_mode', 0) === 1)
    return `F.batch_norm(${site.arg(0)}, None, None, ${site.arg(1)}, ${site.arg(2)}, training=True, eps=${number(epsilon)})`;
  if (!site.inputs.slice(1).every((input) => site.holds(input)))
    return `F.batch_norm(${[0, 3, 4, 1, 2].map((i) => site.arg(i)).join(', ')}, eps=${number(epsilon)})`;
  const [channels] = wholeShape(site, 1);
  const module = construct(`nn.BatchNorm${axesOf(site)}d`, [['num_features', channels!]], unlessTorch(epsilon));
  return `${site.module(module, site.inputs.slice(1))}(${site.arg(0)})`;
};

/** torch divides alpha by the size, as ONNX does (torch.nn.LocalResponseNorm). */
const LRN: Translation = (site) => {
  const size = int(site.node, 'size', 5);
  const [alpha, beta, k] = [
    float(site.node, 'alpha') ?? 1e-4,
    float(site.node, 'beta') ?? 0.75,
    float(site.node, 'bias') ?? 1,
  ];
  const module = construct('nn.LocalResponseNorm', [['size', size]], { alpha: verbatim(alpha), beta: verbatim(beta), k: verbatim(k) }); // prettier-ignore
  const remark = `torch divides alpha by the size: each square counts ${number(Number((alpha / size).toPrecision(6)))}`;
  return `${site.module(module, [], remark)}(${site.arg(0)})`;
};

const LayerNormalization: Translation = (site) => {
  const shape = shapeAt(site, 0);
  const axis = int(site.node, 'axis', -1);
  const over = shape.slice(axis < 0 ? axis + shape.length : axis);
  const [scale, shift] = site.inputs.slice(1);
  const isOwned = site.holds(scale) && (!shift || site.holds(shift)) && scale!.shape!.length === over.length;
  if (!over.every((size) => typeof size === 'number')) throw site.fail('it normalises over an open size');
  const axes: Literal = over.length === 1 ? over[0]! : over;
  if (!isOwned) return `F.layer_norm(${site.arg(0)}, (${over.join(', ')},), ${site.arg(1)}, ${site.arg(2)}, eps=${number(epsilonOf(site))})`; // prettier-ignore
  const module = construct('nn.LayerNorm', [['normalized_shape', axes]], { ...unlessTorch(epsilonOf(site)), bias: shift ? undefined : false }); // prettier-ignore
  return `${site.module(module, [scale, shift])}(${site.arg(0)})`;
};

const RMSNormalization: Translation = (site) => {
  const shape = shapeAt(site, 0);
  const axis = int(site.node, 'axis', -1);
  const over = wholeShape(site, 1);
  if (!site.holds(site.inputs[1]) || over.length !== (axis < 0 ? -axis : shape.length - axis)) throw site.fail('its scale is no tensor of its axes'); // prettier-ignore
  const module = construct('nn.RMSNorm', [['normalized_shape', over.length === 1 ? over[0]! : over]], { eps: verbatim(epsilonOf(site)) }); // prettier-ignore
  return `${site.module(module, [site.inputs[1]])}(${site.arg(0)})`;
};

/** Before version 21 a scale belongs to a group, since then to a channel, as torch has it. */
const GroupNormalization: Translation = (site) => {
  const groups = int(site.node, 'num_groups', 1);
  const [scales] = wholeShape(site, 1);
  const channels = shapeAt(site, 0)[1];
  if (scales !== channels || !site.inputs.slice(1).every((input) => site.holds(input))) throw site.fail('its scale is no tensor of one number for each channel'); // prettier-ignore
  const module = construct('nn.GroupNorm', [['num_groups', groups], ['num_channels', scales!]], unlessTorch(epsilonOf(site))); // prettier-ignore
  return `${site.module(module, site.inputs.slice(1))}(${site.arg(0)})`;
};

const InstanceNormalization: Translation = (site) => {
  const [channels] = wholeShape(site, 1);
  if (!site.inputs.slice(1).every((input) => site.holds(input)))
    return `F.instance_norm(${site.arg(0)}, weight=${site.arg(1)}, bias=${site.arg(2)}, eps=${number(epsilonOf(site))})`;
  const module = construct(`nn.InstanceNorm${axesOf(site)}d`, [['num_features', channels!]], { ...unlessTorch(epsilonOf(site)), affine: true }); // prettier-ignore
  return `${site.module(module, site.inputs.slice(1))}(${site.arg(0)})`;
};

const LpNormalization: Translation = (site) =>
  `F.normalize(${site.arg(0)}, p=${int(site.node, 'p', 2)}, dim=${int(site.node, 'axis', -1)}, eps=0.0)`;

/** The last entry of ONNX's defaults too. */
function epsilonOf(site: Site): number {
  return float(site.node, 'epsilon') ?? torchEpsilon;
}

function unlessTorch(epsilon: number): Readonly<Record<string, Literal>> {
  return Math.fround(epsilon) === Math.fround(torchEpsilon) ? {} : { eps: verbatim(epsilon) };
}

function verbatim(value: number): Literal {
  return { python: floatText(value) };
}

/** torch's modules go by the number of spatial axes; none counts as one. */
function axesOf(site: Site): number {
  const axes = Math.max(shapeAt(site, 0).length - 2, 1);
  if (axes <= 3) return axes;
  throw site.fail(`it has ${axes} spatial axes; PyTorch has modules for 1 to 3`);
}

export const normalisations: Translations = { BatchNormalization, LRN, LayerNormalization, RMSNormalization, GroupNormalization, InstanceNormalization, LpNormalization }; // prettier-ignore
