import { describe, expect, test } from 'vitest';
import { formatShape } from '../../../src/core/shape.ts';
import { infer } from '../../../src/core/infer.ts';
import type { Network } from '../../../src/core/network.ts';
import { nodeOf, operatorsOf, outputsOf, over, parametersOf, read, tensorsOf } from './reading.ts';

const dense = (name: string, bottom: string, units: number, rest = ''): string =>
  `layer { name: "${name}" type: "InnerProduct" bottom: "${bottom}" top: "${name}" ${rest} inner_product_param { num_output: ${units} } }\n`;

const conv = (name: string, bottom: string, filters: number, rest = ''): string =>
  `layer { name: "${name}" type: "Convolution" bottom: "${bottom}" top: "${name}" ${rest} convolution_param { num_output: ${filters} kernel_size: 3 } }\n`;

const data = (rest: string, type = 'Data'): string =>
  `layer { name: "in" type: "${type}" top: "x" top: "label" ${rest} }\n`;

/** A ReLU in place on the blob c. */
const relu = (name: string): string => `layer { name: "${name}" type: "ReLU" bottom: "c" top: "c" }\n`;

/** A layer's weight and bias by name. */
const named = (w: string): string => `param { name: "${w}" } param { name: "${w}_b" lr_mult: 2 }`;

/** Layers that are there by level and by stage, in a net of a given state. */
function ruled(state: string): Promise<Network> {
  const first = conv('a', 'x', 4, 'include { min_level: 1 max_level: 2 }');
  const second = conv('b', 'x', 4, 'include { stage: "deploy" }');
  const third = conv('c', 'x', 4, 'include { not_stage: "deploy" }');
  return read(`${state} ${over([1, 3, 9, 9], first + second + third)}`);
}

function inputsOf({ graph }: Network): readonly string[] {
  return graph.inputs.map(({ name, type }) => {
    const shape = type.kind === 'tensor' ? type.shape : undefined;
    return `${name} ${shape ? formatShape(shape.filter((size) => size !== null)) : 'unknown'}`;
  });
}

describe('inputs', () => {
  test.each([
    ['input: "x" input_dim: 2 input_dim: 3 input_dim: 8 input_dim: 8', ['x 2 × 3 × 8 × 8'], []],
    ['input: "x" input: "z" input_shape { dim: 2 dim: 3 dim: 8 dim: 8 } input_shape { dim: 5 }', ['x 2 × 3 × 8 × 8', 'z 5'], []],
    ['input: "x"', ['x batch × channels × height × width'], ['x: the file does not tell its shape; batch, channels, height and width stay open']],
    [data('transform_param { crop_size: 8 } data_param { batch_size: 64 }'), ['x batch × 3 × 8 × 8'], ["x: the batch is left open; the file's batch_size is 64", 'x: 3 channels are assumed; the file leaves them to its data']],
    [data('transform_param { crop_size: 8 mean_value: 1 mean_value: 2 mean_value: 3 mean_value: 4 }'), ['x batch × 4 × 8 × 8'], ['x: the batch is left open']],
    [data('transform_param { crop_size: 8 force_gray: true }'), ['x batch × 1 × 8 × 8'], ['x: the batch is left open']],
    [data('data_param { crop_size: 8 }'), ['x batch × 3 × 8 × 8'], ['x: the batch is left open', 'x: 3 channels are assumed; the file leaves them to its data']],
    [data('transform_param { resize_param { height: 9 width: 8 } }', 'AnnotatedData'), ['x batch × 3 × 9 × 8'], ['x: the batch is left open', 'x: 3 channels are assumed; the file leaves them to its data']],
    [data(''), ['x batch × channels × height × width'], ['x: the batch is left open', 'x: channels, height, width of its images stay open; the file leaves them to its data']],
    [data('image_data_param { new_height: 9 new_width: 8 is_color: false }', 'ImageData'), ['x batch × 1 × 9 × 8'], ["x: the batch is left open; the file's batch_size is 1"]],
    [data('memory_data_param { batch_size: 2 channels: 3 height: 9 width: 8 }', 'MemoryData'), ['x batch × 3 × 9 × 8'], ["x: the batch is left open; the file's batch_size is 2"]],
    ['layer { name: "in" type: "DummyData" top: "x" dummy_data_param { num: 2 channels: 3 height: 9 width: 8 } }', ['x 2 × 3 × 9 × 8'], []],
    [data('', 'HDF5Data'), ['x batch × channels × height × width'], ['x: the file does not tell its shape; batch, channels, height and width stay open']],
    ['layer { name: "in" type: "Python" top: "x" top: "label" }', ['x batch × channels × height × width'], ['x: the file does not tell its shape; batch, channels, height and width stay open']],
  ])('%s', async (start, inputs, notes) => {
    const network = await read(`${start}\n${conv('c', 'x', 4)}`);
    expect(inputsOf(network).slice(0, inputs.length)).toEqual(inputs);
    expect(network.notes.filter((note) => note.startsWith('x:'))).toEqual(notes);
  }); // prettier-ignore

  test('a label that only a loss reads is no input', async () => {
    const loss = 'layer { name: "l" type: "SoftmaxWithLoss" bottom: "c" bottom: "label" top: "l" }';
    expect(inputsOf(await read(data('') + conv('c', 'x', 4) + loss))).toEqual(['x batch × channels × height × width']);
  });

  test('a shape from outside replaces what the file has or lacks', async () => {
    const shapes = new Map([['x', [1, 5, 7, 7]]]);
    const network = await read(data('') + conv('c', 'x', 4), shapes);
    expect(tensorsOf(network)).toEqual(['c.weight 4 × 5 × 3 × 3', 'c.bias 4']);
    expect(network.notes).toEqual([]);
    expect(tensorsOf(await read(data('') + conv('c', 'x', 4), new Map([['', [1, 5, 7, 7]]])))).toEqual(
      tensorsOf(network),
    );
    await expect(read(conv('c', 'x', 4), new Map([['y', [1]]]))).rejects.toThrow('gives the blob "x"');
    await expect(read(data('') + conv('c', 'x', 4), new Map([['y', [1]]]))).rejects.toThrow('no input is named "y"');
  });

  test('regions are known by the layer that pools over them', async () => {
    const pool =
      'layer { name: "p" type: "ROIPooling" bottom: "x" bottom: "r" top: "p" roi_pooling_param { pooled_h: 6 pooled_w: 6 } }\n';
    const network = await read(`layer { name: "in" type: "Python" top: "x" top: "r" }\n${pool}${dense('d', 'p', 2)}`);
    expect(inputsOf(network)).toEqual(['x batch × channels × height × width', 'r regions × 5']);
    expect(tensorsOf(network)).toEqual(['d.weight 2 × 36*channels', 'd.bias 2']);
  });

  test('two undescribed inputs have sizes of their own', async () => {
    const two = 'layer { name: "in" type: "HDF5Data" top: "x" top: "z" }';
    const network = await read(two + dense('a', 'x', 2) + dense('b', 'z', 2));
    expect(tensorsOf(network)).toEqual(['a.weight 2 × features', 'a.bias 2', 'b.weight 2 × z_features', 'b.bias 2']);
  });
});

describe('open sizes', () => {
  test('weights that do not depend on the input are whole', async () => {
    const network = await read(
      data('') + conv('a', 'x', 8) + conv('b', 'a', 4) + dense('c', 'b', 10) + dense('d', 'c', 2),
    );
    expect(tensorsOf(network).filter((tensor) => tensor.includes('weight'))).toEqual([
      'a.weight 8 × channels × 3 × 3',
      'b.weight 4 × 8 × 3 × 3',
      'c.weight 10 × 4*height*width - 16*height - 16*width + 64',
      'd.weight 2 × 10',
    ]);
    expect(network.notes.at(-1)).toBe(
      'the sizes of some weights stay open, for the file does not tell: channels, height, width',
    );
  });

  test('an unknown layer may be known by its output', async () => {
    const cont = 'layer { name: "c" type: "Input" top: "c" input_param { shape { dim: 4 dim: 2 } } }\n';
    const lstm =
      'layer { name: "l" type: "LSTM" bottom: "x" bottom: "c" top: "l" recurrent_param { num_output: 3 } }\n';
    const network = await read(
      over([4, 2, 5], cont + lstm + dense('d', 'l', 7).replace('num_output', 'axis: 2 num_output')),
    );
    expect(tensorsOf(network).slice(-2)).toEqual(['d.weight 7 × 3', 'd.bias 7']);
  });

  test('behind a layer that nothing is known of, what a layer gives is known again', async () => {
    const python = 'layer { name: "p" type: "Python" bottom: "x" top: "p" }\n';
    const network = await read(
      over([1, 3, 9, 9], python + conv('a', 'p', 8) + conv('b', 'a', 4) + dense('c', 'b', 10) + dense('d', 'c', 2)),
    );
    expect(tensorsOf(network).filter((tensor) => tensor.includes('weight'))).toEqual([
      'a.weight 8 × a_channels × 3 × 3',
      'b.weight 4 × 8 × 3 × 3',
      expect.stringContaining('c.weight 10 × '),
      'd.weight 2 × 10',
    ]);
    expect(infer(network).gaps.length).toBeGreaterThan(0);
  });
});

describe('phases', () => {
  const both = `${data('include { phase: TRAIN } transform_param { crop_size: 8 }')}${data('include { phase: TEST } transform_param { crop_size: 9 }')}`;

  test('TEST is read, and what it leaves out is named', async () => {
    const network = await read(`${both}${conv('c', 'x', 4)}${conv('aux', 'c', 4, 'exclude { phase: TEST }')}`);
    expect(inputsOf(network)).toEqual(['x batch × 3 × 9 × 9']);
    expect(network.notes.slice(0, 2)).toEqual([
      'read in the TEST phase',
      'left out, being of the other phase: in, aux',
    ]);
  });

  test('TRAIN is read where TEST has no data', async () => {
    const network = await read(data('include { phase: TRAIN } transform_param { crop_size: 8 }') + conv('c', 'x', 4));
    expect(network.notes[0]).toBe('read in the TRAIN phase');
    expect(inputsOf(network)).toEqual(['x batch × 3 × 8 × 8']);
  });

  test('rules of level and stage hold as the state of the net has it', async () => {
    expect((await ruled('')).graph.nodes.map(({ name }) => name)).toEqual(['c']);
    expect((await ruled('state { level: 1 stage: "deploy" }')).graph.nodes.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('blobs', () => {
  test('a layer in place gives its blob a new value', async () => {
    const network = await read(
      over([1, 3, 9, 9], conv('c', 'x', 4) + relu('r1') + relu('r2') + conv('d', 'c', 4) + conv('e', 'c', 4)),
    );
    expect(network.graph.nodes.map(({ inputs: [first], outputs: [last] }) => `${first} → ${last}`)).toEqual([
      'x → c', 'c → c:r1', 'c:r1 → c:r2', 'c:r2 → d', 'c:r2 → e',
    ]); // prettier-ignore
    expect(outputsOf(network)).toEqual(['d 1 × 4 × 5 × 5', 'e 1 × 4 × 5 × 5']);
  });

  test('losses and accuracies are left out, and what reads them; a loss may give its softmax', async () => {
    const judges = `layer { name: "l" type: "SoftmaxWithLoss" bottom: "c" bottom: "label" top: "l" top: "p" }
      layer { name: "k" type: "Accuracy" bottom: "c" bottom: "label" top: "k" }
      layer { name: "sum" type: "Power" bottom: "l" top: "sum" }
      layer { name: "q" type: "Silence" bottom: "h" }`;
    const network = await read(
      data('transform_param { crop_size: 8 }') + dense('h', 'x', 3) + dense('c', 'x', 4) + judges,
    );
    expect(operatorsOf(network)).toBe('Flatten Gemm Gemm Softmax');
    expect(outputsOf(network)).toEqual(['p batch × 4']);
    expect(network.notes.at(-1)).toBe("left out, for they judge the net's answer or read one that does: l, k, sum");
  });

  test('a named parameter is one tensor, however many layers use it', async () => {
    const network = await read(
      over([1, 4], dense('a', 'x', 4, named('w')) + dense('b', 'a', 4, named('w')) + dense('c', 'b', 4)),
    );
    expect(tensorsOf(network)).toEqual(['a.weight 4 × 4', 'a.bias 4', 'c.weight 4 × 4', 'c.bias 4']);
    expect(nodeOf(network, 'b').inputs).toEqual(['a', 'a.weight', 'a.bias']);
    expect(parametersOf(network)).toBe('40');
    await expect(read(over([1, 4], dense('a', 'x', 4, named('w')) + dense('b', 'a', 5, named('w'))))).rejects.toThrow(
      'b: shares "w" with a, whose weights are 4 × 4; its own are 5 × 4',
    );
  });

  test('layers of one name are kept apart', async () => {
    const network = await read(over([1, 4], dense('a', 'x', 4) + dense('a', 'a', 4).replace('top: "a"', 'top: "b"')));
    expect(tensorsOf(network)).toEqual(['a.weight 4 × 4', 'a.bias 4', 'a#2.weight 4 × 4', 'a#2.bias 4']);
    expect(network.notes).toEqual(['line 3, column 1: a second layer named "a" is called "a#2" here']);
  });
});

test('a node tells its layer, its path and its place', async () => {
  const network = await read(`name: "little"\n${over([1, 3, 9, 9], dense('block/fc', 'x', 4))}`);
  expect(network).toMatchObject({ name: 'little', format: 'caffe', source: 'net.prototxt' });
  for (const node of network.graph.nodes) {
    expect(node).toMatchObject({ path: ['block', 'fc'], layer: 'block/fc', place: 'line 3, column 1' });
  }
  expect(network.graph.nodes.map(({ name }) => name)).toEqual(['block/fc:flatten', 'block/fc']);
  expect((await read(over([1, 4], dense('a', 'x', 4)))).name).toBe('net');
  expect(structuredClone(network)).toEqual(network);
});
