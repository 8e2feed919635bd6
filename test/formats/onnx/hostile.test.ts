/** Files that are not what they should be: a sentence with the place, what was expected and what came, and no more cost. */
import { describe, expect, test } from 'vitest';
import { MalformedError } from '../../../src/core/errors.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import { fixture } from './corpus.ts';
import { delimited, join, onnxBlob, text, varint, whole, type WrittenModel, writeOnnx } from './write.ts';

async function complaint(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<string> {
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes]);
  try {
    await readOnnx(blob, { name: 'bad.onnx' });
  } catch (error) {
    if (error instanceof MalformedError) return error.message;
    throw error;
  }
  throw new Error('it was read');
}

const model = (...fields: Uint8Array[]): Uint8Array<ArrayBuffer> => join([whole(1, 8), ...fields]);
const graph = (...fields: Uint8Array[]): Uint8Array<ArrayBuffer> => model(delimited(7, join(fields)));
const encoded = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);

function repeat<T>(item: T, count: number): T[] {
  return Array.from({ length: count }, () => item);
}

describe('another kind of file', () => {
  test.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['empty', new Uint8Array(0), /^bad\.onnx is not an ONNX file: it is empty$/],
    ['text', encoded('name: "AlexNet"\nlayer {}'), /is not an ONNX file: it begins with the text "name: \\"AlexNet\\"/],
    ['ZIP', encoded('PK\x03\x04....'), /is not an ONNX file: it is a ZIP archive/],
    ['HDF5', new Uint8Array([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]), /it is an HDF5 file/],
    [
      'unknown',
      new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      /its first byte is 0xff, which begins no field of an ONNX model/,
    ],
  ])('%s', async (_, bytes, sentence) => {
    expect(await complaint(bytes)).toMatch(sentence);
  });
});

describe('broken protobuf', () => {
  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['no graph', model(), 'byte 2: the model (IR version 8) has no graph'],
    ['two graphs', model(delimited(7, text(2, 'a')), delimited(7, text(2, 'b'))), 'graph: the model has two graphs'],
    [
      'a length past the end',
      model(join([varint(58), varint(2 ** 40)])),
      'a length of 1099511627776 bytes is declared; 0 are left',
    ],
    [
      'a length past its message',
      graph(join([varint(10), varint(99)])),
      'byte 6, graph: a length of 99 bytes is declared; 0 are left',
    ],
    [
      'a number past its message',
      graph(delimited(1, delimited(5, new Uint8Array([0x18])))),
      'past the end of its message',
    ],
    ['an endless number', model(new Uint8Array(12).fill(0xff)), 'a number is longer than 10 bytes'],
    ['a group', graph(new Uint8Array([0x0b, 0x0c])), 'a field of wire type 2 is written with wire type 3'],
    ['an unknown group', graph(new Uint8Array([0xf3, 0x01])), 'wire type 3 is none of 0, 1, 2 and 5'],
    ['a number where a name should be', graph(whole(2, 5)), 'a field of wire type 2 is written with wire type 0'],
    ['a name where a number should be', model(text(1, 'abc')), 'a field of wire type 0 is written with wire type 2'],
    ['field number 0', graph(new Uint8Array([0x00])), 'no field begins here'],
    [
      'a cut-off float',
      graph(delimited(1, delimited(5, new Uint8Array([0x15, 0, 0])))),
      'byte 9, graph.node[0].attribute[0]: the file ends inside a field',
    ],
  ])('%s', async (_, bytes, sentence) => {
    expect(await complaint(bytes)).toContain(sentence);
  });

  test('a file that ends early says where', async () => {
    const { bytes } = fixture('tv_alexnet.ts.onnx');
    expect(await complaint(bytes.slice(0, 3000))).toBe(
      'bad.onnx: byte 22: a length of 4958 bytes is declared; 2978 are left',
    );
  });

  test('the place names the messages from the outside in', async () => {
    const bytes = writeOnnx({
      nodes: [
        { operator: 'Relu' },
        { operator: 'If', attributes: { then_branch: { graph: { nodes: [{ operator: '' }] } } } },
      ],
    });
    expect(await complaint(bytes)).toMatch(
      /^bad\.onnx: byte \d+, graph\.node\[1\]\.attribute "then_branch"\.g\.node\[0\]: node "" names no operator$/,
    );
  });
});

describe('contradictions', () => {
  const ones = repeat(1, 65);
  const huge = { name: 'w', shape: [2 ** 31, 2 ** 31] };
  test.each<[string, WrittenModel, RegExp]>([
    [
      'two producers',
      { nodes: [1, 2].map(() => ({ operator: 'Relu', outputs: ['y'] })) },
      /node\[1\] gives the value "y", which already has a producer/,
    ],
    [
      'a producer of an input',
      { inputs: { x: [1] }, nodes: [{ operator: 'Relu', outputs: ['x'] }] },
      /gives the value "x"/,
    ],
    [
      'two initializers',
      {
        initializers: [
          { name: 'w', shape: [1] },
          { name: 'w', shape: [1] },
        ],
      },
      /initializer\[1\]: two initializers are named "w"/,
    ],
    ['a negative dimension', { initializers: [{ name: 'w', shape: [-3] }] }, /tensor "w" has a dimension of size -3/],
    ['too many elements', { initializers: [huge] }, /tensor "w" has 2147483648 × 2147483648 elements, more than 2\^53/],
    ['too many dimensions', { initializers: [{ name: 'w', shape: ones }] }, /more than 64 dimensions/],
    [
      'a shape of too many dimensions',
      { inputs: { x: ones } },
      /input\[0\]\.type\.tensor_type\.shape.*more than 64 dimensions/,
    ],
    [
      'too few bytes',
      { initializers: [{ name: 'w', shape: [3], values: [1, 2] }] },
      /tensor "w" of type float32 and shape \[3\] needs 12 bytes; 8 are there/,
    ],
    [
      'too few numbers',
      { initializers: [{ name: 'w', type: 'int64', shape: [3], values: [1], field: 'int64_data' }] },
      /needs 3 numbers in int64_data; 1 are there/,
    ],
    ['no element type', { initializers: [{ name: 'w', type: 0, shape: [3] }] }, /element type 0/],
    [
      'external data nowhere',
      { initializers: [{ name: 'w', shape: [3], external: { offset: '0' } }] },
      /no location of that file/,
    ],
    [
      'external data at a word',
      { initializers: [{ name: 'w', shape: [3], external: { location: 'a', offset: 'x' } }] },
      /at offset "x", which is not a number/,
    ],
    [
      'two functions',
      { functions: [1, 2].map(() => ({ name: 'F', domain: 'd', nodes: [] })) },
      /two functions are named "F"/,
    ],
  ])('%s', async (_, written, sentence) => {
    expect(await complaint(onnxBlob(written))).toMatch(sentence);
  });
});

describe('hostile sizes', () => {
  test('graphs 10,000 deep are refused without a deep stack', async () => {
    let inner: Uint8Array = text(4, 'Relu');
    const parts: Uint8Array[] = [inner];
    let length = inner.length;
    // From the inside out, only the heads: node { attribute { name, g: graph { node … } } }, so that it costs no square.
    for (let depth = 0; depth < 10_000; depth++) {
      for (const [tag, before] of [
        [0x0a, new Uint8Array(0)],
        [0x32, text(1, 'g')],
        [0x2a, text(4, 'If')],
      ] as const) {
        inner = join([before, new Uint8Array([tag]), varint(length)]);
        parts.push(inner);
        length += inner.length;
      }
    }
    parts.push(join([new Uint8Array([0x0a]), varint(length)]));
    length += parts.at(-1)!.length;
    const begin = performance.now();
    const bytes = model(join([varint(58), varint(length), ...parts.toReversed()]));
    const sentence = await complaint(bytes);
    expect(sentence).toMatch(/messages lie more than 100 deep in one another$/);
    expect(sentence.length).toBeLessThan(3000);
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  test('types 10,000 deep are refused', async () => {
    let bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
    for (let depth = 0; depth < 10_000; depth++)
      bytes = join([new Uint8Array([depth % 2 ? 0x22 : 0x0a]), varint(bytes.length), bytes]);
    expect(await complaint(graph(delimited(11, delimited(2, bytes))))).toMatch(/more than 100 deep/);
  });

  test(
    'a graph of millions of empty pieces is refused by its price, not by the memory',
    { timeout: 60_000 },
    async () => {
      const piece = new Uint8Array(1 << 20);
      for (let i = 0; i < piece.length; i += 2) piece.set([0x6a, 0x00], i); // an empty value_info
      const copies = 40;
      const head = model(join([varint(58), varint(copies * piece.length)]));
      expect(await complaint(new Blob([head, ...repeat(piece, copies)]))).toMatch(
        /larger than 536870912 bytes without its weights/,
      );
    },
  );

  test('100,000 nodes of one name take no square time', async () => {
    const node = delimited(1, join([text(3, 'same'), text(4, 'Relu')]));
    const begin = performance.now();
    const bytes = graph(...repeat(node, 100_000));
    const { graph: read } = await readOnnx(new Blob([bytes]), { name: 'same.onnx' });
    expect(new Set(read.nodes.map(({ name }) => name)).size).toBe(100_000);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
