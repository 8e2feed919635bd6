import { describe, expect, test } from 'vitest';
import { MalformedError, UnsupportedError } from '../../../src/core/errors.ts';
import { looksLikeCaffe, readCaffe } from '../../../src/formats/caffe/read.ts';
import { over, read } from './reading.ts';

const conv = (fields: string): string =>
  over([1, 3, 9, 9], `layer { name: "c" type: "Convolution" bottom: "x" top: "c" convolution_param { ${fields} } }`);
const layer = (fields: string): string => over([1, 3, 9, 9], `layer { ${fields} }`);

const readBytes = (...bytes: readonly number[]): Promise<unknown> =>
  readCaffe(new Blob([Uint8Array.from(bytes)]), { name: 'net.caffemodel' });

const looks = (text: string): boolean => looksLikeCaffe(new TextEncoder().encode(text));

describe('a file that is no net', () => {
  test.each([
    ['an empty one', '', 'net.prototxt: expected at least one layer, got none'],
    ['a name alone', 'name: "x"', 'net.prototxt: expected at least one layer, got none'],
    ['a truncated one', layer('name: "c" type: "ReLU" bottom: "x"').slice(0, -20), 'net.prototxt:2:25: expected "}" for line 2, column 7, got the end of the file'],
    ['a nested one', `layer { ${'a {'.repeat(10_000)}`, 'net.prototxt:1:308: messages are nested more than 100 deep; a Caffe network is at most 5 deep'],
    ['YAML', 'name: alexnet\nlayers:\n  - conv: 96', 'net.prototxt:3:3: expected "<", "[", "{", a number, a quote or a value, got "-"'],
    ['JSON', '{ "layers": [] }', 'net.prototxt:1:1: expected a field name or the end of the file, got "{"'],
  ])('%s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text)).rejects.toBeInstanceOf(MalformedError);
  }); // prettier-ignore

  test('a solver says which net it trains', async () => {
    const solver = read('net: "models/train_val.prototxt"\nbase_lr: 0.01\nlr_policy: "step"');
    await expect(solver).rejects.toThrow("net.prototxt: a solver's settings (net, base_lr, lr_policy), not a net; the net that it trains is models/train_val.prototxt");
    await expect(solver).rejects.toBeInstanceOf(UnsupportedError);
  }); // prettier-ignore

  test('a caffemodel is binary', async () => {
    await expect(readBytes(0x0a, 0x07, 0x41, 0x6c, 0x65, 0x78)).rejects.toThrow("net.caffemodel: not a text; a .caffemodel holds a net's weights, its .prototxt is what is read");
    await expect(readBytes(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a)).rejects.toBeInstanceOf(UnsupportedError);
  }); // prettier-ignore

  test('the oldest form', async () => {
    await expect(read('layers { layer { name: "c" type: "conv" } bottom: "x" top: "c" }')).rejects.toThrow('net.prototxt:1:1: a layer within "layers" is Caffe\'s first form (V0)');
  }); // prettier-ignore
});

describe('a net that contradicts itself', () => {
  test.each([
    [layer('name: "c" bottom: "x"'), 'net.prototxt:2:1: expected a type for layer "c", got none'],
    [layer('name: "c" type: "ReLU" bottom: "y" top: "c"'), 'net.prototxt:2:32: c: no layer before it gives the blob "y"'],
    [layer('name: "c" type: "ReLU" bottom: "c" top: "c"'), 'net.prototxt:2:32: c: no layer before it gives the blob "c"'],
    [layer('name: "c" type: "ReLU" top: "c"'), 'net.prototxt:2:1: c: expected 1 bottom for a layer of type ReLU, got 0'],
    [layer('name: "c" type: "Eltwise" bottom: "x" top: "c"'), 'net.prototxt:2:1: c: expected at least 2 bottoms for a layer of type Eltwise, got 1'],
    [layer('name: "c" name: "d" type: "ReLU"'), 'net.prototxt:2:19: "name" is given twice, first at line 2, column 9'],
    [layer('name: "c" type: "ReLU" bottom: "x" top: "x" } layer { name: "d" type: "Input" top: "x"'), 'net.prototxt:2:87: d: the blob "x" is given by a layer before it'],
    [`${layer('name: "c" type: "ReLU" bottom: "x" top: "c"')} layers { name: "d" type: RELU bottom: "c" top: "d" }`, 'net.prototxt:2:55: expected "layer" throughout, got "layers"'],
    [layer('name: "c" type: "ReLU" bottom: "x" top: "c" include { phase: BOTH }'), 'net.prototxt:2:63: phase: expected TRAIN, TEST, got BOTH'],
    [layer('name: "c" type: "ReLU" bottom: "x" top: "c" include { } exclude { }'), 'net.prototxt:2:1: c has include and exclude rules'],
    [conv('kernel_size: 3'), 'c: expected num_output in convolution_param, got none'],
    [conv('num_output: 4'), 'c: expected kernel_size in convolution_param, got none'],
    [conv('num_output: 0 kernel_size: 3'), 'net.prototxt:2:80: num_output: expected a whole number from 1 to 2147483647, got 0'],
    [conv('num_output: -4 kernel_size: 3'), 'num_output: expected a whole number from 1 to 2147483647, got -4'],
    [conv('num_output: 4.5 kernel_size: 3'), 'num_output: expected a whole number from 1 to 2147483647, got 4.5'],
    [conv('num_output: "4" kernel_size: 3'), 'num_output: expected a whole number from 1 to 2147483647, got "4"'],
    [conv('num_output: 99999999999 kernel_size: 3'), 'got 99999999999'],
    [conv('num_output: 4 kernel_size: 0'), 'kernel_size: expected a whole number from 1 to 2147483647, got 0'],
    [conv('num_output: 4 kernel_size: 3 stride: 0'), 'stride: expected a whole number from 1 to 2147483647, got 0'],
    [conv('num_output: 4 kernel_size: 3 group: 2'), 'net.prototxt:2:109: c: 2 groups do not divide 3 input channels'],
    [conv('num_output: 4 kernel_size: 3 group: 3'), 'c: 3 groups do not divide 4 filters'],
    [conv('num_output: 4 kernel_size: 3 bias_term: 2'), 'bias_term: expected true or false, got 2'],
    [conv('num_output: 4 kernel_h: 3'), 'c: expected kernel_h and kernel_w, got one of them'],
    [conv('num_output: 4 kernel_size: [1, 2, 3]'), 'c: kernel_size is given 3 times for 2 spatial axes'],
    [conv('num_output: 4 kernel_size: 11'), 'net.prototxt:2:1: c: the window does not fit'],
    [layer('name: "c" type: "Pooling" bottom: "x" top: "c" pooling_param { pool: MIN }'), 'pool: expected MAX, AVE, STOCHASTIC, got MIN'],
    [layer('name: "c" type: "Concat" bottom: "x" top: "c" concat_param { axis: 7 }'), 'c: axis 7 is out of range for 4 axes'],
    [layer('name: "c" type: "Slice" bottom: "x" top: "c" top: "d" slice_param { slice_point: 3 }'), 'c: slice points must rise and stay below 3: 3'],
    [layer('name: "c" type: "LRN" bottom: "x" top: "c" lrn_param { local_size: 4 }'), 'c: expected an odd local_size, got 4'],
    [layer('name: "c" type: "Convolution" bottom: "x" top: "c" convolution_param: 3'), 'convolution_param: expected a message in braces, got 3'],
    ['input: "x" input_dim: 1 input_dim: 3\nlayer { name: "c" type: "ReLU" bottom: "x" top: "c" }', 'net.prototxt:1:12: expected 4 input_dim, four an input, got 2'],
    [over([1, 0, 9, 9], 'layer { name: "c" type: "ReLU" bottom: "x" top: "c" }'), 'dim: expected a whole number from 1 to 2147483647, got 0'],
  ])('%s', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text)).rejects.toBeInstanceOf(MalformedError);
    await expect(read(text)).rejects.toThrow(/^net\.prototxt:\d+:\d+: /);
  }); // prettier-ignore
});

describe('looksLikeCaffe', () => {
  test.each([
    'name: "net"\nlayer {\n  name: "data"',
    '# a remark with layer { in it\nlayers\n{ bottom: "x"',
    'layer < name: "x" >',
    'input: "data"\ninput_dim: 1',
    'input: "data"\ninput_shape { dim: 1 }',
    conv(''),
  ])('%j', (text) => expect(looks(text)).toBe(true));

  test.each([
    '',
    'name: alexnet\nlayers:\n  - conv: 96',
    '{"layers": [{"conv": 96}]}',
    'net: "x"\nbase_lr: 1',
    '\n\u0007AlexNet\u0012layer { a: 1',
    '# layer { name: "x"',
  ])('not %j', (text) => expect(looks(text)).toBe(false));
});
