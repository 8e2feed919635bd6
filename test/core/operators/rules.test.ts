/** Operators used against their rules: the sentences, with the numbers in them; and the table as a whole. */
import { describe, expect, test } from 'vitest';
import { operators } from '../../../src/core/operators/index.ts';
import { apply, v, w, x } from './apply.ts';

describe('broken rules', () => {
  test.each<readonly [() => unknown, string]>([
    [() => apply('Softmax', [x('1x2x3x4')], { attributes: { axis: 5 } }), 'axis 5 is out of range for 4 axes'],
    [() => apply('Add', [x('2x3'), x('2x4')]), 'in0 and in1 along axis 1: 3 is not 4'],
    [() => apply('Reshape', [x('2x3'), v([4, -1])]), '6 elements (2 × 3) do not divide by 4'],
    [() => apply('Reshape', [x('2x3'), v([-1, -1])]), 'shape -1 × -1 holds −1 more than once'],
    [() => apply('Reshape', [x('2x3'), v([7])]), 'elements of 2 × 3 and of 7: 6 is not 7'],
    [() => apply('Transpose', [x('2x3')], { attributes: { perm: [0, 0] } }), 'perm [0, 0] is not an order of the 2 axes of 2 × 3'],
    [() => apply('Squeeze', [x('2x3'), v([0])]), 'axis 0 that is squeezed, and 1: 2 is not 1'],
    [() => apply('Concat', [x('1x2x3'), x('1x2')], { attributes: { axis: 0 } }), 'they are joined only where their axes are as many'],
    [() => apply('Split', [x('7')], { opset: 13, outputs: 2 }), '7 does not divide into 2 equal parts'],
    [() => apply('Split', [x('6'), v([2, 3])], { outputs: 2 }), 'the sum of split, and the axis that is split: 5 is not 6'],
    [() => apply('Slice', [x('6'), v([0]), v([6]), v([0]), v([0])]), 'a step of 0 along axis 0'],
    [() => apply('Pad', [x('2x3'), v([1, 1])]), 'pads has 2 entries, where 4 are expected'],
    [() => apply('Gather', [v([1, 2]), v([2])]), 'index 2 is out of range for axis 0 of size 2'],
    [() => apply('MaxPool', [x('1x3x8x8')]), 'attribute "kernel_shape" is missing'],
    [() => apply('MaxPool', [x('3x8')], { attributes: { kernel_shape: [2] } }), 'input "in0" has 2 axes (3 × 8); a pool needs at least 3'],
    [() => apply('MaxPool', [x('1x3x2x2')], { attributes: { kernel_shape: [3, 3] } }), 'the window does not fit'],
    [() => apply('BatchNormalization', [x('1x64x8x8'), w('32'), w('32'), w('32'), w('32')]), 'elements of "in1" and channels: 32 is not 64'],
    [() => apply('Einsum', [x('2x3'), x('4x5')], { attributes: { equation: 'ij,jk' } }), 'index j: 3 is not 4'],
    [() => apply('Einsum', [x('2x3')], { attributes: { equation: 'ijk' } }), 'term "ijk" does not fit operand 0, which is 2 × 3'],
    [() => apply('LSTM', [x('10x1x64'), w('1x512x32'), w('1x512x128')]), 'inputs of "in0" and what the weights read: 64 is not 32'],
    [() => apply('Attention', [x('1x4x9'), x('1x4x9'), x('1x4x9')], { opset: 23, attributes: { q_num_heads: 2, kv_num_heads: 2 } }), '2 heads do not divide 9 of Q'],
    [() => apply('Range', [v(0), v(3), v(0)]), 'a step of 0'],
    [() => apply('ConstantOfShape', [v([-1])]), 'no size is below 0'],
    [() => apply('DepthToSpace', [x('1x3x2x2')], { attributes: { blocksize: 2 } }), '4 does not divide 3 channels'],
    [() => apply('Cast', [x('2')], { attributes: { to: 999 } }), 'element type 999 is not known'],
    [() => apply('Relu', [undefined]), 'input 0 (input) is missing'],
  ])('%#: %s', (use, message) => expect(use).toThrow(message)); // prettier-ignore
});

describe('the table of operators', () => {
  test('has each name once', () => {
    const names = operators.map(({ domain, name }) => `${domain}:${name}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test('documents each in one sentence, and says why what is free is free', () => {
    expect(operators.filter(({ doc }) => !doc.endsWith('.') || doc.includes('\n')).map(({ name }) => name)).toEqual([]);
    expect(operators.filter(({ free, count }) => (free === undefined) === (count === undefined))).toEqual([]);
  });
});
