/** Shapes and types, operator by operator: rows checked by hand against https://onnx.ai/onnx/operators/ . */
import { expect, test } from 'vitest';
import { apply, shapesOf, v, w, x } from './apply.ts';

const rows: readonly (readonly [string, () => ReturnType<typeof apply>, readonly string[]])[] = [
  // pools
  ['AlexNet pool 1: (55 − 3) / 2 + 1', () => apply('MaxPool', [x('1x96x55x55')], { attributes: { kernel_shape: [3, 3], strides: [2, 2] }, outputs: 2 }), ['float32 1 × 96 × 27 × 27', 'int64 1 × 96 × 27 × 27']],
  ['GoogLeNet pool in ceil mode: ⌈(112 − 3) / 2⌉ + 1', () => apply('MaxPool', [x('1x64x112x112')], { attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 } }), ['float32 1 × 64 × 56 × 56']],
  ['a window that reaches over the end by less than a stride, in ceil mode', () => apply('MaxPool', [x('1x1x1x4')], { attributes: { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 } }), ['float32 1 × 1 × 1 × 2']],
  ['global pool', () => apply('GlobalAveragePool', [x('batchx512x7x7')]), ['float32 batch × 512 × 1 × 1']],
  // elementwise
  ['broadcast', () => apply('Add', [x('2x1x4'), x('3x1')]), ['float32 2 × 3 × 4']],
  ['an open size meets a whole one', () => apply('Mul', [x('seqx768'), w('768')]), ['float32 seq × 768']],
  ['a comparison is bool', () => apply('Less', [x('2x3'), x('')]), ['bool 2 × 3']],
  ['Where', () => apply('Where', [x('4x1', 'bool'), x('3'), x('')]), ['float32 4 × 3']],
  ['before version 7, b lies along an axis', () => apply('Add', [x('2x3x4x5'), x('3x4')], { opset: 6, attributes: { axis: 1, broadcast: 1 } }), ['float32 2 × 3 × 4 × 5']],
  // types
  ['Cast', () => apply('Cast', [x('2')], { attributes: { to: 10 } }), ['float16 2']],
  ['BitCast to half the width', () => apply('BitCast', [x('2x3')], { opset: 26, attributes: { to: 4 } }), ['uint16 2 × 6']],
  ['ArgMax', () => apply('ArgMax', [x('2x3x4')], { attributes: { axis: -1, keepdims: 0 } }), ['int64 2 × 3']],
  ['Dropout’s mask is bool since version 10', () => apply('Dropout', [x('2')], { outputs: 2 }), ['float32 2', 'bool 2']],
  ['and of the input’s type before', () => apply('Dropout', [x('2')], { opset: 7, outputs: 2 }), ['float32 2', 'float32 2']],
  // rearranging
  ['Reshape: 0 keeps, −1 takes the rest', () => apply('Reshape', [x('batchx12x64'), v([0, -1])]), ['float32 batch × 768']],
  ['Reshape: what an open size leaves', () => apply('Reshape', [x('2x3xHxW'), v([2, 3, -1])]), ['float32 2 × 3 × H*W']],
  ['Reshape with allowzero', () => apply('Reshape', [x('0x3'), v([3, 0])], { attributes: { allowzero: 1 } }), ['float32 3 × 0']],
  ['Reshape settles an open size', () => apply('Reshape', [x('batchx196'), v([1, 14, 14])]), ['float32 1 × 14 × 14']],
  ['Flatten', () => apply('Flatten', [x('2x3x4x5')], { attributes: { axis: 2 } }), ['float32 6 × 20']],
  ['Transpose reverses', () => apply('Transpose', [x('2x3x4')]), ['float32 4 × 3 × 2']],
  ['Squeeze by attribute', () => apply('Squeeze', [x('1x3x1')], { opset: 11, attributes: { axes: [0] } }), ['float32 3 × 1']],
  ['Squeeze by input', () => apply('Squeeze', [x('1x3x1'), v([-1])]), ['float32 1 × 3']],
  ['Unsqueeze', () => apply('Unsqueeze', [x('3x4'), v([0, -1])]), ['float32 1 × 3 × 4 × 1']],
  ['Concat', () => apply('Concat', [x('1xax4'), x('1xbx4')], { attributes: { axis: 1 } }), ['float32 1 × a + b × 4']],
  ['Split in equal parts', () => apply('Split', [x('2x6')], { opset: 13, attributes: { axis: 1 }, outputs: 2 }), ['float32 2 × 3', 'float32 2 × 3']],
  ['Split with a smaller last part', () => apply('Split', [x('7')], { attributes: { num_outputs: 3 }, outputs: 3 }), ['float32 3', 'float32 3', 'float32 1']],
  ['DepthToSpace', () => apply('DepthToSpace', [x('1x12x2x3')], { attributes: { blocksize: 2 } }), ['float32 1 × 3 × 4 × 6']],
  // slices
  ['Slice to the end', () => apply('Slice', [x('1xseqx768'), v([1]), v([2 ** 53 - 1]), v([1])]), ['float32 1 × seq - 1 × 768']],
  ['the last of an open axis', () => apply('Slice', [x('1xseqx768'), v([-1]), v([2 ** 31 - 1]), v([1])]), ['float32 1 × 1 × 768']],
  ['the first of an open axis', () => apply('Slice', [x('1xseqx768'), v([0]), v([1]), v([1])]), ['float32 1 × 1 × 768']],
  ['backwards', () => apply('Slice', [x('10'), v([-1]), v([-(2 ** 53) + 1]), v([0]), v([-3])]), ['float32 4']],
  ['beyond the edges', () => apply('Slice', [x('10'), v([-20]), v([20])]), ['float32 10']],
  ['every other of an open axis', () => apply('Slice', [x('seq'), v([1]), v([2 ** 31]), v([0]), v([2])]), ['float32 floor(seq/2)']],
  ['Pad', () => apply('Pad', [x('1x3xHxW'), v([0, 0, 1, 2, 0, 0, 1, 2])]), ['float32 1 × 3 × H + 2 × W + 4']],
  ['Pad of chosen axes', () => apply('Pad', [x('4x5'), v([1, 1]), undefined, v([-1])]), ['float32 4 × 7']],
  // reading and writing by index
  ['Gather of rows', () => apply('Gather', [w('30522x768'), x('batchxseq', 'int64')]), ['float32 batch × seq × 768']],
  ['GatherND', () => apply('GatherND', [x('2x3x4x5'), x('7x2', 'int64')]), ['float32 7 × 4 × 5']],
  ['OneHot', () => apply('OneHot', [x('2x3', 'int64'), v(10), x('2')], { attributes: { axis: 1 } }), ['float32 2 × 10 × 3']],
  ['TopK', () => apply('TopK', [x('2x100'), v([5])], { outputs: 2 }), ['float32 2 × 5', 'int64 2 × 5']],
  ['Expand both ways', () => apply('Expand', [x('3x1'), v([2, 1, 6])]), ['float32 2 × 3 × 6']],
  ['Tile', () => apply('Tile', [x('2xH'), v([3, 2])]), ['float32 6 × 2*H']],
  // reductions
  ['ReduceMean by attribute', () => apply('ReduceMean', [x('2x3x4')], { opset: 13, attributes: { axes: [1, 2], keepdims: 0 } }), ['float32 2']],
  ['ReduceSum of all axes', () => apply('ReduceSum', [x('2x3x4')]), ['float32 1 × 1 × 1']],
  ['ReduceSum of none', () => apply('ReduceSum', [x('2x3'), v([])], { attributes: { noop_with_empty_axes: 1 } }), ['float32 2 × 3']],
  // resolutions
  ['Resize by scales', () => apply('Resize', [x('1x3xHx10'), undefined, v([1, 1, 2, 0.75], 'float32')]), ['float32 1 × 3 × 2*H × 7']],
  ['Resize by half', () => apply('Resize', [x('1x3xHx10'), undefined, v([1, 1, 0.5, 1], 'float32')]), ['float32 1 × 3 × floor(H/2) × 10']],
  ['Resize of version 10', () => apply('Resize', [x('1x1x2x2'), v([1, 1, 2, 3], 'float32')], { opset: 10 }), ['float32 1 × 1 × 4 × 6']],
  ['Resize to sizes that keep the aspect', () => apply('Resize', [x('1x1x10x20'), undefined, undefined, v([30, 30])], { attributes: { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' } }), ['float32 1 × 1 × 15 × 30']],
  ['Upsample', () => apply('Upsample', [x('1x1x2x2'), v([1, 1, 2, 3], 'float32')], { opset: 9 }), ['float32 1 × 1 × 4 × 6']],
  // what data decides
  ['NonZero', () => apply('NonZero', [x('2x3')]), ['int64 2 × nonzero_1']],
  ['NonMaxSuppression', () => apply('NonMaxSuppression', [x('1x6x4'), x('1x1x6'), v([3])]), ['int64 selected_1 × 3']],
  ['Unique', () => apply('Unique', [x('6')], { outputs: 4 }), ['float32 unique_1', 'int64 unique_1', 'int64 6', 'int64 unique_1']],
  ['Reshape to a computed shape', () => apply('Reshape', [x('6'), x('2', 'int64')]), ['float32 reshape_1 × reshape_2']],
  // others
  ['Einsum', () => apply('Einsum', [x('bxixj'), x('bxjxk')], { attributes: { equation: 'bij, bjk -> bik' } }), ['float32 b × i × k']],
  ['Einsum with an ellipsis', () => apply('Einsum', [x('2x3x4x5'), x('2x3x5x6')], { attributes: { equation: '...ij,...jk' } }), ['float32 2 × 3 × 4 × 6']],
  ['LSTM both ways', () => apply('LSTM', [x('10xbatchx64'), w('2x512x64'), w('2x512x128')], { attributes: { hidden_size: 128, direction: 'bidirectional' }, outputs: 3 }), ['float32 10 × 2 × batch × 128', 'float32 2 × batch × 128', 'float32 2 × batch × 128']],
  ['attention of packed heads', () => apply('Attention', [x('1xseqx64'), x('1xpx32'), x('1xpx48')], { opset: 23, attributes: { q_num_heads: 8, kv_num_heads: 4 }, outputs: 4 }), ['float32 1 × seq × 96', 'float32 1 × 4 × p × 8', 'float32 1 × 4 × p × 12', 'float32 1 × 8 × seq × p']],
  ['STFT', () => apply('STFT', [x('1x128x1'), v(8), undefined, v(16)]), ['float32 1 × 15 × 9 × 2']],
  ['DFT, one-sided', () => apply('DFT', [x('1x10x10x1'), undefined, v(1)], { attributes: { onesided: 1 } }), ['float32 1 × 6 × 10 × 2']],
  ['LayerNormalization’s statistics', () => apply('LayerNormalization', [x('2xseqx768', 'float16'), w('768')], { outputs: 3 }), ['float16 2 × seq × 768', 'float32 2 × seq × 1', 'float32 2 × seq × 1']],
  ['QuantizeLinear', () => apply('QuantizeLinear', [x('2x3'), w(''), w('', 'int8')]), ['int8 2 × 3']],
  ['loss without reduction', () => apply('NegativeLogLikelihoodLoss', [x('3x5x6'), x('3x6', 'int64')], { attributes: { reduction: 'none' } }), ['float32 3 × 6']],
]; // prettier-ignore

test.each(rows)('%s', (_, use, expected) => {
  expect(shapesOf(use()).map((shape) => shape.split(' = ')[0])).toEqual(expected);
});
