/** Operators without weights → keras.ops. */
import { float, int, ints, text } from '../../core/attributes.ts';
import { elementTypes } from '../../core/elementType.ts';
import { isWhole } from '../../core/size.ts';
import { number } from '../text.ts';
import { shapeAt, wholesAt, type Site, type Translation, type Translations } from './site.ts';

/** Functions of one value by their names in keras.ops. */
const plain: Readonly<Record<string, string>> = {
  Relu: 'relu', Sigmoid: 'sigmoid', Tanh: 'tanh', Softplus: 'softplus', Softsign: 'softsign', HardSwish: 'hard_silu', Selu: 'selu',
  Erf: 'erf', Exp: 'exp', Log: 'log', Sqrt: 'sqrt', Abs: 'abs', Neg: 'negative', Reciprocal: 'reciprocal', Floor: 'floor',
  Ceil: 'ceil', Sin: 'sin', Cos: 'cos', Not: 'logical_not',
}; // prettier-ignore

const infix: Readonly<Record<string, string>> = {
  Add: '+',
  Sub: '-',
  Mul: '*',
  Div: '/',
  Pow: '**',
  Equal: '==',
  Greater: '>',
  Less: '<',
};

const plainFunctions: Translations = Object.fromEntries(
  Object.entries(plain).map(([operator, name]): [string, Translation] => [
    operator,
    (site) => `ops.${name}(${site.arg(0)})`,
  ]),
);

const arithmetic: Translations = Object.fromEntries(
  Object.entries(infix).map(([operator, sign]): [string, Translation] => [
    operator,
    (site) => {
      if (site.version < 7 && int(site.node, 'axis') !== undefined)
        throw site.fail('it broadcasts along an axis of its own');
      return `${site.arg(0)} ${sign} ${site.arg(1)}`;
    },
  ]),
);

const activations: Translations = {
  Gelu: (site) =>
    `ops.gelu(${site.arg(0)}, approximate=${text(site.node, 'approximate', 'none') === 'tanh' ? 'True' : 'False'})`,
  LeakyRelu: (site) => `ops.leaky_relu(${site.arg(0)}, negative_slope=${number(float(site.node, 'alpha') ?? 0.01)})`,
  Elu: (site) => `ops.elu(${site.arg(0)}, alpha=${number(float(site.node, 'alpha') ?? 1)})`,
  Mish: (site) => `keras.activations.mish(${site.arg(0)})`,
  Identity: (site) => site.arg(0),
  HardSigmoid(site) {
    const [alpha, beta] = [float(site.node, 'alpha') ?? 0.2, float(site.node, 'beta') ?? 0.5];
    if (Math.fround(alpha) === Math.fround(1 / 6) && beta === 0.5) return `ops.hard_sigmoid(${site.arg(0)})`;
    return `ops.clip(${number(alpha)} * ${site.arg(0)} + ${number(beta)}, 0, 1)`;
  },
  Clip(site) {
    const bound = (index: number, name: string, otherwise: string): string => {
      const given = float(site.node, name);
      return given === undefined ? (site.inputs[index] ? site.arg(index) : otherwise) : number(given);
    };
    const [least, most] = [bound(1, 'min', "-float('inf')"), bound(2, 'max', "float('inf')")];
    return least === '0' && most === '6' ? `ops.relu6(${site.arg(0)})` : `ops.clip(${site.arg(0)}, ${least}, ${most})`;
  },
  Softmax: (site) => softmax(site, 'softmax'),
  LogSoftmax: (site) => softmax(site, 'log_softmax'),
};

const moves: Translations = {
  /** Keras would flatten channels last; the data_format says that the axes stay as they stand. */
  Flatten(site) {
    if (int(site.node, 'axis', 1) !== 1) throw site.fail('it flattens from another axis than 1');
    return site.layer('layers.Flatten', [], { data_format: { python: "'channels_last'" } }, site.arg(0));
  },
  Concat: (site) =>
    `ops.concatenate((${site.inputs.map((_, i) => site.arg(i)).join(', ')},), axis=${int(site.node, 'axis', 1)})`,
  Transpose(site) {
    const rank = shapeAt(site, 0).length;
    const order = ints(site.node, 'perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
    return `ops.transpose(${site.arg(0)}, (${order.join(', ')}))`;
  },
  Reshape(site) {
    const sizes = site.outputs[0]?.shape;
    if (!sizes || sizes.length === 0) throw site.fail('its shape is computed while it runs');
    const open = sizes.filter((size) => !isWhole(size));
    const texts = sizes.map((size) => (open.length === 1 && !isWhole(size) ? '-1' : site.size(size)));
    return `ops.reshape(${site.arg(0)}, (${texts.join(', ')},))`;
  },
  Squeeze: (site) => `ops.squeeze(${site.arg(0)}, axis=${tupleOf(axesAt(site) ?? [])})`,
  Unsqueeze: (site) =>
    (axesAt(site) ?? []).toSorted((a, b) => a - b).reduce((x, axis) => `ops.expand_dims(${x}, ${axis})`, site.arg(0)),
  Expand(site) {
    const sizes = site.outputs[0]?.shape;
    if (!sizes) throw site.fail('its shape is computed while it runs');
    return `ops.broadcast_to(${site.arg(0)}, (${sizes.map((size) => site.size(size)).join(', ')},))`;
  },
  Split(site) {
    const axis = int(site.node, 'axis', 0);
    const sizes = site.outputs.map(({ shape }) => shape?.at(axis));
    if (!sizes.every((size) => typeof size === 'number')) throw site.fail('the sizes of its parts are not known');
    const cuts = sizes.slice(0, -1).map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
    const parts = `ops.split(${site.arg(0)}, [${cuts.join(', ')}], axis=${axis})`;
    return site.wanted.length === 1 ? `${parts}[${site.node.outputs.indexOf(site.wanted[0]!)}]` : parts;
  },
  Slice(site) {
    const rank = shapeAt(site, 0).length;
    const [starts, ends] = site.version < 10 ? [ints(site.node, 'starts') ?? [], ints(site.node, 'ends') ?? []] : [wholesAt(site, 1), wholesAt(site, 2)]; // prettier-ignore
    const axes =
      (site.version < 10 ? ints(site.node, 'axes') : site.inputs[3] && wholesAt(site, 3)) ?? starts.map((_, i) => i);
    const steps = site.version >= 10 && site.inputs[4] ? wholesAt(site, 4) : starts.map(() => 1);
    if (steps.some((step) => step < 1)) throw site.fail('it cuts backwards');
    const cuts = Array.from({ length: rank }, () => ':');
    axes.forEach((axis, i) => {
      cuts[axis < 0 ? axis + rank : axis] =
        `${starts[i] === 0 ? '' : starts[i]}:${ends[i]! >= 2 ** 31 - 1 ? '' : ends[i]}${steps[i] === 1 ? '' : `:${steps[i]}`}`;
    });
    return `${site.arg(0)}[${cuts.join(', ')}]`;
  },
  Pad(site) {
    const rank = shapeAt(site, 0).length;
    const pads = ints(site.node, 'pads') ?? wholesAt(site, 1);
    if (text(site.node, 'mode', 'constant') !== 'constant' || site.inputs[3])
      throw site.fail('it pads with other than a number');
    const value = site.inputs[2] ? number(wholesAt(site, 2)[0]!) : number(float(site.node, 'value') ?? 0);
    const pairs = Array.from({ length: rank }, (_, i) => `(${pads[i]}, ${pads[i + rank]})`);
    return `ops.pad(${site.arg(0)}, (${pairs.join(', ')})${value === '0' ? '' : `, constant_values=${value}`})`;
  },
  Resize(site) {
    const scales = (site.version < 11 ? site.inputs[1] : site.inputs[2])?.values?.slice(2) ?? [];
    const mode = text(site.node, 'mode', 'nearest');
    const isWholeScale = scales.length === 2 && scales.every((scale) => Number.isInteger(scale) && Number(scale) >= 1);
    if (!isWholeScale || (mode !== 'nearest' && mode !== 'linear') || text(site.node, 'coordinate_transformation_mode', 'half_pixel') === 'align_corners') throw site.fail('Keras enlarges by whole numbers, by the nearest cell or linearly'); // prettier-ignore
    return site.layer(
      'layers.UpSampling2D',
      [scales.map(Number)],
      { interpolation: { python: mode === 'linear' ? "'bilinear'" : "'nearest'" } },
      site.arg(0),
    );
  },
  Cast(site) {
    const type = elementTypes[int(site.node, 'to', 0)];
    if (type === undefined || !/^(?:float(?:16|32|64)|bfloat16|u?int\d+|bool)$/.test(type))
      throw site.fail(`Keras has no element type ${type}`);
    return `ops.cast(${site.arg(0)}, '${type}')`;
  },
  Range(site) {
    const texts = site.inputs.map((input) => {
      const [value] = input?.values ?? [];
      if (value === undefined) throw site.fail('its bounds are computed while it runs');
      return site.size(value);
    });
    return `ops.arange(${texts.join(', ')})`;
  },
  Where: (site) => `ops.where(${[0, 1, 2].map((i) => site.arg(i)).join(', ')})`,
};

const reductions: Translations = Object.fromEntries(
  [['ReduceMean', 'mean'], ['ReduceSum', 'sum'], ['ReduceMax', 'max'], ['ReduceMin', 'min'], ['ReduceProd', 'prod']].map(([operator, name]): [string, Translation] => [
    operator!,
    (site) => {
      const axes = axesAt(site);
      const over = axes && axes.length > 0 ? `, axis=${tupleOf(axes)}` : '';
      return `ops.${name}(${site.arg(0)}${over}${int(site.node, 'keepdims', 1) === 1 ? ', keepdims=True' : ''})`;
    },
  ]),
); // prettier-ignore

export const functions: Translations = { ...plainFunctions, ...arithmetic, ...activations, ...moves, ...reductions };

/** Before version 13 everything from the axis on is one row, which is the same for the last axis alone. */
function softmax(site: Site, name: string): string {
  const rank = shapeAt(site, 0).length;
  const axis = int(site.node, 'axis', site.version < 13 ? 1 : -1);
  if (site.version < 13 && axis !== -1 && axis !== rank - 1) throw site.fail('it takes several axes for one');
  return `ops.${name}(${site.arg(0)}, axis=${axis})`;
}

function axesAt(site: Site): readonly number[] | undefined {
  return ints(site.node, 'axes') ?? (site.inputs[1] ? wholesAt(site, 1) : undefined);
}

function tupleOf(axes: readonly number[]): string {
  return axes.length === 1 ? String(axes[0]) : `(${axes.join(', ')})`;
}
