/** What operators count: every row worked out by hand, its source beside it. */
import { expect, test } from 'vitest';
import { apply, figuresOf, v, w, x } from './apply.ts';

const rows: readonly (readonly [string, () => ReturnType<typeof apply>, Readonly<Record<string, string>>])[] = [
  // AlexNet (Krizhevsky et al. 2012), pool 1 as an average over 55 × 55 maps
  ['AveragePool', () => apply('AveragePool', [x('1x96x55x55')], { attributes: { kernel_shape: [3, 3], strides: [2, 2] } }), { windowSums: '3 * 3 * 27 * 27 * 96 = 629856', window: '27 = ⌊(55 − 3) / 2⌋ + 1; 27 = ⌊(55 − 3) / 2⌋ + 1' }],
  // 4 cells, kernel 3, padding 1: rows read 2 + 3 + 3 + 2 = 10 cells of the input, 12 with padding
  ['AveragePool without padding', () => apply('AveragePool', [x('1x1x4x4')], { attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } }), { windowSums: '10 * 10 * 1 = 100', window: '4 = ⌊(4 + 1 + 1 − 3) / 1⌋ + 1; 4 = ⌊(4 + 1 + 1 − 3) / 1⌋ + 1' }],
  ['AveragePool with padding', () => apply('AveragePool', [x('1x1x4x4')], { attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 } }), { windowSums: '3 * 3 * 4 * 4 * 1 = 144', window: '4 = ⌊(4 + 1 + 1 − 3) / 1⌋ + 1; 4 = ⌊(4 + 1 + 1 − 3) / 1⌋ + 1' }],
  ['MaxPool compares', () => apply('MaxPool', [x('1x96x55x55')], { attributes: { kernel_shape: [3, 3], strides: [2, 2] } }), { window: '27 = ⌊(55 − 3) / 2⌋ + 1; 27 = ⌊(55 − 3) / 2⌋ + 1' }],
  // ResNet-50's last pool: 7 × 7 × 2048
  ['GlobalAveragePool', () => apply('GlobalAveragePool', [x('1x2048x7x7')]), { windowSums: '7 * 7 * 2048 = 100352', window: '1 = ⌊(7 − 7) / 1⌋ + 1; 1 = ⌊(7 − 7) / 1⌋ + 1' }],
  ['BatchNormalization', () => apply('BatchNormalization', [x('1x64x56x56'), w('64'), w('64'), w('64'), w('64')]), { norm: '64 = 64; 64 = 64', buffer: '64 = 64; 64 = 64' }],
  ['LayerNormalization', () => apply('LayerNormalization', [x('1x128x768'), w('768'), w('768')]), { norm: '768 = 768; 768 = 768' }],
  // a layer scale of ConvNeXt: one number a channel
  ['Mul by a learned vector', () => apply('Mul', [x('1x56x56x96'), w('96')]), { other: '96 = 96' }],
  ['Add of a position table', () => apply('Add', [x('batchx197x768'), w('1x197x768')]), { other: '197 * 768 = 151296' }],
  ['Mul by a setting', () => apply('Mul', [x('1x56x56x96'), w('')]), {}],
  ['Mul by whole numbers', () => apply('Mul', [x('4', 'int64'), v([1, 2, 3, 4])]), {}],
  ['Mul of two tensors of the network', () => apply('Mul', [w('96'), w('96')]), {}],
  // BERT base (Devlin et al. 2018): 30,522 word pieces of 768
  ['Gather of words', () => apply('Gather', [w('30522x768'), x('1x128', 'int64')]), { embedding: '30522 * 768 = 23440896' }],
  ['Gather by a constant', () => apply('Gather', [w('512x768'), v([0, 1])]), {}],
  // LSTM of 64 inputs and 128 states: 4 · (64 · 128 + 128 · 128) a step
  ['LSTM', () => apply('LSTM', [x('10x1x64'), w('1x512x64'), w('1x512x128'), w('1x1024')], { attributes: { hidden_size: 128 } }), { units: '10 * 128 = 1280', connections: '4 * 64 * 128 * 10 + 4 * 128 * 128 * 10 = 983040', biasConnections: '2 * 4 * 128 * 10 = 10240', weight: '512 * 64 = 32768; 512 * 128 = 65536', bias: '1024 = 1024' }],
  ['GRU both ways', () => apply('GRU', [x('5x2x3'), w('2x12x3'), w('2x12x4')], { attributes: { hidden_size: 4, direction: 'bidirectional' } }), { units: '5 * 2 * 2 * 4 = 80', connections: '3 * 3 * 4 * 5 * 2 * 2 + 3 * 4 * 4 * 5 * 2 * 2 = 1680', weight: '2 * 12 * 3 = 72; 2 * 12 * 4 = 96' }],
  // BERT base, one layer at 128 tokens: 2 · 12 · 128 · 128 · 64 = 18432 · 128² / 12
  ['Attention', () => apply('Attention', [x('1x12x128x64'), x('1x12x128x64'), x('1x12x128x64')], { opset: 23 }), { weightlessConnections: '12 * 128 * 128 * 64 + 12 * 128 * 128 * 64 = 25165824' }],
  ['Einsum of two values', () => apply('Einsum', [x('2x3x4'), x('2x4x5')], { attributes: { equation: 'bij,bjk->bik' } }), { weightlessConnections: '2 * 3 * 4 * 5 = 120' }],
  ['Einsum with a weight', () => apply('Einsum', [x('2x3x4'), w('4x5')], { attributes: { equation: 'bij,jk->bik' } }), { units: '2 * 3 * 5 = 30', connections: '2 * 3 * 4 * 5 = 120', weight: '4 * 5 = 20' }],
  ['QLinearConv counts as Conv', () => apply('QLinearConv', [x('1x3x8x8', 'uint8'), w(''), w('', 'uint8'), w('4x3x3x3', 'int8'), w('4'), w('4', 'int8'), w(''), w('', 'uint8'), w('4', 'int32')]), { units: '6 * 6 * 4 = 144', connections: '3 * 3 * 3 * 4 * 6 * 6 = 3888', biasConnections: '6 * 6 * 4 = 144', weight: '3 * 3 * 3 * 4 = 108', bias: '4 = 4', buffer: '1 = 1; 1 = 1; 4 = 4; 4 = 4; 1 = 1; 1 = 1', window: '6 = ⌊(8 − 3) / 1⌋ + 1; 6 = ⌊(8 − 3) / 1⌋ + 1' }],
  ['MatMulInteger counts as MatMul', () => apply('MatMulInteger', [x('1x16', 'uint8'), w('16x8', 'int8')]), { units: '8 = 8', connections: '16 * 8 = 128', weight: '16 * 8 = 128' }],
  ['DequantizeLinear', () => apply('DequantizeLinear', [w('4x3', 'int8'), w('4'), w('4', 'int8')]), { buffer: '4 = 4; 4 = 4' }],
]; // prettier-ignore

test.each(rows)('%s', (_, use, expected) => {
  expect(figuresOf(use())).toEqual(expected);
});
