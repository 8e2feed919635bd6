/** Attention, and what sequences need around it: learned positions and a class token. */
import { divideExactly, formatSize, isWhole, type Size } from '../../../core/size.ts';
import { count, flag, names, or, required, size } from '../field.ts';
import { defineKind, scalar, wholes, type Layer } from '../kind.ts';

/** Vaswani 2017, section 3.2.2: the heads' queries, keys and values are projected together, and so are their outputs. */
export const attention = defineKind({
  key: 'attention',
  stem: 'attention',
  doc: 'Multi-head attention over a sequence: projections to queries, keys and values, their two products, and the projection of the output.',
  main: 'heads',
  fields: {
    heads: required(count('How many heads.')),
    width: size('Width of all heads together: that of what it reads unless given.'),
    'key width': size('Width of all heads’ queries, and of their keys: the width of all heads unless given.'),
    'keys from': names(
      'The layer whose values the keys and values are made of, as a decoder reads an encoder; what it reads unless given.',
    ),
    bias: or(true, flag('Whether the projections have biases: true unless given.')),
  },
  build(layer, { heads, width = layer.axis(-1), 'key width': keys = width, 'keys from': memory, bias }) {
    const [each, eachKey] = [headWidth(layer, width, heads), headWidth(layer, keys, heads)];
    const project = (part: string, value: string, inputs: Size, outputs: Size): string => {
      const isLast = part === 'output';
      const weight = layer.learned(`${part}.weight`, [inputs, outputs]);
      const product = layer.step('MatMul', [value, weight], {}, { part, ...((bias || !isLast) && { role: part }) });
      const how = { part, ...(!isLast && { role: `${part}.sum` }) };
      return bias ? layer.step('Add', [product, layer.learned(`${part}.bias`, [outputs])], {}, how) : product;
    };
    const divide = (part: string, value: string, size: number, perm: readonly number[]): string => {
      const split = layer.tensor(size === each ? 'heads' : 'key_heads', wholes([0, 0, heads, size]));
      const parts = layer.step('Reshape', [value, split], {}, { part, role: `${part}.heads` });
      return layer.step('Transpose', [parts], { perm }, { part, role: `${part}.turn` });
    };
    const source = memory ? layer.read(memory[0]!) : layer.input;
    const features = layer.shapeOf(source)?.at(-1) ?? layer.axis(-1);
    const query = divide('query', project('query', layer.input, layer.axis(-1), keys), eachKey, [0, 2, 1, 3]);
    const key = divide('key', project('key', source, features, keys), eachKey, [0, 2, 3, 1]);
    const value = divide('value', project('value', source, features, width), each, [0, 2, 1, 3]);
    const joined = mix(layer, { query, key, value, heads, each, eachKey });
    return project('output', joined, width, layer.axis(-1));
  },
});

interface Heads {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly heads: number;
  /** Width of one head's values, and of its queries and keys. */
  readonly each: number;
  readonly eachKey: number;
}

/** Scaled dot-product attention, and its heads side by side. */
function mix(layer: Layer, { query, key, value, heads, each, eachKey }: Heads): string {
  const step = (part: string, role: string, operator: string, inputs: readonly string[], attributes = {}): string =>
    layer.step(operator, inputs, attributes, { part, role });
  const scale = layer.tensor('scale', scalar(1 / Math.sqrt(eachKey)));
  const scores = step('scores', 'scores', 'MatMul', [query, key]);
  const shares = step('scores', 'shares', 'Softmax', [step('scores', 'scaled', 'Mul', [scores, scale])]);
  const mixed = step('mixed', 'mixed', 'MatMul', [shares, value]);
  const turned = step('mixed', 'back', 'Transpose', [mixed], { perm: [0, 2, 1, 3] });
  return step('mixed', 'joined', 'Reshape', [turned, layer.tensor('whole', wholes([0, 0, heads * each]))]);
}

export const positions = defineKind({
  key: 'positions',
  stem: 'positions',
  doc: 'Adds a learned vector for each position of a sequence.',
  main: 'count',
  fields: {
    count: required(count('For how many positions the table has vectors; a shorter sequence uses the first.')),
  },
  build(layer, { count }) {
    const table = layer.learned('table', [count, layer.axis(-1)]);
    if (layer.axis(1) === count) return layer.step('Add', [layer.input, table]);
    const whole = (role: string, value: number): string => layer.tensor(role, scalar(value, 'int64'));
    const sizes = layer.step('Shape', [layer.input], {}, { role: 'sizes' });
    const length = layer.step('Gather', [sizes, whole('axis', 1)], {}, { role: 'length' });
    const numbers = layer.step('Range', [whole('first', 0), length, whole('step', 1)], {}, { role: 'numbers' });
    const used = layer.step('Gather', [table, numbers], {}, { role: 'used' });
    return layer.step('Add', [layer.input, used]);
  },
});

export const classToken = defineKind({
  key: 'class token',
  stem: 'token',
  doc: 'Puts one learned entry in front of a sequence.',
  fields: {},
  build(layer) {
    const token = layer.learned('token', [1, 1, layer.axis(-1)]);
    const batch = layer.step('Shape', [layer.input], { start: 0, end: 1 }, { role: 'batch' });
    const rest = layer.tensor('rest', wholes([1, 1]));
    const shape = layer.step('Concat', [batch, rest], { axis: 0 }, { role: 'shape' });
    return layer.step('Concat', [layer.step('Expand', [token, shape], {}, { role: 'repeated' }), layer.input], {
      axis: 1,
    });
  },
});

function headWidth(layer: Layer, width: Size, heads: number): number {
  const each = divideExactly(width, heads);
  if (typeof each === 'number') return each;
  const what = isWhole(width)
    ? `do not divide a width of ${formatSize(width)}`
    : `need a width that is known, and it is ${formatSize(width)}`;
  throw layer.fault(`${heads} heads ${what}`);
}
