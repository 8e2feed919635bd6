/** Activations and other functions of one value. */
import { float, int, text } from '../../core/attributes.ts';
import { construct } from '../construction.ts';
import { number } from '../text.ts';
import { numberAt, shapeAt, type Site, type Translation, type Translations } from './site.ts';

/** Those that are a function's name in torch. */
const plain: Readonly<Record<string, string>> = {
  Relu: 'F.relu', Sigmoid: 'torch.sigmoid', Tanh: 'torch.tanh', Softplus: 'F.softplus', Softsign: 'F.softsign',
  HardSwish: 'F.hardswish', Mish: 'F.mish', Erf: 'torch.erf', Exp: 'torch.exp', Log: 'torch.log', Sqrt: 'torch.sqrt',
  Abs: 'torch.abs', Neg: 'torch.neg', Reciprocal: 'torch.reciprocal', Floor: 'torch.floor', Ceil: 'torch.ceil',
  Round: 'torch.round', Sign: 'torch.sign', Sin: 'torch.sin', Cos: 'torch.cos', Tan: 'torch.tan', Asin: 'torch.asin',
  Acos: 'torch.acos', Atan: 'torch.atan', Sinh: 'torch.sinh', Cosh: 'torch.cosh', Asinh: 'torch.asinh',
  Acosh: 'torch.acosh', Atanh: 'torch.atanh', Not: 'torch.logical_not', IsNaN: 'torch.isnan', Det: 'torch.linalg.det',
}; // prettier-ignore

export const plainActivations: Translations = Object.fromEntries(
  Object.entries(plain).map(([operator, callee]): [string, Translation] => [
    operator,
    (site) => `${callee}(${site.arg(0)})`,
  ]),
);

const Gelu: Translation = (site) =>
  text(site.node, 'approximate', 'none') === 'tanh'
    ? `F.gelu(${site.arg(0)}, approximate='tanh')`
    : `F.gelu(${site.arg(0)})`;

const LeakyRelu: Translation = (site) => `F.leaky_relu(${site.arg(0)}, ${number(float(site.node, 'alpha') ?? 0.01)})`;
const Elu: Translation = (site) => withDefault(site, 'F.elu', float(site.node, 'alpha') ?? 1, 1);
const Celu: Translation = (site) => withDefault(site, 'F.celu', float(site.node, 'alpha') ?? 1, 1);
const ThresholdedRelu: Translation = (site) =>
  `F.threshold(${site.arg(0)}, ${number(float(site.node, 'alpha') ?? 1)}, 0)`;

/** torch's SELU has the paper's constants (Klambauer 2017), which are ONNX's defaults. */
const Selu: Translation = (site) => {
  if (site.node.attributes.size > 0) throw site.fail('PyTorch has SELU with its default constants alone');
  return `F.selu(${site.arg(0)})`;
};

const Swish: Translation = (site) => {
  const alpha = float(site.node, 'alpha') ?? 1;
  return alpha === 1 ? `F.silu(${site.arg(0)})` : `${site.arg(0)} * torch.sigmoid(${number(alpha)} * ${site.arg(0)})`;
};

/** torch's has a slope of 1/6; another one is written out. */
const HardSigmoid: Translation = (site) => {
  const [alpha, beta] = [float(site.node, 'alpha') ?? 0.2, float(site.node, 'beta') ?? 0.5];
  if (Math.fround(alpha) === Math.fround(1 / 6) && beta === 0.5) return `F.hardsigmoid(${site.arg(0)})`;
  return `torch.clamp(${number(alpha)} * ${site.arg(0)} + ${number(beta)}, 0, 1)`;
};

/** Bounds are inputs since version 11. */
const Clip: Translation = (site) => {
  const bound = (index: number, name: string): string | undefined => {
    const given = float(site.node, name);
    if (given !== undefined) return number(given);
    return site.inputs[index] ? site.arg(index) : undefined;
  };
  const [least, most] = [bound(1, 'min'), bound(2, 'max')];
  if (least === '0' && most === '6') return `F.relu6(${site.arg(0)})`;
  const bounds = [...(least === undefined ? [] : [`min=${least}`]), ...(most === undefined ? [] : [`max=${most}`])];
  return bounds.length === 0 ? site.arg(0) : `torch.clamp(${[site.arg(0), ...bounds].join(', ')})`;
};

/** One slope for each channel, or one for all. */
const PRelu: Translation = (site) => {
  const [x, slope] = site.inputs;
  const shape = slope?.shape ?? [];
  const slopes = shape.filter((size) => size !== 1);
  const isChannel = slopes.length === 0 || (slopes.length === 1 && slopes[0] === x?.shape?.[1] && shape.length === (x?.shape?.length ?? 0) - 1 && shape[0] === slopes[0]); // prettier-ignore
  const count = slopes[0] ?? 1;
  if (!isChannel || !site.holds(slope) || typeof count !== 'number')
    return `torch.where(${site.arg(0)} > 0, ${site.arg(0)}, ${site.arg(1)} * ${site.arg(0)})`;
  const module = construct('nn.PReLU', count === 1 ? [] : [['num_parameters', count]]);
  return `${site.module(module, [slope])}(${site.arg(0)})`;
};

const Softmax: Translation = (site) => softmax(site, 'softmax');
const LogSoftmax: Translation = (site) => softmax(site, 'log_softmax');

const Dropout: Translation = (site) => {
  const rate = numberAt(site, 1) ?? float(site.node, 'ratio') ?? 0.5;
  return `${site.module(construct('nn.Dropout', [], rate === 0.5 ? {} : { p: rate }), [])}(${site.arg(0)})`;
};

const Identity: Translation = (site) => site.arg(0);

/** Before version 13 everything from the axis on is one row. */
function softmax(site: Site, callee: string): string {
  const rank = shapeAt(site, 0).length;
  const given = int(site.node, 'axis', site.version < 13 ? 1 : -1);
  const axis = given < 0 ? given + rank : given;
  const isLast = axis === rank - 1;
  if (site.version >= 13 || isLast) return `F.${callee}(${site.arg(0)}, dim=${given === -1 ? -1 : axis})`;
  return `F.${callee}(${site.arg(0)}.flatten(${axis}), dim=-1).reshape(${site.arg(0)}.shape)`;
}

function withDefault(site: Site, callee: string, value: number, otherwise: number): string {
  return value === otherwise ? `${callee}(${site.arg(0)})` : `${callee}(${site.arg(0)}, ${number(value)})`;
}

export const activations: Translations = { ...plainActivations, Gelu, LeakyRelu, Elu, Celu, ThresholdedRelu, Selu, Swish, HardSigmoid, Clip, PRelu, Softmax, LogSoftmax, Dropout, Identity }; // prettier-ignore
