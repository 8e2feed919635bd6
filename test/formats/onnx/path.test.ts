/** Paths of nodes: the rules at the head of path.ts, and the module paths of PyTorch as truth. */
import { describe, expect, test } from 'vitest';
import type { Network } from '../../../src/core/network.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { fixture, modulePaths, zoo } from './corpus.ts';
import { onnxBlob, type WrittenNode } from './write.ts';

async function pathOf(node: WrittenNode, tensors: readonly string[] = []): Promise<string> {
  const initializers = tensors.map((name) => ({ name, shape: [1] }));
  const { graph } = await readOnnx(onnxBlob({ nodes: [node], initializers }), { name: 'test.onnx' });
  return graph.nodes[0]!.path!.join(' > ');
}

describe('a name', () => {
  test.each([
    ['/conv1/Conv', 'conv1'],
    ['/layer1/layer1.0/conv1/Conv', 'layer1 > 0 > conv1'],
    ['/head/regression_head/conv/conv.1/conv.1.0/Conv', 'head > regression_head > conv > 1 > 0'],
    ['/backbone/fpn/inner_blocks.1/inner_blocks.1.0/Conv', 'backbone > fpn > inner_blocks > 1 > 0'],
    ['/m/model/layers.12/self_attn/q_proj/MatMul', 'm > model > layers > 12 > self_attn > q_proj'],
    ['/trunk_output/block1/block1-0/proj/proj.0/Conv', 'trunk_output > block1 > block1-0 > proj > 0'],
    ['/Flatten', 'Flatten'],
    ['model/conv1/Conv2D', 'model > conv1'],
    ['model/conv.1/Conv2D', 'model > conv.1'],
    ['inception_3a-1x1', 'inception_3a-1x1'],
  ])('%s', async (name, path) => {
    expect(await pathOf({ operator: 'Conv', name })).toBe(path);
  });

  test('that says nothing leaves the word to the weight', async () => {
    const conv = { operator: 'Conv', inputs: ['x', 'features.0.weight'] };
    for (const name of ['', 'Conv_12', '12'])
      expect(await pathOf({ ...conv, name }, ['features.0.weight'])).toBe('features > 0');
    expect(await pathOf({ ...conv, name: 'stem' }, ['features.0.weight'])).toBe('stem');
    expect(await pathOf(conv)).toBe('Conv_0');
  });

  test('of a repeated call is the name of the module that is called', async () => {
    const node = { operator: 'Conv', name: '/head/conv/conv.1_4/Conv', inputs: ['x', 'head.conv.1.weight'] };
    expect(await pathOf(node, ['head.conv.1.weight'])).toBe('head > conv > 1');
    expect(await pathOf({ ...node, inputs: ['x', 'onnx::Conv_7'] }, ['onnx::Conv_7'])).toBe('head > conv > 1_4');
  });
});

describe('scopes', () => {
  test.each([
    ["['', 'features', 'features.0', 'conv2d']", 'features > 0'],
    ["['', 'm', 'm.encoder.layer.0.attention', 'linear_1']", 'm > encoder > layer > 0 > attention'],
    ["['', 'flatten']", 'node_view'],
  ])('%s', async (scopes, path) => {
    expect(
      await pathOf({ operator: 'Relu', name: 'node_view', metadata: { 'pkg.torch.onnx.name_scopes': scopes } }),
    ).toBe(path);
  });

  test('of a normalisation that was folded into a convolution', async () => {
    const metadata = { 'pkg.torch.onnx.name_scopes': "['', 'bn1', '_native_batch_norm_legit_no_training']" };
    expect(await pathOf({ operator: 'Conv', inputs: ['x', 'conv1.weight'], metadata }, ['conv1.weight'])).toBe('conv1');
    expect(
      await pathOf({ operator: 'BatchNormalization', inputs: ['x', 'bn1.weight'], metadata }, ['bn1.weight']),
    ).toBe('bn1');
  });
});

const weighted = new Set(['Conv', 'Gemm', 'MatMul', 'ConvTranspose', 'LSTM', 'GRU']);

/** The paths of nodes that multiply by a stored matrix or filter. */
function weightedPaths({ graph }: Network): Set<string> {
  const holdsWeight = (name: string): boolean => {
    const tensor = graph.tensors.get(name);
    return tensor !== undefined && tensor.shape.length > 1 && tensor.type.includes('float');
  };
  const nodes = graph.nodes.filter(
    ({ operator, inputs }) => weighted.has(operator) && inputs.slice(1).some(holdsWeight),
  );
  return new Set(nodes.map(({ path }) => path!.join('.')));
}

test.each([
  ['tv_alexnet.ts.onnx', 'tv_alexnet.dynamo.onnx'],
  ['tv_resnet18.ts.onnx', 'tv_resnet18.dynamo.onnx'],
  ['tv_shufflenet_v2_x1_0.ts.op13.onnx', 'tv_shufflenet_v2_x1_0.dynamo.onnx'],
])('both of PyTorch’s exporters give the same paths: %s, %s', async (...names) => {
  const [one, other] = await Promise.all(
    names.map(async (name) => weightedPaths(await readOnnx(new Blob([fixture(name).bytes]), { name }))),
  );
  expect([...one!].sort()).toEqual([...other!].sort());
});

test('paths in the zoo are the paths of PyTorch’s modules', { timeout: 60_000 }, async () => {
  let [found, all] = [0, 0];
  for (const { name, bytes } of zoo()) {
    const paths = weightedPaths(await readOnnx(new Blob([bytes]), { name }));
    const modules = new Set(modulePaths(name.split('.')[0]!));
    all += modules.size;
    found += [...modules].filter((path) => paths.has(path)).length;
  }
  // What is missing was dropped, folded or computed from other tensors by the exporter, or called around its parent module.
  if (all > 0) expect(found / all).toBeGreaterThan(0.98);
});
