/** com.microsoft's operators: shapes and figures worked out by hand from ONNX Runtime's docs/ContribOperators.md. */
import { describe, expect, test } from 'vitest';
import { apply, figuresOf, shapesOf, v, w, x } from './apply.ts';

const domain = 'com.microsoft';

type Operands = Parameters<typeof apply>[1];
type Attributes = NonNullable<Parameters<typeof apply>[2]>['attributes'];

/** `count`: of the outputs. */
function ms(operator: string, operands: Operands, attributes: Attributes = {}, count = 1): () => ReturnType<typeof apply> {
  return () => apply(operator, operands, { domain, attributes, outputs: count });
} // prettier-ignore

const scale = w('');
const zero = w('', 'uint8');
const lengths = { k: x('1', 'int32'), total: v(9, 'int32') };

describe('shapes', () => {
  test.each<readonly [string, () => ReturnType<typeof apply>, readonly string[]]>([
    ['FusedConv', ms('FusedConv', [x('1x3x8x8'), w('4x3x3x3'), w('4')]), ['float32 1 × 4 × 6 × 6']],
    ['NhwcConv', ms('NhwcConv', [x('1x8x9x3'), w('4x3x3x3'), w('4')]), ['float32 1 × 6 × 7 × 4']],
    ['NhwcFusedConv', ms('NhwcFusedConv', [x('2xHx9x4'), w('6x2x3x3')], { group: 2 }), ['float32 2 × H - 2 × 7 × 6']],
    ['NhwcMaxPool', ms('NhwcMaxPool', [x('1x8x9x3', 'uint8')], { kernel_shape: [2, 2], strides: [2, 2] }), ['uint8 1 × 4 × 4 × 3']],
    ['ConvTransposeWithDynamicPads', ms('ConvTransposeWithDynamicPads', [x('1x3x4x4'), w('3x2x3x3'), v([1, 1, 1, 1])], { strides: [2, 2] }), ['float32 1 × 2 × 7 × 7']],
    ['FusedGemm', ms('FusedGemm', [x('5x7'), w('3x7')], { transB: 1 }), ['float32 5 × 3']],
    ['GemmFloat8', ms('GemmFloat8', [x('5x7', 'float8e4m3fn'), w('3x7', 'float8e4m3fn')], { transB: 1, dtype: 10 }), ['float16 5 × 3']],
    ['FusedMatMul', ms('FusedMatMul', [x('2x7x5'), x('2x3x7')], { transA: 1, transB: 1 }), ['float32 2 × 5 × 3']],
    ['FusedMatMul turns batch axes', ms('FusedMatMul', [x('5x2x4x7'), x('7x3')], { transBatchA: 1 }), ['float32 2 × 4 × 5 × 3']],
    ['GemmFastGelu', ms('GemmFastGelu', [x('1xseqx8'), w('8x32'), w('32')]), ['float32 1 × seq × 32']],
    ['QLinearAdd', ms('QLinearAdd', [x('1x8', 'uint8'), scale, zero, x('3x1', 'uint8'), scale, zero, scale, zero]), ['uint8 3 × 8']],
    ['QLinearConcat', ms('QLinearConcat', [scale, zero, x('1x2x4', 'uint8'), scale, zero, x('1x3x4', 'uint8'), scale, zero], { axis: 1 }), ['uint8 1 × 5 × 4']],
    ['QLinearConv with channels last', ms('QLinearConv', [x('1x8x8x3', 'uint8'), scale, zero, w('4x3x3x3', 'int8'), scale, w('', 'int8'), scale, zero, w('4', 'int32')], { channels_last: 1 }), ['uint8 1 × 6 × 6 × 4']],
    ['QLinearAveragePool with channels last', ms('QLinearAveragePool', [x('1x4x4x3', 'uint8'), scale, zero, scale, zero], { kernel_shape: [2, 2], channels_last: 1 }), ['uint8 1 × 3 × 3 × 3']],
    ['QLinearGlobalAveragePool', ms('QLinearGlobalAveragePool', [x('1x4x4x3', 'uint8'), scale, zero, scale, zero], { channels_last: 1 }), ['uint8 1 × 1 × 1 × 3']],
    ['QLinearSoftmax', ms('QLinearSoftmax', [x('1x10', 'uint8'), scale, zero, scale, zero], { opset: 13 }), ['uint8 1 × 10']],
    ['QLinearReduceMean', ms('QLinearReduceMean', [x('1x2x4x4', 'uint8'), scale, zero, scale, zero], { axes: [2, 3], keepdims: 0 }), ['uint8 1 × 2']],
    ['QLinearWhere', ms('QLinearWhere', [x('3x1', 'bool'), x('4', 'uint8'), scale, zero, x('', 'uint8'), scale, zero, scale, zero]), ['uint8 3 × 4']],
    ['QGemm, quantised', ms('QGemm', [x('2x7', 'uint8'), scale, zero, w('7x3', 'int8'), scale, w('', 'int8'), undefined, scale, zero]), ['uint8 2 × 3']],
    ['QGemm, as floats', ms('QGemm', [x('2x7', 'uint8'), scale, zero, w('7x3', 'int8'), scale, w('', 'int8')]), ['float32 2 × 3']],
    ['DynamicQuantizeMatMul', ms('DynamicQuantizeMatMul', [x('2x7'), w('7x3', 'int8'), scale]), ['float32 2 × 3']],
    ['MatMulIntegerToFloat', ms('MatMulIntegerToFloat', [x('2x7', 'uint8'), w('7x3', 'int8'), w('', 'float16'), w('', 'float16')]), ['float16 2 × 3']],
    ['MatMulInteger16', ms('MatMulInteger16', [x('2x7', 'int16'), w('7x3', 'int16')]), ['int32 2 × 3']],
    ['DynamicQuantizeLSTM', ms('DynamicQuantizeLSTM', [x('5x1x3'), w('1x3x16', 'int8'), w('1x4x16', 'int8')], { hidden_size: 4 }, 2), ['float32 5 × 1 × 1 × 4', 'float32 1 × 1 × 4']],
    ['MatMulNBits', ms('MatMulNBits', [x('1xseqx64', 'float16'), w('128x2x16', 'uint8'), w('128x2', 'float16')], { K: 64, N: 128, bits: 4, block_size: 32 }), ['float16 1 × seq × 128']],
    ['MatMulBnb4 back', ms('MatMulBnb4', [x('2x128'), w('4096', 'uint8'), w('128')], { K: 64, N: 128, block_size: 64, quant_type: 1, transB: 0 }), ['float32 2 × 64']],
    ['MatMulNBitsMlp', ms('MatMulNBitsMlp', [x('1x64'), undefined, w('64'), w('128x2x16', 'uint8'), w('128x2'), undefined, w('128x2x16', 'uint8'), w('128x2')], { K: 64, N: 128, block_size: 32 }), ['float32 1 × 128']],
    ['MatMulNBitsQkv', ms('MatMulNBitsQkv', [x('1x64'), undefined, w('64'), w('64x2x16', 'uint8'), w('64x2'), undefined, w('32x2x16', 'uint8'), w('32x2'), undefined, w('32x2x16', 'uint8'), w('32x2')], { K: 64, Nq: 64, Nkv: 32, block_size: 32 }, 3), ['float32 1 × 64', 'float32 1 × 32', 'float32 1 × 32']],
    ['GatherBlockQuantized', ms('GatherBlockQuantized', [w('100x32', 'uint8'), x('1xseq', 'int64'), w('100x2', 'float16')], { bits: 4 }), ['float16 1 × seq × 64']],
    ['Attention with past', ms('Attention', [x('1xseqx8'), w('8x24'), w('24'), undefined, x('2x1x2xpx4')], { num_heads: 2 }, 2), ['float32 1 × seq × 8', 'float32 2 × 1 × 2 × p + seq × 4']],
    ['Attention of unequal widths', ms('Attention', [x('1x5x8'), w('8x20')], { num_heads: 2, qkv_hidden_sizes: [8, 8, 4] }), ['float32 1 × 5 × 4']],
    ['QAttention', ms('QAttention', [x('1x5x8', 'uint8'), w('8x24', 'int8'), w('24'), scale, scale], { num_heads: 2 }), ['float32 1 × 5 × 8']],
    ['PackedAttention', ms('PackedAttention', [x('tokensx8'), w('8x24'), w('24'), x('2x5', 'int32'), x('3', 'int32')], { num_heads: 2 }), ['float32 tokens × 8']],
    ['MultiHeadAttention', ms('MultiHeadAttention', [x('1x5x8'), x('1x7x8'), x('1x7x6'), undefined, undefined, undefined, x('1x2xpx4'), x('1x2xpx3')], { num_heads: 2 }, 4), ['float32 1 × 5 × 6', 'float32 1 × 2 × p + 7 × 4', 'float32 1 × 2 × p + 7 × 3', 'float32 1 × 2 × 5 × p + 7']],
    ['MultiHeadAttention, packed', ms('MultiHeadAttention', [x('1x5x2x3x4')], { num_heads: 2 }), ['float32 1 × 5 × 8']],
    ['MultiHeadAttention on cached keys', ms('MultiHeadAttention', [x('1x1x8'), x('1x2x7x4'), x('1x2x7x4')], { num_heads: 2 }), ['float32 1 × 1 × 8']],
    ['GroupQueryAttention', ms('GroupQueryAttention', [x('1x4x16'), x('1x4x8'), x('1x4x8'), x('1x2x5x4'), x('1x2x5x4'), lengths.k, lengths.total], { num_heads: 4, kv_num_heads: 2 }, 3), ['float32 1 × 4 × 16', 'float32 1 × 2 × 9 × 4', 'float32 1 × 2 × 9 × 4']],
    ['GroupQueryAttention, packed, in a shared buffer', ms('GroupQueryAttention', [x('1x4x32'), undefined, undefined, x('1x2x64x4'), x('1x2x64x4'), lengths.k, lengths.total], { num_heads: 4, kv_num_heads: 2 }, 3), ['float32 1 × 4 × 16', 'float32 1 × 2 × 64 × 4', 'float32 1 × 2 × 64 × 4']],
    ['SkipLayerNormalization', ms('SkipLayerNormalization', [x('1xseqx8'), x('1xseqx8'), w('8'), w('8'), w('8')], {}, 4), ['float32 1 × seq × 8', 'float32 1 × seq × 1', 'float32 1 × seq × 1', 'float32 1 × seq × 8']],
    ['EmbedLayerNormalization', ms('EmbedLayerNormalization', [x('1xseq', 'int32'), x('1xseq', 'int32'), w('100x8'), w('32x8'), w('2x8'), w('8'), w('8')], {}, 3), ['float32 1 × seq × 8', 'int32 1', 'float32 1 × seq × 8']],
    ['GroupNorm', ms('GroupNorm', [x('1x4x4x32'), w('32'), w('32')], { groups: 8, activation: 1 }), ['float32 1 × 4 × 4 × 32']],
    ['BiasSplitGelu', ms('BiasSplitGelu', [x('1x5x8'), w('8')]), ['float32 1 × 5 × 4']],
    ['MoE', ms('MoE', [x('5x8'), x('5x4'), w('4x16x8'), undefined, w('4x8x16')], { k: 2 }), ['float32 5 × 8']],
    ['ExpandDims', ms('ExpandDims', [x('2x3'), v(-1, 'int32')]), ['float32 2 × 3 × 1']],
    ['Unique', ms('Unique', [x('6')], {}, 3), ['float32 unique_1', 'int64 6', 'int64 unique_1']],
    ['CropAndResize', ms('CropAndResize', [x('1x3x8x8'), x('5x4'), x('5', 'int32'), v([2, 2], 'int32')]), ['float32 5 × 3 × 2 × 2']],
    ['RotaryEmbedding', ms('RotaryEmbedding', [x('1xseqx8'), x('1xseq', 'int64'), w('64x2'), w('64x2')]), ['float32 1 × seq × 8']],
    ['Trilu', ms('Trilu', [x('3x3'), v(1)]), ['float32 3 × 3']],
    ['TorchEmbedding', ms('TorchEmbedding', [w('100x8'), x('2x3', 'int64')]), ['float32 2 × 3 × 8']],
    ['SimplifiedLayerNormalization of ai.onnx', () => apply('SimplifiedLayerNormalization', [x('1xseqx8'), w('8')], { outputs: 2 }), ['float32 1 × seq × 8', 'float32 1 × seq × 1']],
    ['a convolution in blocks', () => apply('Conv', [x('1x3x8x8'), w('16x3x3x3')], { domain: 'com.microsoft.nchwc' }), ['float32 1 × 16 × 6 × 6']],
    ['out of blocks', () => apply('ReorderOutput', [x('1x16x6x6')], { domain: 'com.microsoft.nchwc', attributes: { channels: 10, channels_last: 1 } }), ['float32 1 × 6 × 6 × 10']],
  ])('%s', (_, use, expected) => expect(shapesOf(use()).map((shape) => shape.split(' = ')[0])).toEqual(expected)); // prettier-ignore
});

describe('figures', () => {
  test.each<readonly [string, () => ReturnType<typeof apply>, Readonly<Record<string, string>>]>([
    ['FusedConv counts as Conv', ms('FusedConv', [x('1x3x8x8'), w('4x3x3x3'), w('4')]), { units: '6 * 6 * 4 = 144', connections: '3 * 3 * 3 * 4 * 6 * 6 = 3888', biasConnections: '6 * 6 * 4 = 144', weight: '3 * 3 * 3 * 4 = 108', bias: '4 = 4', window: '6 = ⌊(8 − 3) / 1⌋ + 1; 6 = ⌊(8 − 3) / 1⌋ + 1' }],
    ['NhwcConv counts as Conv', ms('NhwcConv', [x('1x8x8x3'), w('4x3x3x3')]), { units: '6 * 6 * 4 = 144', connections: '3 * 3 * 3 * 4 * 6 * 6 = 3888', weight: '3 * 3 * 3 * 4 = 108', window: '6 = ⌊(8 − 3) / 1⌋ + 1; 6 = ⌊(8 − 3) / 1⌋ + 1' }],
    ['FusedMatMul with a transposed weight', ms('FusedMatMul', [x('5x7'), w('3x7')], { transB: 1 }), { units: '5 * 3 = 15', connections: '7 * 3 * 5 = 105', weight: '7 * 3 = 21' }],
    ['GemmFastGelu', ms('GemmFastGelu', [x('1x5x8'), w('8x32'), w('32')]), { units: '5 * 32 = 160', connections: '8 * 32 * 5 = 1280', biasConnections: '5 * 32 = 160', weight: '8 * 32 = 256', bias: '32 = 32' }],
    ['QLinearAveragePool', ms('QLinearAveragePool', [x('1x4x4x3', 'uint8'), scale, zero, scale, zero], { kernel_shape: [2, 2], channels_last: 1 }), { windowSums: '2 * 2 * 3 * 3 * 3 = 108', window: '3 = ⌊(4 − 2) / 1⌋ + 1; 3 = ⌊(4 − 2) / 1⌋ + 1' }],
    ['QGemm', ms('QGemm', [x('2x7', 'uint8'), scale, zero, w('7x3', 'int8'), scale, w('', 'int8'), w('3', 'int32')]), { units: '2 * 3 = 6', connections: '7 * 3 * 2 = 42', biasConnections: '2 * 3 = 6', weight: '7 * 3 = 21', bias: '3 = 3', buffer: '1 = 1; 1 = 1; 1 = 1; 1 = 1' }],
    ['DynamicQuantizeMatMul', ms('DynamicQuantizeMatMul', [x('2x7'), w('7x3', 'int8'), scale, undefined, w('3')]), { units: '2 * 3 = 6', connections: '7 * 3 * 2 = 42', biasConnections: '2 * 3 = 6', weight: '7 * 3 = 21', bias: '3 = 3', buffer: '1 = 1' }],
    ['DynamicQuantizeLSTM', ms('DynamicQuantizeLSTM', [x('5x1x3'), w('1x3x16', 'int8'), w('1x4x16', 'int8')], { hidden_size: 4 }), { units: '5 * 4 = 20', connections: '4 * 3 * 4 * 5 + 4 * 4 * 4 * 5 = 560', weight: '16 * 3 = 48; 16 * 4 = 64' }],
    // the weights before packing, 64 × 128, where 4,096 bytes are stored
    ['MatMulNBits', ms('MatMulNBits', [x('5x64'), w('128x2x16', 'uint8'), w('128x2')], { K: 64, N: 128, bits: 4, block_size: 32 }), { units: '128 * 5 = 640', connections: '64 * 128 * 5 = 40960', weight: '64 * 128 = 8192', buffer: '128 * 2 = 256' }],
    ['MatMulNBits with a bias', ms('MatMulNBits', [x('5x64'), w('128x2x16', 'uint8'), w('128x2'), undefined, undefined, w('128')], { K: 64, N: 128, bits: 4, block_size: 32 }), { units: '128 * 5 = 640', connections: '64 * 128 * 5 = 40960', biasConnections: '128 * 5 = 640', weight: '64 * 128 = 8192', bias: '128 = 128', buffer: '128 * 2 = 256' }],
    ['MatMulNBitsQkv', ms('MatMulNBitsQkv', [x('1x64'), undefined, w('64'), w('64x2x16', 'uint8'), w('64x2'), undefined, w('32x2x16', 'uint8'), w('32x2'), undefined, w('32x2x16', 'uint8'), w('32x2')], { K: 64, Nq: 64, Nkv: 32, block_size: 32 }), { units: '64 + 32 + 32 = 128', connections: '64 * 64 + 64 * 32 + 64 * 32 = 8192', norm: '64 = 64', weight: '64 * 64 = 4096; 64 * 32 = 2048; 64 * 32 = 2048', buffer: '64 * 2 = 128; 32 * 2 = 64; 32 * 2 = 64' }],
    ['GatherBlockQuantized', ms('GatherBlockQuantized', [w('100x32', 'uint8'), x('1x5', 'int64'), w('100x2')], { bits: 4 }), { embedding: '100 * 64 = 6400', buffer: '100 * 2 = 200' }],
    // 5 tokens: projections of 8 × 24; 2 heads of 4: 2 · 5 · 5 · 4 for queries with keys, and as many for scores with values
    ['Attention', ms('Attention', [x('1x5x8'), w('8x24'), w('24')], { num_heads: 2 }), { units: '5 * 24 = 120', connections: '8 * 24 * 5 = 960', biasConnections: '5 * 24 = 120', weightlessConnections: '2 * 5 * 5 * 4 + 2 * 5 * 5 * 4 = 400', weight: '8 * 24 = 192', bias: '24 = 24' }],
    ['QAttention', ms('QAttention', [x('1x5x8', 'uint8'), w('8x24', 'int8'), w('24'), scale, scale], { num_heads: 2 }), { units: '5 * 24 = 120', connections: '8 * 24 * 5 = 960', biasConnections: '5 * 24 = 120', weightlessConnections: '2 * 5 * 5 * 4 + 2 * 5 * 5 * 4 = 400', weight: '8 * 24 = 192', bias: '24 = 24', buffer: '1 = 1; 1 = 1' }],
    ['MultiHeadAttention', ms('MultiHeadAttention', [x('1x5x8'), x('1x7x8'), x('1x7x8'), w('24')], { num_heads: 2 }), { weightlessConnections: '2 * 5 * 7 * 4 + 2 * 5 * 7 * 4 = 560', biasConnections: '5 * 2 * 4 + 7 * 2 * 4 + 7 * 2 * 4 = 152', bias: '24 = 24' }],
    ['DecoderMaskedMultiHeadAttention', ms('DecoderMaskedMultiHeadAttention', [x('1x1x8'), x('1x1x8'), x('1x1x8'), undefined, undefined, x('1x2x6x4'), x('1x2x6x4')], { num_heads: 2 }), { weightlessConnections: '2 * 1 * 7 * 4 + 2 * 1 * 7 * 4 = 112' }],
    ['GroupQueryAttention: four query heads meet nine keys', ms('GroupQueryAttention', [x('1x4x16'), x('1x4x8'), x('1x4x8'), x('1x2x5x4'), x('1x2x5x4'), lengths.k, lengths.total], { num_heads: 4, kv_num_heads: 2 }), { weightlessConnections: '4 * 4 * 9 * 4 + 4 * 4 * 9 * 4 = 1152' }],
    ['GroupQueryAttention whose total is computed: past and new keys', ms('GroupQueryAttention', [x('1x4x16'), x('1x4x8'), x('1x4x8'), x('1x2x5x4'), x('1x2x5x4'), lengths.k, x('', 'int32')], { num_heads: 4, kv_num_heads: 2 }), { weightlessConnections: '4 * 4 * 9 * 4 + 4 * 4 * 9 * 4 = 1152' }],
    ['SkipLayerNormalization', ms('SkipLayerNormalization', [x('1x5x8'), x('1x5x8'), w('8'), w('8'), w('8')]), { norm: '8 = 8; 8 = 8', bias: '8 = 8', biasConnections: '5 * 8 = 40' }],
    ['EmbedLayerNormalization', ms('EmbedLayerNormalization', [x('1x5', 'int32'), x('1x5', 'int32'), w('100x8'), w('32x8'), w('2x8'), w('8'), w('8')]), { embedding: '100 * 8 = 800; 2 * 8 = 16', other: '32 * 8 = 256', norm: '8 = 8; 8 = 8' }],
    ['BiasGelu', ms('BiasGelu', [x('1x5x8'), w('8')]), { bias: '8 = 8', biasConnections: '5 * 8 = 40' }],
    // two of four experts a token: 5 tokens × 2 × (8 · 16 + 16 · 8)
    ['MoE', ms('MoE', [x('5x8'), x('5x4'), w('4x16x8'), undefined, w('4x8x16')], { k: 2 }), { units: '16 * 2 * 5 + 8 * 2 * 5 = 240', connections: '8 * 16 * 2 * 5 + 16 * 8 * 2 * 5 = 2560', weight: '4 * 8 * 16 = 512; 4 * 16 * 8 = 512' }],
    ['QMoE: two weights a byte', ms('QMoE', [x('5x8'), x('5x4'), w('4x16x4', 'uint8'), w('4x16'), undefined, w('4x8x8', 'uint8'), w('4x8')], { k: 2 }), { units: '16 * 2 * 5 + 8 * 2 * 5 = 240', connections: '8 * 16 * 2 * 5 + 16 * 8 * 2 * 5 = 2560', weight: '4 * 8 * 16 = 512; 4 * 16 * 8 = 512', buffer: '4 * 16 = 64; 4 * 8 = 32' }],
  ])('%s', (_, use, expected) => expect(figuresOf(use())).toEqual(expected)); // prettier-ignore

  test('packed weights say their bytes, which are not those of the weights that are counted', () => {
    const { facts } = apply('MatMulNBits', [x('5x64'), w('128x2x16', 'uint8'), w('128x2')], {
      domain,
      attributes: { K: 64, N: 128, bits: 4, block_size: 32 },
    });
    expect(facts.parameters?.[0]?.bytes).toBe(4096);
  });
});

describe('broken rules', () => {
  test.each<readonly [string, () => unknown]>([
    ['inputs of "in0", and what "in1" reads: 32 is not 64', ms('MatMulNBits', [x('5x32'), w('128x2x16', 'uint8'), w('128x2')], { K: 64, N: 128 })],
    ['attribute "K" is missing', ms('MatMulNBits', [x('5x64'), w('128x2x16', 'uint8'), w('128x2')], { N: 128 })],
    ['3 heads do not divide 8', ms('Attention', [x('1x5x8'), w('8x24')], { num_heads: 3 })],
    ['outputs of the weights: 20 is not 24', ms('Attention', [x('1x5x8'), w('8x24')], { num_heads: 2, qkv_hidden_sizes: [8, 8, 4] })],
    ['3 key heads do not divide 4 query heads', ms('GroupQueryAttention', [x('1x4x16'), x('1x4x8'), x('1x4x8'), undefined, undefined, lengths.k, lengths.total], { num_heads: 4, kv_num_heads: 3 })],
    ['attribute "num_heads" is missing', ms('MultiHeadAttention', [x('1x5x8')], {})],
    ['width of "in0", and what its experts read: 9 is not 8', ms('MoE', [x('5x9'), x('5x4'), w('4x16x8'), undefined, w('4x8x16')], { k: 2 })],
    ['last axis of "in0" and elements of its bias: 8 is not 7', ms('BiasGelu', [x('1x5x8'), w('7')])],
  ])('%s', (message, use) => expect(use).toThrow(message)); // prettier-ignore
});
