/** Width classes: what must change together, told from small networks by hand and from real ones by their number. */
import { describe, expect, test } from 'vitest';
import { buildNetwork, type Builder, type NodeOptions } from '../../src/core/build.ts';
import { reducible } from '../../src/reduce/reducible.ts';
import { exportsNamed, nameOf, published, reducibleExport } from './subjects.ts';

/** A network under construction, whose nodes give one value each. */
interface Built {
  readonly builder: Builder;
  input(name: string, shape: readonly number[]): string;
  tensor(name: string, shape: readonly number[], values?: readonly number[]): string;
  node(operator: string, inputs: readonly string[], options?: NodeOptions): string;
  shapeOf(value: string): readonly unknown[] | undefined;
}

function started(): Built {
  const builder = buildNetwork('test');
  return {
    builder,
    input: (name, shape) => builder.input(name, shape),
    tensor: (name, shape, values) =>
      builder.tensor(name, values ? { type: 'int64', shape, values } : { type: 'float32', shape }),
    node: (operator, inputs, options) => builder.node(operator, inputs, options)[0]!,
    shapeOf: (value) => builder.shapeOf(value),
  };
}

/** Name, width, channels of an atom of each free class; names of the frozen ones. */
function classesOf(build: (network: Built) => string): { free: string[]; frozen: string[] } {
  const network = started();
  network.builder.output(build(network));
  const { classes } = reducible(network.builder.finish());
  return {
    free: classes.free.map(({ name, width, channelsPerAtom }) => `${name} ${width}/${channelsPerAtom}`),
    frozen: classes.frozen.map(({ name }) => name),
  };
}

function conv(
  network: Built,
  input: string,
  name: string,
  filters: number,
  options: { group?: number; kernel?: number } = {},
): string {
  const { group = 1, kernel = 3 } = options;
  const channels = Number(network.shapeOf(input)![1]);
  const weight = network.tensor(`${name}.weight`, [filters, channels / group, kernel, kernel]);
  return network.node('Conv', [input, weight], { name, attributes: { group, auto_pad: 'SAME_UPPER' } });
}

function head(network: Built, input: string, outputs = 10): string {
  const flat = network.node('Flatten', [input], { name: 'flatten' });
  const weight = network.tensor('fc.weight', [outputs, Number(network.shapeOf(flat)![1])]);
  return network.node('Gemm', [flat, weight], { name: 'fc', attributes: { transB: 1 } });
}

describe('what must change together', () => {
  test('a chain has a class a layer; the last layer’s outputs are the network’s', () => {
    const found = classesOf((n) => head(n, conv(n, conv(n, n.input('x', [1, 3, 8, 8]), 'a', 16), 'b', 24)));
    expect(found).toEqual({ free: ['a 16/1', 'b 24/1'], frozen: ['fc'] });
  });

  test('a residual addition makes one class of both sides', () => {
    const found = classesOf((n) => {
      const a = conv(n, n.input('x', [1, 3, 8, 8]), 'a', 16);
      const b = conv(n, conv(n, a, 'inner', 8), 'b', 16);
      return head(n, n.node('Add', [a, b], { name: 'add' }));
    });
    expect(found).toEqual({ free: ['a 16/1', 'inner 8/1'], frozen: ['fc'] });
  });

  test('a depthwise convolution keeps its input’s class', () => {
    const found = classesOf((n) =>
      head(n, conv(n, conv(n, n.input('x', [1, 3, 8, 8]), 'a', 16), 'depthwise', 16, { group: 16 })),
    );
    expect(found).toEqual({ free: ['a 16/1'], frozen: ['fc'] });
  });

  test('a grouped convolution ties one channel of each group on both sides', () => {
    const found = classesOf((n) =>
      head(n, conv(n, conv(n, n.input('x', [1, 3, 8, 8]), 'a', 16), 'grouped', 24, { group: 4 })),
    );
    expect(found).toEqual({ free: ['a 16/4', 'grouped 24/4'], frozen: ['fc'] });
  });

  test('a concatenation keeps the parts apart, and an addition to it ties the parts to their places', () => {
    const found = classesOf((n) => {
      const x = n.input('x', [1, 3, 8, 8]);
      const joined = n.node('Concat', [conv(n, x, 'a', 8), conv(n, x, 'b', 16)], {
        name: 'concat',
        attributes: { axis: 1 },
      });
      return head(n, n.node('Add', [joined, conv(n, x, 'c', 24)], { name: 'add' }));
    });
    // what c makes is a's channels first, then b's
    expect(found).toEqual({ free: ['a 8/1', 'b 16/1'], frozen: ['fc'] });
  });

  test('squeeze and excitation: the gate has the class of what it scales', () => {
    const found = classesOf((n) => {
      const a = conv(n, n.input('x', [1, 3, 8, 8]), 'a', 16);
      const squeezed = conv(n, n.node('GlobalAveragePool', [a], { name: 'pool' }), 'squeeze', 4, { kernel: 1 });
      const gate = n.node('Sigmoid', [conv(n, squeezed, 'excite', 16, { kernel: 1 })], { name: 'gate' });
      return head(n, n.node('Mul', [a, gate], { name: 'scale' }));
    });
    expect(found).toEqual({ free: ['a 16/1', 'squeeze 4/1'], frozen: ['fc'] });
  });

  test('attention: heads go as a whole, with their queries, keys and values', () => {
    const found = classesOf((n) => {
      const x = n.input('x', [1, 5, 24]);
      const project = (from: string, name: string): string =>
        n.node('MatMul', [from, n.tensor(`${name}.weight`, [24, 24])], { name });
      const heads = (name: string, perm: number[]): string => {
        const split = n.node('Reshape', [project(x, name), n.tensor(`${name}.shape`, [4], [1, 5, 4, 6])], {
          name: `${name}.split`,
        });
        return n.node('Transpose', [split], { name: `${name}.heads`, attributes: { perm } });
      };
      const scores = n.node('MatMul', [heads('q', [0, 2, 1, 3]), heads('k', [0, 2, 3, 1])], { name: 'scores' });
      const mixed = n.node('MatMul', [n.node('Softmax', [scores], { name: 'softmax' }), heads('v', [0, 2, 1, 3])], {
        name: 'mixed',
      });
      const back = n.node('Transpose', [mixed], { name: 'back', attributes: { perm: [0, 2, 1, 3] } });
      const merged = n.node('Reshape', [back, n.tensor('merged.shape', [3], [1, 5, 24])], {
        name: 'merge',
      });
      return project(merged, 'out');
    });
    expect(found).toEqual({ free: ['q 24/6'], frozen: ['out'] });
  });

  test('an operator that is not followed freezes what it reads, and says so', () => {
    const network = started();
    const a = conv(network, network.input('x', [1, 3, 8, 8]), 'a', 16);
    network.builder.output(
      head(network, network.node('DepthToSpace', [a], { name: 'shuffle', attributes: { blocksize: 2 } })),
    );
    const { classes } = reducible(network.builder.finish());
    expect(classes.frozen[0]).toMatchObject({
      name: 'a',
      frozen: 'is read in a way that is not followed by shuffle (DepthToSpace)',
    });
  });
});

/** reduce.md §3: the free classes equal the groups that DepGraph finds. */
const counts: Readonly<Record<string, number>> = {
  'tv_resnet50.ts.onnx': 37,
  'tv_resnet50.dynamo.onnx': 37,
  'tv_resnext50_32x4d.ts.onnx': 37,
  'tv_densenet121.ts.onnx': 120,
  'tv_mobilenet_v2.ts.onnx': 25,
  'tv_efficientnet_b0.ts.onnx': 40,
  'tv_vit_b_16.ts.onnx': 25,
};

test.each([['resnet50', 37], ['resnext50_32x4d', 37], ['densenet121', 120], ['mobilenet_v2', 25], ['alexnet', 7], ['vgg16', 15]])(
  'published %s has %i free classes',
  async (name, free) => expect((await published(name)).classes.free.length).toBe(free),
); // prettier-ignore

test.each(exportsNamed(Object.keys(counts)).map((each) => [nameOf(each.file), each] as const))(
  '%s has as many free classes as DepGraph has groups',
  async (name, each) => expect((await reducibleExport(each)).classes.free.length).toBe(counts[name]),
);
