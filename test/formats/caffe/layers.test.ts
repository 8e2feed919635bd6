/** A row a layer: the layer in the file, the operators that it becomes, what it stores, and its output's shape. */
import { describe, expect, test } from 'vitest';
import { nodeOf, operatorsOf, outputsOf, over, parametersOf, read, tensorsOf } from './reading.ts';

interface Row {
  readonly layer: string;
  readonly over?: readonly number[];
  readonly operators: string;
  readonly tensors?: readonly string[];
  readonly outputs: readonly string[];
}

const image = [2, 6, 9, 12];

/** `type: "X" bottom: "x" top: "y"`, named y. */
const on = (type: string, rest = '', bottoms = 'bottom: "x"'): string =>
  `layer { name: "y" type: "${type}" ${bottoms} top: "y" ${rest} }`;

const rows: Readonly<Record<string, readonly Row[]>> = {
  // base_conv_layer.cpp: ⌊(H + 2p − (d(k − 1) + 1)) / s⌋ + 1
  Convolution: [
    { layer: on('Convolution', 'convolution_param { num_output: 4 kernel_size: 3 }'), operators: 'Conv', tensors: ['y.weight 4 × 6 × 3 × 3', 'y.bias 4'], outputs: ['y 2 × 4 × 7 × 10'] },
    { layer: on('Convolution', 'convolution_param { num_output: 4 kernel_h: 3 kernel_w: 1 stride_h: 2 stride_w: 3 pad_h: 1 pad_w: 0 group: 2 bias_term: false }'), operators: 'Conv', tensors: ['y.weight 4 × 3 × 3 × 1'], outputs: ['y 2 × 4 × 5 × 4'] },
    { layer: on('Convolution', 'convolution_param { num_output: 4 kernel_size: [3, 5] stride: [1, 2] pad: 1 dilation: 2 }'), operators: 'Conv', tensors: ['y.weight 4 × 6 × 3 × 5', 'y.bias 4'], outputs: ['y 2 × 4 × 7 × 3'] },
    { layer: on('Convolution', 'convolution_param { num_output: 5 kernel_size: 3 }'), over: [1, 2, 8, 8, 8], operators: 'Conv', tensors: ['y.weight 5 × 2 × 3 × 3 × 3', 'y.bias 5'], outputs: ['y 1 × 5 × 6 × 6 × 6'] },
    { layer: on('DepthwiseConvolution', 'convolution_param { num_output: 6 kernel_size: 3 pad: 1 group: 6 bias_term: false }'), operators: 'Conv', tensors: ['y.weight 6 × 1 × 3 × 3'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('ConvolutionDepthwise', 'convolution_param { num_output: 6 kernel_size: 3 }'), operators: 'Conv', tensors: ['y.weight 6 × 1 × 3 × 3', 'y.bias 6'], outputs: ['y 2 × 6 × 7 × 10'] },
    { layer: 'layer { name: "y" type: "Convolution" bottom: "x" bottom: "x" top: "y" top: "z" convolution_param { num_output: 4 kernel_size: 1 } }', operators: 'Conv Conv', tensors: ['y.weight 4 × 6 × 1 × 1', 'y.bias 4'], outputs: ['y 2 × 4 × 9 × 12', 'z 2 × 4 × 9 × 12'] },
  ],
  // deconv_layer.cpp: s(H − 1) + d(k − 1) + 1 − 2p
  Deconvolution: [
    { layer: on('Deconvolution', 'convolution_param { num_output: 4 kernel_size: 4 stride: 2 pad: 1 group: 2 }'), operators: 'ConvTranspose', tensors: ['y.weight 6 × 2 × 4 × 4', 'y.bias 4'], outputs: ['y 2 × 4 × 18 × 24'] },
  ],
  // inner_product_layer.cpp
  InnerProduct: [
    { layer: on('InnerProduct', 'inner_product_param { num_output: 7 }'), operators: 'Flatten Gemm', tensors: ['y.weight 7 × 648', 'y.bias 7'], outputs: ['y 2 × 7'] },
    { layer: on('InnerProduct', 'inner_product_param { num_output: 7 bias_term: false }'), over: [3, 5], operators: 'Gemm', tensors: ['y.weight 7 × 5'], outputs: ['y 3 × 7'] },
    { layer: on('InnerProduct', 'inner_product_param { num_output: 7 transpose: true }'), over: [3, 5], operators: 'Gemm', tensors: ['y.weight 5 × 7', 'y.bias 7'], outputs: ['y 3 × 7'] },
    { layer: on('InnerProduct', 'inner_product_param { num_output: 7 axis: 2 }'), operators: 'Reshape Transpose MatMul Add', tensors: ['y.weight 7 × 108', 'y.bias 7'], outputs: ['y 2 × 6 × 7'] },
    { layer: on('InnerProduct', 'inner_product_param { num_output: 7 axis: -1 bias_term: false transpose: true }'), operators: 'MatMul', tensors: ['y.weight 12 × 7'], outputs: ['y 2 × 6 × 9 × 7'] },
    { layer: on('InnerProduct', 'inner_product_param { num_output: 7 axis: 0 }'), over: [3, 5], operators: 'Flatten Gemm Reshape', tensors: ['y.weight 7 × 15', 'y.bias 7'], outputs: ['y 7'] },
  ],
  Embed: [
    { layer: on('Embed', 'embed_param { input_dim: 100 num_output: 8 }'), over: [5, 3], operators: 'Cast Gather Add', tensors: ['y.weight 100 × 8', 'y.bias 8'], outputs: ['y 5 × 3 × 8'] },
  ],
  // pooling_layer.cpp: ⌈(H + 2p − k) / s⌉ + 1, less a last window that starts past the image and its padding
  Pooling: [
    { layer: on('Pooling', 'pooling_param { kernel_size: 3 stride: 2 }'), operators: 'MaxPool', outputs: ['y 2 × 6 × 4 × 6'] },
    { layer: on('Pooling', 'pooling_param { pool: AVE kernel_size: 2 stride: 2 }'), operators: 'AveragePool', outputs: ['y 2 × 6 × 5 × 6'] },
    { layer: on('Pooling', 'pooling_param { kernel_size: 2 stride: 2 pad: 1 }'), operators: 'MaxPool', outputs: ['y 2 × 6 × 5 × 7'] },
    { layer: on('Pooling', 'pooling_param { kernel_size: 2 stride: 2 round_mode: FLOOR }'), operators: 'MaxPool', outputs: ['y 2 × 6 × 4 × 6'] },
    { layer: on('Pooling', 'pooling_param { kernel_size: 1 stride: 2 }'), operators: 'MaxPool', outputs: ['y 2 × 6 × 5 × 7'] },
    { layer: on('Pooling', 'pooling_param { kernel_size: 3 stride: 2 }'), over: [1, 1, 2, 2], operators: 'MaxPool', outputs: ['y 1 × 1 × 1 × 1'] },
    { layer: on('Pooling', 'pooling_param { pool: AVE global_pooling: true }'), operators: 'GlobalAveragePool', outputs: ['y 2 × 6 × 1 × 1'] },
    { layer: on('Pooling', 'pooling_param { pool: STOCHASTIC kernel_size: 3 stride: 3 }'), operators: 'AveragePool', outputs: ['y 2 × 6 × 3 × 4'] },
    { layer: on('Pooling', 'pooling_param { kernel_size: 2 stride: 2 }', 'bottom: "x" top: "m"'), operators: 'MaxPool', outputs: ['m 2 × 6 × 5 × 6', 'y 2 × 6 × 5 × 6'] },
    { layer: `layer { name: "r" type: "Input" top: "r" input_param { shape { dim: 30 dim: 5 } } } ${on('ROIPooling', 'roi_pooling_param { pooled_h: 6 pooled_w: 7 spatial_scale: 0.0625 }', 'bottom: "x" bottom: "r"')}`, operators: 'MaxRoiPool', outputs: ['y 30 × 6 × 6 × 7'] },
    { layer: `${on('Pooling', 'pooling_param { kernel_size: 2 stride: 2 }', 'bottom: "x"').replace('top: "y"', 'top: "y" top: "m"')} layer { name: "u" type: "Upsample" bottom: "y" bottom: "m" top: "u" upsample_param { scale: 2 pad_out_h: true } }`, operators: 'MaxPool Shape Concat MaxUnpool', outputs: ['u 2 × 6 × 9 × 12'] },
    { layer: on('SPP', 'spp_param { pyramid_height: 2 }'), operators: 'MaxPool Flatten MaxPool Flatten Concat', outputs: ['y 2 × 30'] },
  ],
  Normalisation: [
    { layer: on('LRN', 'lrn_param { local_size: 5 alpha: 1e-4 beta: 0.75 k: 2 }'), operators: 'LRN', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('LRN', 'lrn_param { local_size: 3 norm_region: WITHIN_CHANNEL }'), operators: 'Constant Pow AveragePool Constant Mul Constant Add Constant Pow Div', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('BatchNorm'), operators: 'Shape ConstantOfShape ConstantOfShape BatchNormalization', tensors: ['y.running_mean 6', 'y.running_var 6'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: `${on('BatchNorm')} layer { name: "s" type: "Scale" bottom: "y" top: "y" scale_param { bias_term: true } }`, operators: 'BatchNormalization', tensors: ['s.weight 6', 's.bias 6', 'y.running_mean 6', 'y.running_var 6'], outputs: ['y:s 2 × 6 × 9 × 12'] },
    { layer: `${on('BatchNorm')} layer { name: "s" type: "Scale" bottom: "y" top: "z" scale_param { bias_term: true } }`, operators: 'BatchNormalization', tensors: ['s.weight 6', 's.bias 6', 'y.running_mean 6', 'y.running_var 6'], outputs: ['z 2 × 6 × 9 × 12'] },
    { layer: `${on('BatchNorm')} layer { name: "s" type: "Scale" bottom: "y" top: "z" scale_param { bias_term: true } } layer { name: "e" type: "TanH" bottom: "y" top: "e" }`, operators: 'Shape ConstantOfShape ConstantOfShape BatchNormalization Mul Add Tanh', tensors: ['y.running_mean 6', 'y.running_var 6', 's.weight 6 × 1 × 1', 's.bias 6 × 1 × 1'], outputs: ['z 2 × 6 × 9 × 12', 'e 2 × 6 × 9 × 12'] },
    { layer: on('BN', 'bn_param { bn_mode: INFERENCE }'), operators: 'Mul Add', tensors: ['y.weight 6 × 1 × 1', 'y.bias 6 × 1 × 1'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('BN'), operators: 'BatchNormalization', tensors: ['y.weight 6', 'y.bias 6', 'y.running_mean 6', 'y.running_var 6'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: `layer { name: "g" type: "Pooling" bottom: "x" top: "g" pooling_param { pool: AVE global_pooling: true } } layer { name: "f" type: "Flatten" bottom: "g" top: "f" } ${on('Axpy', '', 'bottom: "f" bottom: "x" bottom: "x"')}`, operators: 'GlobalAveragePool Flatten Unsqueeze Mul Add', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Scale'), operators: 'Mul', tensors: ['y.weight 6 × 1 × 1'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Scale', 'scale_param { axis: 2 num_axes: -1 bias_term: true }'), operators: 'Mul Add', tensors: ['y.weight 9 × 12', 'y.bias 9 × 12'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Bias', 'bias_param { axis: 0 num_axes: 2 }'), operators: 'Add', tensors: ['y.bias 2 × 6 × 1 × 1'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('MVN', 'mvn_param { across_channels: true }'), operators: 'MeanVarianceNormalization', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('MVN', 'mvn_param { normalize_variance: false }'), operators: 'ReduceMean Sub', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Normalize', 'norm_param { across_spatial: false channel_shared: false }'), operators: 'ReduceL2 Div Mul', tensors: ['y.weight 1 × 6 × 1 × 1'], outputs: ['y 2 × 6 × 9 × 12'] },
  ],
  Activations: [
    ...[['ReLU', '', 'Relu'], ['ReLU', 'relu_param { negative_slope: 0.1 }', 'LeakyRelu'], ['ELU', '', 'Elu'], ['Sigmoid', '', 'Sigmoid'], ['TanH', '', 'Tanh'], ['AbsVal', '', 'Abs'], ['BNLL', '', 'Softplus'], ['Dropout', '', 'Dropout'], ['Softmax', '', 'Softmax'], ['Power', '', 'Identity'], ['Power', 'power_param { power: 2 scale: 0.5 shift: 1 }', 'Constant Constant Constant Mul Add Pow'], ['Exp', '', 'Exp'], ['Exp', 'exp_param { base: 2 }', 'Constant Mul Exp'], ['Log', 'log_param { base: 10 }', 'Constant Log Div'], ['Threshold', '', 'Constant Greater Cast'], ['Clip', 'clip_param { min: 0 max: 6 }', 'Constant Constant Clip'], ['ReLU6', '', 'Constant Constant Clip'], ['Swish', '', 'Sigmoid Mul']].map(([type, rest, operators]): Row => ({ layer: on(type!, rest), operators: operators!, outputs: ['y 2 × 6 × 9 × 12'] })),
    { layer: on('PReLU'), operators: 'PRelu', tensors: ['y.slope 6 × 1 × 1'], outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('PReLU', 'prelu_param { channel_shared: true }'), operators: 'PRelu', tensors: ['y.slope 1'], outputs: ['y 2 × 6 × 9 × 12'] },
  ],
  Combining: [
    { layer: on('Eltwise', '', 'bottom: "x" bottom: "x"'), operators: 'Add', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Eltwise', 'eltwise_param { operation: SUM coeff: 1 coeff: -1 }', 'bottom: "x" bottom: "x"'), operators: 'Sub', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Eltwise', 'eltwise_param { coeff: [1, 0.5, 1] }', 'bottom: "x" bottom: "x" bottom: "x"'), operators: 'Constant Mul Sum', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Eltwise', 'eltwise_param { operation: PROD }', 'bottom: "x" bottom: "x" bottom: "x"'), operators: 'Mul Mul', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Eltwise', 'eltwise_param { operation: 2 }', 'bottom: "x" bottom: "x"'), operators: 'Max', outputs: ['y 2 × 6 × 9 × 12'] },
    { layer: on('Concat', '', 'bottom: "x" bottom: "x"'), operators: 'Concat', outputs: ['y 2 × 12 × 9 × 12'] },
    { layer: on('Concat', 'concat_param { concat_dim: 0 }', 'bottom: "x" bottom: "x"'), operators: 'Concat', outputs: ['y 4 × 6 × 9 × 12'] },
    { layer: on('Concat', 'concat_param { axis: -1 }', 'bottom: "x" bottom: "x"'), operators: 'Concat', outputs: ['y 2 × 6 × 9 × 24'] },
    { layer: on('Slice', 'top: "z"'), operators: 'Split', outputs: ['y 2 × 3 × 9 × 12', 'z 2 × 3 × 9 × 12'] },
    { layer: on('Slice', 'top: "z" top: "w" slice_param { axis: 3 slice_point: 1 slice_point: 4 }'), operators: 'Split', outputs: ['y 2 × 6 × 9 × 1', 'z 2 × 6 × 9 × 3', 'w 2 × 6 × 9 × 8'] },
    { layer: `${on('Split', 'top: "z"')} layer { name: "a" type: "ReLU" bottom: "z" top: "a" }`, operators: 'Relu', outputs: ['a 2 × 6 × 9 × 12'] },
    { layer: `layer { name: "s" type: "Convolution" bottom: "x" top: "s" convolution_param { num_output: 1 kernel_size: 4 } } ${on('Crop', 'crop_param { axis: 2 offset: 1 offset: 2 }', 'bottom: "x" bottom: "s"')}`, operators: 'Conv Shape Add Slice', tensors: ['s.weight 1 × 6 × 4 × 4', 's.bias 1'], outputs: ['y 2 × 6 × 6 × 9'] },
    { layer: `layer { name: "g" type: "Pooling" bottom: "x" top: "g" pooling_param { pool: AVE global_pooling: true } } layer { name: "f" type: "Flatten" bottom: "g" top: "f" } ${on('Scale', 'scale_param { axis: 0 }', 'bottom: "x" bottom: "f"')}`, operators: 'GlobalAveragePool Flatten Unsqueeze Mul', outputs: ['y 2 × 6 × 9 × 12'] },
  ],
  Rearranging: [
    { layer: on('Flatten'), operators: 'Flatten', outputs: ['y 2 × 648'] },
    { layer: on('Flatten', 'flatten_param { axis: 2 }'), operators: 'Reshape', outputs: ['y 2 × 6 × 108'] },
    { layer: on('Flatten', 'flatten_param { axis: 1 end_axis: 2 }'), operators: 'Reshape', outputs: ['y 2 × 54 × 12'] },
    { layer: on('Reshape', 'reshape_param { shape { dim: 0 dim: 2 dim: -1 } }'), operators: 'Reshape', outputs: ['y 2 × 2 × 324'] },
    { layer: on('Reshape', 'reshape_param { axis: 1 num_axes: 2 shape { dim: 2 dim: 27 } }'), operators: 'Reshape', outputs: ['y 2 × 2 × 27 × 12'] },
    { layer: on('Reshape', 'reshape_param { axis: -1 num_axes: 0 shape { dim: 1 } }'), operators: 'Reshape', outputs: ['y 2 × 6 × 9 × 12 × 1'] },
    { layer: on('Permute', 'permute_param { order: 0 order: 2 order: 3 order: 1 }'), operators: 'Transpose', outputs: ['y 2 × 9 × 12 × 6'] },
    { layer: on('Tile', 'tile_param { axis: 1 tiles: 3 }'), operators: 'Tile', outputs: ['y 2 × 18 × 9 × 12'] },
    { layer: on('Reduction', 'reduction_param { operation: MEAN axis: 1 coeff: 2 }'), operators: 'ReduceMean Constant Mul', outputs: ['y 2'] },
    { layer: on('Reduction', 'reduction_param { operation: SUMSQ axis: -2 }'), operators: 'ReduceSumSquare', outputs: ['y 2 × 6'] },
    { layer: on('ArgMax', 'argmax_param { axis: 1 top_k: 2 }'), operators: 'TopK Identity', outputs: ['y 2 × 2 × 9 × 12'] },
    { layer: on('ArgMax', 'argmax_param { top_k: 5 }'), operators: 'Flatten TopK Unsqueeze', outputs: ['y 2 × 1 × 5 × 1'] },
    { layer: on('Interp', 'interp_param { zoom_factor: 2 }'), operators: 'Shape Concat Resize', outputs: ['y 2 × 6 × 17 × 23'] },
    { layer: on('Interp', 'interp_param { height: 20 width: 30 }'), operators: 'Shape Concat Resize', outputs: ['y 2 × 6 × 20 × 30'] },
    { layer: on('Upsample', 'upsample_param { scale: 2 }'), operators: 'Shape Concat Resize', outputs: ['y 2 × 6 × 18 × 24'] },
    { layer: on('Parameter', 'parameter_param { shape { dim: 3 dim: 4 } }', ''), operators: '', tensors: ['y.weight 3 × 4'], outputs: [] },
  ],
  'Layers that ONNX has no operator for': [
    { layer: on('Python', 'python_param { module: "m" layer: "L" }'), operators: 'caffe.Python', outputs: ['y unknown'] },
    { layer: `layer { name: "c" type: "Input" top: "c" input_param { shape { dim: 4 dim: 2 } } } ${on('LSTM', 'recurrent_param { num_output: 3 }', 'bottom: "x" bottom: "c"')}`, over: [4, 2, 5], operators: 'caffe.LSTM', tensors: ['y.W_xc 12 × 5', 'y.b_c 12', 'y.W_hc 12 × 3'], outputs: ['y unknown'] },
    { layer: `layer { name: "c" type: "Input" top: "c" input_param { shape { dim: 4 dim: 2 } } } ${on('RNN', 'recurrent_param { num_output: 3 }', 'bottom: "x" bottom: "c"')}`, over: [4, 2, 5], operators: 'caffe.RNN', tensors: ['y.W_xh 3 × 5', 'y.b_h 3', 'y.W_hh 3 × 3', 'y.W_ho 3 × 3', 'y.b_o 3'], outputs: ['y unknown'] },
  ],
}; // prettier-ignore

describe.each(Object.entries(rows))('%s', (_, cases) => {
  test.each(cases)('$layer', async ({ layer, over: shape = image, operators, tensors = [], outputs }) => {
    const network = await read(over(shape, layer));
    expect(operatorsOf(network)).toBe(operators);
    expect(tensorsOf(network)).toEqual(tensors);
    expect(outputsOf(network)).toEqual(outputs);
  });
});

test('attributes carry the numbers of the file', async () => {
  const layers = `${on('Convolution', 'convolution_param { num_output: 4 kernel_h: 3 kernel_w: 1 stride: 2 pad_h: 1 group: 2 }')}
    layer { name: "n" type: "LRN" bottom: "y" top: "n" lrn_param { local_size: 3 alpha: 0.5 } }`;
  const network = await read(over(image, layers));
  expect(Object.fromEntries(nodeOf(network, 'y').attributes)).toEqual({
    kernel_shape: { kind: 'ints', value: [3, 1] },
    strides: { kind: 'ints', value: [2, 2] },
    pads: { kind: 'ints', value: [1, 0, 1, 0] },
    dilations: { kind: 'ints', value: [1, 1] },
    group: { kind: 'int', value: 2 },
  });
  expect(nodeOf(network, 'n').attributes.get('alpha')).toEqual({ kind: 'float', value: 0.5 });
  expect(parametersOf(network)).toBe(String(4 * 3 * 3 + 4));
});

test('a field that is not read is noted', async () => {
  const network = await read(
    over(
      image,
      on(
        'Convolution',
        'convolution_param { num_output: 4 kernel_size: 3 strid: 2 engine: CAFFE weight_filler { type: "xavier" } }',
      ),
    ),
  );
  expect(network.notes).toEqual(['y: convolution_param.strid (line 2, column 109) is not read']);
});
