/** Operators whose output holds the elements of their input, perhaps encoded as another type. */
import { int } from '../attributes.ts';
import { elementTypeOf } from '../elementType.ts';
import { RuleError } from '../errors.ts';
import { convert, smallShape } from '../evaluate.ts';
import { bitsOf, type ElementType } from '../network.ts';
import type { Known, Operator } from '../operator.ts';
import { like, operand, shaped } from '../shape.ts';
import { divideExactly, multiply, type Size } from '../size.ts';

export const Identity: Operator = {
  name: 'Identity',
  domain: '',
  doc: 'Its input, unchanged.',
  infer: (use) => [known(operand(use, 0, 'input'))],
  free: 'only renames its input',
  relays: true,
};

/** Counted as it infers: nothing is dropped. The mask is bool, of the input's type before version 10. */
export const Dropout: Operator = {
  name: 'Dropout',
  domain: '',
  doc: 'Its input; while training, with some elements set to 0.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    return [like(x, x.shape, x.values), { type: use.version < 10 ? x.type : 'bool', shape: x.shape }];
  },
  free: 'drops nothing in a forward pass',
  relays: true,
};

export const Cast: Operator = {
  name: 'Cast',
  domain: '',
  doc: 'Its input as another element type; a float becomes a whole number by dropping its fraction.',
  infer(use) {
    const to = int(use.node, 'to');
    if (to === undefined) throw new RuleError('attribute "to" is missing');
    return [castTo(shaped(use, 0, 'input'), elementTypeOf(to))];
  },
  free: 'only encodes its input otherwise',
  relays: true,
};

export const CastLike: Operator = {
  name: 'CastLike',
  domain: '',
  doc: 'Its input as the element type of another value.',
  infer: (use) => [castTo(shaped(use, 0, 'input'), operand(use, 1, 'target_type').type)],
  free: 'only encodes its input otherwise',
  relays: true,
};

/** The last axis shrinks or grows where the types are not equally wide. */
export const BitCast: Operator = {
  name: 'BitCast',
  domain: '',
  doc: 'The bits of its input read as another element type.',
  infer(use) {
    const to = int(use.node, 'to');
    if (to === undefined) throw new RuleError('attribute "to" is missing');
    const x = shaped(use, 0, 'input');
    const type = elementTypeOf(to);
    if (x.type === undefined || bitsOf[x.type] === bitsOf[type]) return [{ type, shape: x.shape }];
    const bits = multiply(x.shape.at(-1) ?? 1, bitsOf[x.type]);
    const last = divideExactly(bits, bitsOf[type]);
    if (last === undefined || x.shape.length === 0)
      throw new RuleError(`${x.type} cannot be read as ${type}: the last axis does not fit`);
    return [{ type, shape: [...x.shape.slice(0, -1), last] }];
  },
  free: 'only reads its input otherwise',
};

function known({ type, shape, values, sequence, optional }: Known): Known {
  return { type, shape, values, sequence, optional };
}

function castTo(x: ReturnType<typeof shaped>, type: ElementType | undefined): Known {
  const values = x.values && smallShape(x.shape) && convert(x.values, x.type, type);
  return { type, shape: x.shape, ...(values && { values: values satisfies readonly Size[] }) };
}
