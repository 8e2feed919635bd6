/** Small tensors that shapes are computed from, with entries that may be open; and what would be too large to evaluate. */
import { describe, expect, test } from 'vitest';
import { buildNetwork, type Builder } from '../../../src/core/build.ts';
import { infer } from '../../../src/core/infer.ts';
import { formatShape } from '../../../src/core/shape.ts';
import { formatSize, symbol } from '../../../src/core/size.ts';
import { apply, v, x } from './apply.ts';

function elementsOf(applied: ReturnType<typeof apply>): string | undefined {
  return applied.outputs[0]!.values?.map(formatSize).join(', ');
}

describe('whole numbers', () => {
  test.each<readonly [string, () => ReturnType<typeof apply>, string]>([
    ['division towards 0', () => apply('Div', [v([7, -7, 7, -7]), v([2, 2, -2, -2])]), '3, -3, -3, 3'],
    ['Python’s remainder', () => apply('Mod', [v([7, -7]), v([3, 3])]), '1, 2'],
    ['C’s remainder', () => apply('Mod', [v([7, -7]), v([3, 3])], { attributes: { fmod: 1 } }), '1, -1'],
    ['powers', () => apply('Pow', [v([2, 3]), v([10, 2])]), '1024, 9'],
    ['broadcasting', () => apply('Mul', [v([1, 2, 3]), v(2)]), '2, 4, 6'],
    ['Max of several', () => apply('Max', [v([1, 5]), v([3]), v(2)]), '3, 5'],
    ['Concat', () => apply('Concat', [v([1, 2]), v([3])], { attributes: { axis: 0 } }), '1, 2, 3'],
    [
      'Slice backwards',
      () => apply('Slice', [v([1, 2, 3, 4, 5]), v([-1]), v([-(2 ** 40)]), v([0]), v([-2])]),
      '5, 3, 1',
    ],
    ['Gather from the end', () => apply('Gather', [v([10, 20, 30]), v([-1, 0])]), '30, 10'],
    ['Range', () => apply('Range', [v(5), v(0), v(-2)]), '5, 3, 1'],
    ['ReduceProd', () => apply('ReduceProd', [v([2, 3, 4])], { attributes: { keepdims: 0 } }), '24'],
    ['Expand', () => apply('Expand', [v([7]), v([3])]), '7, 7, 7'],
    ['Tile', () => apply('Tile', [v([1, 2]), v([2])]), '1, 2, 1, 2'],
    ['NonZero', () => apply('NonZero', [v([0, 5, 0, 6])]), '1, 3'],
    ['Where', () => apply('Where', [v([1, 0], 'bool'), v([1, 2]), v([3, 4])]), '1, 4'],
    ['Equal', () => apply('Equal', [v([1, 2]), v([1, 3])]), '1, 0'],
    ['Not', () => apply('Not', [v([1, 0], 'bool')]), '0, 1'],
    ['Clip', () => apply('Clip', [v([-5, 5]), v(0), v(3)]), '0, 3'],
    ['ConstantOfShape', () => apply('ConstantOfShape', [v([3])]), '0, 0, 0'],
    ['Cast cuts fractions', () => apply('Cast', [v([2.7, -2.7], 'float32')], { attributes: { to: 7 } }), '2, -2'],
    ['Cast to bool', () => apply('Cast', [v([0, 0.5], 'float32')], { attributes: { to: 9 } }), '0, 1'],
    ['Floor', () => apply('Floor', [v([2.7, -2.7], 'float32')]), '2, -3'],
    ['Round halves to even', () => apply('Round', [v([0.5, 1.5, 2.5, -0.5], 'float32')]), '0, 2, 2, 0'],
    [
      'float32 rounds as it does',
      () => apply('Div', [v([1], 'float32'), v([3], 'float32')]),
      String(Math.fround(1 / 3)),
    ],
    [
      'Trilu',
      () => apply('Trilu', [{ ...v([1, 1, 1, 1]), shape: [2, 2] }], { attributes: { upper: 0 } }),
      '1, 0, 1, 1',
    ],
    ['Shape from an axis on', () => apply('Shape', [x('1x3xHxW')], { attributes: { start: -2 } }), 'H, W'],
    ['Size', () => apply('Size', [x('3xHxW')]), '3*H*W'],
  ])('%s', (_, applied, expected) => expect(elementsOf(applied())).toBe(expected));

  test('Transpose', () => {
    const matrix = { ...v([1, 2, 3, 4, 5, 6]), shape: [2, 3] };
    expect(elementsOf(apply('Transpose', [matrix]))).toBe('1, 4, 2, 5, 3, 6');
  });

  test('beyond the type are not evaluated', () => {
    expect(elementsOf(apply('Mul', [v(2 ** 40), v(2 ** 40)]))).toBeUndefined();
    expect(elementsOf(apply('Div', [v([1]), v([0])]))).toBeUndefined();
    expect(elementsOf(apply('Log', [v([-1], 'float32')]))).toBeUndefined();
  });
});

describe('huge tensors are shapes alone', () => {
  test.each<readonly [string, () => ReturnType<typeof apply>, string]>([
    ['ConstantOfShape', () => apply('ConstantOfShape', [v([2 ** 31, 2 ** 31])]), '2147483648 × 2147483648'],
    ['Expand', () => apply('Expand', [v([1]), v([2 ** 52])]), '4503599627370496'],
    ['Tile', () => apply('Tile', [v([1, 2]), v([2 ** 50])]), '2251799813685248'],
    ['Range', () => apply('Range', [v(0), v(2 ** 52), v(1)]), '4503599627370496'],
    ['OneHot', () => apply('OneHot', [v([1]), v(2 ** 50), v([0, 1])]), '1 × 1125899906842624'],
  ])('%s', (_, applied, expected) => {
    const [output] = applied().outputs;
    expect(formatShape(output!.shape!)).toBe(expected);
    expect(output!.values).toBeUndefined();
  });
});

describe('chains that exporters write', () => {
  test('Shape → Gather → Mul → Concat → Reshape', () => {
    const shape = shapeAfter('1x3xHxW', (builder, input) => {
      const [sizes] = builder.node('Shape', [input]);
      const [height] = builder.node('Gather', [sizes!, tensor(builder, [2])], { attributes: { axis: 0 } });
      const [width] = builder.node('Gather', [sizes!, tensor(builder, [3])], { attributes: { axis: 0 } });
      const [cells] = builder.node('Mul', [height!, width!]);
      const [target] = builder.node('Concat', [tensor(builder, [1, 3]), cells!], { attributes: { axis: 0 } });
      return builder.node('Reshape', [input, target!]);
    });
    expect(shape).toBe('1 × 3 × H*W');
  });

  test('Shape → Cast → Mul → Floor → Cast → Resize', () => {
    const shape = shapeAfter('1x3xHxW', (builder, input) => {
      const [sizes] = builder.node('Shape', [input], { attributes: { start: 2 } });
      const [real] = builder.node('Cast', [sizes!], { attributes: { to: 1 } });
      const [scale] = builder.node('Constant', [], { attributes: { value_float: { kind: 'float', value: 2 } } });
      const [scaled] = builder.node('Mul', [real!, scale!]);
      const [floored] = builder.node('Floor', [scaled!]);
      const [whole] = builder.node('Cast', [floored!], { attributes: { to: 7 } });
      const [target] = builder.node('Concat', [tensor(builder, [1, 3]), whole!], { attributes: { axis: 0 } });
      return builder.node('Resize', [input, '', '', target!]);
    });
    expect(shape).toBe('1 × 3 × 2*H × 2*W');
  });

  test('padding to a multiple of 7, window by window and back (Swin)', () => {
    const shape = shapeAfter('1xHxWx96', (builder, input) => {
      const [sizes] = builder.node('Shape', [input], { attributes: { start: 1, end: 2 } });
      const seven = tensor(builder, [7]);
      const [over] = builder.node('Mod', [sizes!, seven]);
      const [short] = builder.node('Sub', [seven, over!]);
      const [missing] = builder.node('Mod', [short!, seven]);
      const pads = builder.node('Concat', [tensor(builder, [0, 0, 0, 0, 0]), missing!, tensor(builder, [0, 0])], {
        attributes: { axis: 0 },
      });
      const [padded] = builder.node('Pad', [input, pads[0]!]);
      return builder.node('Slice', [padded!, tensor(builder, [0]), sizes!, tensor(builder, [1])]);
    });
    expect(shape).toBe('1 × H × W × 96');
  });

  test('a position table cut to the sequence (BERT): the sequence is at most as long', () => {
    const shape = shapeAfter('1xseqx768', (builder, input) => {
      const table = builder.tensor('table', { type: 'float32', shape: [1, 512, 768] });
      const [length] = builder.node('Shape', [input], { attributes: { start: 1, end: 2 } });
      const [positions] = builder.node('Slice', [table, tensor(builder, [0]), length!, tensor(builder, [1])]);
      expect(formatShape(builder.shapeOf(positions!)!)).toBe('1 × min(512, seq) × 768');
      return builder.node('Add', [input, positions!]);
    });
    expect(shape).toBe('1 × seq × 768');
  });

  test('torch’s expand: Where(Equal(shape, −1), 1, shape)', () => {
    const shape = shapeAfter('1xseqx768', (builder, input) => {
      const [sizes] = builder.node('Shape', [input]);
      const [isKept] = builder.node('Equal', [sizes!, tensor(builder, [-1])]);
      const [target] = builder.node('Where', [isKept!, tensor(builder, [1, 1, 1]), sizes!]);
      return builder.node('Expand', [input, target!]);
    });
    expect(shape).toBe('1 × seq × 768');
  });
});

let count = 0;

function tensor(builder: Builder, values: readonly number[]): string {
  count++;
  return builder.tensor(`t${count}`, { type: 'int64', shape: [values.length], values });
}

function shapeAfter(shape: string, build: (builder: Builder, input: string) => readonly string[]): string {
  const builder = buildNetwork('chain');
  const sizes = shape.split('x').map((size) => (/^\d+$/.test(size) ? Number(size) : symbol(size)));
  const [output] = build(builder, builder.input('input', sizes));
  const { values, gaps } = infer(builder.finish());
  expect(gaps).toEqual([]);
  return formatShape(values.get(output!)!.shape!);
}
