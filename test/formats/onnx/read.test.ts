/** What the reader makes of each part of an ONNX file. */
import { describe, expect, test } from 'vitest';
import type { Network, ValueType } from '../../../src/core/network.ts';
import { formatSize, multiply, symbol } from '../../../src/core/size.ts';
import { looksLikeOnnx, readOnnx } from '../../../src/formats/onnx/read.ts';
import { fixture } from './corpus.ts';
import { onnxBlob, writeOnnx, type WrittenModel, type WrittenNode } from './write.ts';

function read(model: WrittenModel): Promise<Network> {
  return readOnnx(onnxBlob(model), { name: 'test.onnx' });
}

async function readNode(node: WrittenNode): Promise<Network['graph']['nodes'][number]> {
  return (await read({ nodes: [node] })).graph.nodes[0]!;
}

describe('a network', () => {
  test('has the versions of its operators, its format and a name', async () => {
    const network = await read({ opset: { 'ai.onnx': 17, 'com.microsoft': 1 }, name: 'main_graph' });
    expect(network).toMatchObject({ name: 'test', source: 'test.onnx', format: 'ONNX', notes: [], functions: [] });
    expect([...network.opsets]).toEqual([['', 17], ['com.microsoft', 1]]); // prettier-ignore
    expect((await read({ name: 'squeezenet' })).name).toBe('squeezenet');
  });

  test('is read from the oldest IR version on and from ones that do not exist yet', async () => {
    for (const ir of [3, 4, 8, 13, 14, 99])
      expect((await read({ ir, nodes: [{ operator: 'Relu' }] })).graph.nodes).toHaveLength(1);
  });

  test('says what was left out or assumed', async () => {
    expect((await read({ training: true })).notes).toEqual([
      'The graphs that train the network (training_info) were left out.',
    ]);
    expect((await read({ opset: {} })).notes[0]).toMatch(/states no version/);
    expect((await read({ opset: 6 })).notes[0]).toMatch(/uses version 6 of ONNX's operators/);
  });

  test('survives structuredClone', async () => {
    const { name, bytes } = fixture('tv_resnet18.dynamo.onnx');
    const network = await readOnnx(new Blob([bytes]), { name });
    expect(structuredClone(network)).toEqual(network);
  });
});

describe('inputs and values', () => {
  test('an initializer is no input, though IR version 3 lists it as one', async () => {
    const { graph } = await read({
      ir: 3,
      inputs: { x: [1, 3, 8, 8], w: [4, 3, 3, 3] },
      initializers: [{ name: 'w', shape: [4, 3, 3, 3] }],
    });
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
  });

  test('a size is a number, a name, or open', async () => {
    const { graph } = await read({ inputs: { x: [2, 'N', null, -1, ' 2*seq ', '?', 0] } });
    const [x] = graph.inputs;
    const shape = x!.type.kind === 'tensor' ? x!.type.shape : undefined;
    expect(shape).toEqual([2, symbol('N'), null, null, multiply(2, symbol('seq')), null, 0]);
    expect(formatSize(shape![4]!)).toBe('2*seq');
  });

  test('a size of 0 in an input is open where the network has weights, and a note says so', async () => {
    const { graph, notes } = await read({ inputs: { x: [0, 3] }, initializers: [{ name: 'w', shape: [3, 4] }] });
    expect(graph.inputs[0]!.type).toEqual({ kind: 'tensor', type: 'float32', shape: [null, 3] });
    expect(notes).toEqual(['Input "x" declares a size of 0; it is taken as open.']);
  });

  test('types of every kind', async () => {
    const { graph } = await read({
      inputs: {
        tensor: { tensor: 'bfloat16' },
        unknown: { tensor: 99, shape: [] },
        sparse: { sparse: 'float32', shape: [3] },
        sequence: { sequence: { tensor: 'int64', shape: ['n'] } },
        optional: { optional: { sequence: { tensor: 'string' } } },
        map: { map: 'int64', of: { tensor: 'float32', shape: [] } },
        opaque: { opaque: 'thing' },
      },
    });
    const types: ValueType[] = [
      { kind: 'tensor', type: 'bfloat16' },
      { kind: 'tensor', shape: [] },
      { kind: 'sparse', type: 'float32', shape: [3] },
      { kind: 'sequence', of: { kind: 'tensor', type: 'int64', shape: [symbol('n')] } },
      { kind: 'optional', of: { kind: 'sequence', of: { kind: 'tensor', type: 'string' } } },
      { kind: 'map', key: 'int64', of: { kind: 'tensor', type: 'float32', shape: [] } },
      { kind: 'opaque' },
    ];
    expect(graph.inputs.map(({ type }) => type)).toEqual(types);
  });
});

describe('nodes', () => {
  test('keep absent inputs, and ai.onnx is the domain without a name', async () => {
    const node = await readNode({
      operator: 'Resize',
      domain: 'ai.onnx',
      overload: 'v2',
      inputs: ['x', '', 's'],
      outputs: ['y'],
    });
    expect(node).toMatchObject({
      operator: 'Resize',
      domain: '',
      overload: 'v2',
      inputs: ['x', '', 's'],
      outputs: ['y'],
    });
  });

  test('have names of their own', async () => {
    const names = ['a', '', 'a', 'Relu_1', '', 'a', 'a_2'];
    const { graph } = await read({ nodes: names.map((name) => ({ operator: 'Relu', name })) });
    expect(graph.nodes.map(({ name }) => name)).toEqual(['a', 'Relu_1_2', 'a_3', 'Relu_1', 'Relu_4', 'a_4', 'a_2']);
  });

  test('carry attributes of every kind', async () => {
    const tensor = { type: 'int64', shape: [2], values: [3, 4] } as const;
    const { attributes } = await readNode({
      operator: 'Everything',
      attributes: {
        int: -7,
        large: 2n ** 62n,
        float: 0.25,
        string: 'SAME_UPPER',
        ints: [1, -1],
        packed: { ints: [1, -1, 300], packed: true },
        floats: { floats: [1, 2.5] },
        packedFloats: { floats: [1, 2.5], packed: true },
        strings: ['a', 'ü'],
        tensor: { tensor },
        tensors: { tensors: [tensor, tensor] },
        graph: { graph: { nodes: [{ operator: 'Relu', outputs: ['y'] }] } },
        graphs: { graphs: [{}, {}] },
        type: { type: { tensor: 'int64' } },
        types: { types: [{ tensor: 'int64' }] },
        sparse: {
          sparse: {
            values: { shape: [2], values: [1, 2] },
            indices: { type: 'int64', shape: [2], values: [0, 3] },
            shape: [2, 2],
          },
        },
        reference: { reference: 'alpha', kind: 1 },
      },
    });
    const kinds = [...attributes].map(([name, { kind }]) => `${name}: ${kind}`);
    expect(kinds).toEqual([
      'int: int', 'large: int', 'float: float', 'string: string', 'ints: ints', 'packed: ints', 'floats: floats',
      'packedFloats: floats', 'strings: strings', 'tensor: tensor', 'tensors: tensors', 'graph: graph', 'graphs: graphs',
      'type: type', 'types: types', 'sparse: tensor', 'reference: reference',
    ]); // prettier-ignore
    expect(attributes.get('large')!.value).toBe(2n ** 62n);
    expect(attributes.get('packed')!.value).toEqual([1, -1, 300]);
    expect(attributes.get('packedFloats')!.value).toEqual([1, 2.5]);
    expect(attributes.get('strings')!.value).toEqual(['a', 'ü']);
    expect(attributes.get('tensor')!.value).toMatchObject({ type: 'int64', shape: [2], values: [3, 4] });
    expect(attributes.get('sparse')!.value).toMatchObject({ type: 'float32', shape: [2, 2], stored: 2 });
    expect(attributes.get('graph')!.value).toMatchObject({ nodes: [{ operator: 'Relu', name: 'Relu_0' }] });
  });

  test('an attribute of an old file has the kind of the field that is present', async () => {
    const bytes = writeOnnx({
      nodes: [{ operator: 'Conv', attributes: { group: 2, pads: [1, 1], mode: 'x', alpha: 0.5 } }],
    });
    // The attribute's `type`, field 20 (tag 0xa0 0x01), becomes field 30, which nobody knows.
    for (let i = 1; i < bytes.length; i++)
      if (bytes[i - 1] === 0xa0 && bytes[i] === 0x01) bytes.set([0xf0, 0x01], i - 1);
    const { graph } = await readOnnx(new Blob([bytes]), { name: 'old.onnx' });
    expect(Object.fromEntries(graph.nodes[0]!.attributes)).toEqual({
      group: { kind: 'int', value: 2 },
      pads: { kind: 'ints', value: [1, 1] },
      mode: { kind: 'string', value: 'x' },
      alpha: { kind: 'float', value: 0.5 },
    });
  });

  test('a text too long to be a setting is noted, not read', async () => {
    const context = 'x'.repeat((1 << 20) + 1);
    const { graph, notes } = await read({
      nodes: [{ operator: 'EPContext', attributes: { ep_cache_context: context } }],
    });
    expect(graph.nodes[0]!.attributes.get('ep_cache_context')).toEqual({ kind: 'string', value: '' });
    expect(notes[0]).toMatch(/"ep_cache_context" at byte \d+ holds 1048577 bytes of text, which were not read/);
  });
});

test('a local function keeps its attributes, defaults and versions', async () => {
  const { functions } = await read({
    functions: [
      {
        name: 'Gelu',
        domain: 'mine',
        overload: 'o',
        inputs: ['x'],
        outputs: ['y'],
        attributes: ['alpha'],
        defaults: { beta: 2 },
        opsets: { '': 18 },
        nodes: [
          { operator: 'Elu', inputs: ['x'], outputs: ['y'], attributes: { alpha: { reference: 'alpha', kind: 1 } } },
        ],
      },
    ],
  });
  const [gelu] = functions;
  expect(gelu).toMatchObject({ name: 'Gelu', domain: 'mine', overload: 'o', inputs: ['x'], outputs: ['y'] });
  expect([...gelu!.attributes]).toEqual([['alpha', undefined], ['beta', { kind: 'int', value: 2 }]]); // prettier-ignore
  expect([...gelu!.opsets]).toEqual([['', 18]]);
  expect(gelu!.nodes[0]!.attributes.get('alpha')).toEqual({ kind: 'reference', value: 'alpha' });
});

test('reading reports progress and stops when it is told to', async () => {
  const { name, bytes } = fixture('tv_densenet121.ts.op11.onnx');
  const passed: number[] = [];
  await readOnnx(new Blob([bytes]), { name, onProgress: (at, size) => passed.push(at / size) });
  expect(passed.length).toBeGreaterThan(3);
  expect(passed).toEqual([...passed].sort((a, b) => a - b));
  expect(passed.at(-1)).toBe(1);
  const controller = new AbortController();
  const stopped = readOnnx(new Blob([bytes]), {
    name,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});

test('a model is recognised by its first bytes', () => {
  for (const name of ['tv_alexnet.ts.onnx', 'tv_alexnet.dynamo.onnx']) {
    expect(looksLikeOnnx(fixture(name).bytes.subarray(0, 4096))).toBe(true);
  }
  const encoder = new TextEncoder();
  expect(looksLikeOnnx(new Uint8Array(0))).toBe(false);
  expect(looksLikeOnnx(encoder.encode('name: "AlexNet"\nlayer {'))).toBe(false);
  expect(looksLikeOnnx(encoder.encode('{"a": 1}'))).toBe(false);
  // A CoreML model: specification version 4, then a message where ONNX has the producer's name.
  expect(looksLikeOnnx(new Uint8Array([0x08, 0x04, 0x12, 0x06, 0x0a, 0x04, 0x0a, 0x02, 0x41, 0x42]))).toBe(false);
});
