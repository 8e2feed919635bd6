/** AlexNet's two towers built with the library's builder: as grouped convolutions, and as two chains of one tower each. */
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import type { Attribute, Network } from '../../src/core/network.ts';
import { symbol } from '../../src/core/size.ts';
import { onnxBlob } from '../formats/onnx/write.ts';

interface Filters {
  readonly filters: number;
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly groups?: number;
}

const convolutions: Readonly<Record<string, Filters>> = {
  conv1: { filters: 96, kernel: 11, stride: 4 },
  conv2: { filters: 256, kernel: 5, padding: 2, groups: 2 },
  conv3: { filters: 384, kernel: 3, padding: 1 },
  conv4: { filters: 384, kernel: 3, padding: 1, groups: 2 },
  conv5: { filters: 256, kernel: 3, padding: 1, groups: 2 },
};

/** Grouped convolutions; `outputTower` puts the last layer on one GPU, as in the authors' configuration. */
export function groupedAlexNet({ towers = 2, outputTower }: { towers?: number; outputTower?: number } = {}): Network {
  const b = buildNetwork('AlexNet', { towers });
  let x = b.input('image', [symbol('batch'), 3, 227, 227]);
  x = pool(b, 'pool1', lrn(b, 'norm1', convolution(b, 'conv1', x, convolutions['conv1']!)));
  x = pool(b, 'pool2', lrn(b, 'norm2', convolution(b, 'conv2', x, convolutions['conv2']!)));
  for (const name of ['conv3', 'conv4', 'conv5']) x = convolution(b, name, x, convolutions[name]!);
  x = b.node('Flatten', [pool(b, 'pool5', x)], { name: 'flatten' })[0]!;
  x = fullyConnected(b, 'fc1', x, 4096);
  x = fullyConnected(b, 'fc2', x, 4096);
  b.output(fullyConnected(b, 'output', x, 1000, outputTower));
  return b.finish();
}

/** Two chains: every layer once for each tower, conv3 and the fully connected layers reading the concatenation of both. */
export function chainedAlexNet({ towers = 2, ownFlatten = false } = {}): Network {
  const b = buildNetwork('AlexNet', { towers });
  const image = b.input('image', [symbol('batch'), 3, 227, 227]);
  const each = (make: (tower: number) => string): readonly string[] => [1, 2].map(make);
  const half = (name: string): Filters => ({
    ...convolutions[name]!,
    filters: convolutions[name]!.filters / 2,
    groups: 1,
  });
  const join = (name: string, values: readonly string[]): string =>
    b.node('Concat', values, { name, attributes: { axis: 1 } })[0]!;

  let maps = each((tower) =>
    pool(b, `pool1_${tower}`, lrn(b, `norm1_${tower}`, convolution(b, `conv1_${tower}`, image, half('conv1')))),
  );
  maps = each((tower) =>
    pool(
      b,
      `pool2_${tower}`,
      lrn(b, `norm2_${tower}`, convolution(b, `conv2_${tower}`, maps[tower - 1]!, half('conv2'))),
    ),
  );
  const both = join('both2', maps);
  maps = each((tower) => convolution(b, `conv3_${tower}`, both, half('conv3')));
  for (const name of ['conv4', 'conv5']) {
    const read = maps;
    maps = each((tower) => convolution(b, `${name}_${tower}`, read[tower - 1]!, half(name)));
  }
  const both5 = join(
    'both5',
    each((tower) => pool(b, `pool5_${tower}`, maps[tower - 1]!)),
  );
  const flattened = each((tower) =>
    tower === 1 || ownFlatten ? flatten(b, `flatten_${tower}`, both5) : 'flatten_1_out',
  );
  let x = join(
    'fc1_both',
    each((tower) => fullyConnected(b, `fc1_${tower}`, flattened[tower - 1]!, 2048)),
  );
  const read = x;
  x = join(
    'fc2_both',
    each((tower) => fullyConnected(b, `fc2_${tower}`, read, 2048)),
  );
  b.output(
    join(
      'output_both',
      each((tower) => fullyConnected(b, `output_${tower}`, x, 500)),
    ),
  );
  return b.finish();
}

function convolution(
  b: Builder,
  name: string,
  x: string,
  { filters, kernel, stride = 1, padding = 0, groups = 1 }: Filters,
): string {
  const channels = Number(b.shapeOf(x)![1]);
  const weight = b.tensor(`${name}.weight`, { type: 'float32', shape: [filters, channels / groups, kernel, kernel] });
  const bias = b.tensor(`${name}.bias`, { type: 'float32', shape: [filters] });
  const attributes = {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
    group: groups,
  };
  const [y] = b.node('Conv', [x, weight, bias], { name, path: [name], attributes });
  return b.node('Relu', [y!], { name: `${name}_relu` })[0]!;
}

function flatten(b: Builder, name: string, x: string): string {
  return b.node('Flatten', [x], { name })[0]!;
}

function lrn(b: Builder, name: string, x: string): string {
  return b.node('LRN', [x], { name, attributes: { size: 5 } })[0]!;
}

function pool(b: Builder, name: string, x: string): string {
  return b.node('MaxPool', [x], { name, attributes: { kernel_shape: [3, 3], strides: [2, 2] } })[0]!;
}

function fullyConnected(b: Builder, name: string, x: string, outputs: number, tower?: number): string {
  const weight = b.tensor(`${name}.weight`, { type: 'float32', shape: [outputs, b.shapeOf(x)![1]!] });
  const bias = b.tensor(`${name}.bias`, { type: 'float32', shape: [outputs] });
  return b.node('Gemm', [x, weight, bias], { name, path: [name], tower, attributes: { transB: 1 } })[0]!;
}

/** The network as an ONNX file without its weights, which has no field for towers. */
export function asOnnx({ graph }: Network): Blob {
  return onnxBlob({
    nodes: graph.nodes.map(({ name, operator, inputs, outputs, attributes }) => ({
      name,
      operator,
      inputs,
      outputs,
      attributes: Object.fromEntries([...attributes].map(([key, attribute]) => [key, written(attribute)])),
    })),
    inputs: { image: ['batch', 3, 227, 227] },
    outputs: Object.fromEntries(graph.outputs.map(({ name }) => [name, ['batch', 1000]])),
    initializers: [...graph.tensors].map(([name, { shape }]) => ({ name, shape: shape.map(Number) })),
  });
}

function written(attribute: Attribute): number | readonly number[] {
  if (attribute.kind === 'int') return Number(attribute.value);
  if (attribute.kind === 'ints') return attribute.value.map(Number);
  throw new RangeError(`no attribute of kind ${attribute.kind} is written here`);
}
