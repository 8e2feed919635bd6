/** Files that are no networks, or networks that contradict themselves: one sentence each, with file, line and column. */
import { expect, test } from 'vitest';
import { MalformedError } from '../../../src/core/errors.ts';
import { looksLikeNetworkFile, readNetworkFile } from '../../../src/formats/network-file/read.ts';

const head = 'input: 3 x 8 x 8\nlayers:\n';
const bomb = Array.from(
  { length: 9 },
  (_, i) => `a${i}: &a${i} [${Array.from({ length: 9 }, () => (i === 0 ? 'x' : `*a${i - 1}`)).join(', ')}]\n`,
).join('');
const doubling = Array.from({ length: 30 }, (_, i) => `  b${i}: {layers: [b${i + 1}, b${i + 1}]}\n`).join('');

const files: Readonly<Record<string, readonly [file: string | Uint8Array<ArrayBuffer>, sentence: string]>> = {
  'an empty file': ['', 'f.yaml: the file is empty; expected a network, as "input: 3 x 224 x 224" and "layers:"'],
  'a word': ['hello', 'f.yaml:1:1: expected a network, as "input: 3 x 224 x 224" and "layers:", got "hello"'],
  'bytes that are no text': [new Uint8Array(5000).map((_, i) => (i * 7919) % 256), 'f.yaml: expected text in UTF-8, got other bytes'],
  'a file of 3 MB': ['#'.repeat(3_000_000), 'f.yaml: 3000000 bytes; a network file of at most 1048576 is read'],
  'a truncated file': ['{"input": "3 x 8', 'f.yaml:1:17: Missing closing "quote'],
  'no layers': ['input: 3', 'f.yaml:1:1: the file has no "layers"'],
  'an empty list of layers': ['input: 3\nlayers: []', 'f.yaml:2:9: layers: expected a list of layers, got an empty list'],
  'layers that are no list': ['input: 3\nlayers: {a: 1}', 'f.yaml:2:9: layers: expected a list of layers, got a mapping'],
  'no input': ['layers: [relu]', 'f.yaml:1:1: expected an input, as "input: 3 x 224 x 224", or several under "inputs", got none'],
  'an unknown key': ['inptu: 3 x 8 x 8\nlayers: [relu]', 'f.yaml:1:1: a network file has no field "inptu"; did you mean "input"?'],
  'an unknown key of an input': ['input: {chanels: 3}\nlayers: [relu]', 'f.yaml:1:9: a shape has no field "chanels"; did you mean "channels"?'],
  'a key said twice': [`${head}  - {conv: 3, kernel: 1, kernel: 2}`, 'f.yaml:3:26: "kernel" is said twice'],
  'a key of another object': ['input: 3\n__proto__: 4\nlayers: [relu]', 'f.yaml:2:1: a network file has no field "__proto__"'],
  'a tag': ['network: !!binary aGk=\nlayers: [relu]', 'f.yaml:1:19: expected plain values, got a tag (tag:yaml.org,2002:binary)'],
  'a type of somebody else': ['network: !ruby/object x\nlayers: [relu]', 'f.yaml:1:10: Unresolved tag: !ruby/object'],
  'a second document': ['input: 3\nlayers: [relu]\n---\na: 1', 'f.yaml:3:1: a second document begins; a network file holds one'],
  'a bomb of aliases': [`${bomb}layers: [*a8]`, 'f.yaml:1:1: aliases say more than 100 parts again'],
  'an alias of nothing': ['layers: *x', 'f.yaml:1:9: nothing before this alias is anchored as "x"'],
  'an alias within itself': ['layers: &x [*x]', 'f.yaml:1:13: alias "x" stands within what it stands for'],
  '10,000 levels of [': ['['.repeat(10_000), 'f.yaml:1:201: lists and mappings stand more than 100 deep in each other'],
  '10,000 levels of {': ['{a: '.repeat(10_000), 'f.yaml:1:798: lists and mappings stand more than 100 deep in each other'],
  '10,000 levels of -': ['- '.repeat(10_000), 'f.yaml:1:400: lists and mappings stand more than 100 deep in each other'],
  '1,200 levels of indentation': [Array.from({ length: 1200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'f.yaml:200:201: lists and mappings stand more than 100 deep in each other'],

  'training of a layer that is not there': ['input: 3 x 8 x 8\ntraining: {initial: [{layers: [conv9], biases: 1}]}\nlayers:\n  - {name: conv1, conv: 3, kernel: 1}', 'f.yaml:2:32: no layer is named "conv9"; did you mean "conv1"?'],
  'training with an unknown field': ['input: 3\ntraining: {epoch: 3}\nlayers: [relu]', 'f.yaml:2:12: training has no field "epoch"; did you mean "epochs"?'],
  'a batch of half an image': ['input: 3\ntraining: {batch: 0.5}\nlayers: [relu]', 'f.yaml:2:19: batch: expected a whole number from 1, got 0.5'],
  'a tensor without a shape': [`input: 3\ntensors: {w: {type: int64}}\nlayers: [relu]`, 'f.yaml:2:14: the file has no "shape"'],
  'a tensor of no type': [`input: 3\ntensors: {w: {type: int63, shape: [2]}}\nlayers: [relu]`, 'f.yaml:2:21: expected an element type, got "int63"; did you mean "int64"?'],
  'a tensor with too few numbers': [`input: 3\ntensors: {w: {shape: [2], values: [1]}}\nlayers: [relu]`, 'f.yaml:2:35: 1 numbers for a tensor of 2 elements; at most 100000 are read'],
  'a tensor of words': [`input: 3\ntensors: {w: {shape: [1], values: [a]}}\nlayers: [relu]`, 'f.yaml:2:36: expected a number, got "a"'],
  'a tensor with dots': [`input: 3\ntensors: {a.b: {shape: [1]}}\nlayers: [relu]`, 'f.yaml:2:11: expected a name without dots, got "a.b"'],
  'a version of half': ['opset: 1.5\ninput: 3\nlayers: [relu]', 'f.yaml:1:8: opset: expected a whole number from 1, got 1.5'],
  'an output named twice': [`${head}  - {operator: Split, outputs: [a, a], attributes: {axis: 1, num_outputs: 2}}`, 'f.yaml:3:32: node1: expected a new name without dots for output 1, got "a"'],
  'a layer from above that is not there': [`${head}  - {from: .conv9, conv: 3, kernel: 1}`, 'f.yaml:3:12: no layer before this one is named ".conv9"; a layer reads layers that stand before it'],
  'a row of a number': [`${head}  - {row: 5, conv: 3, kernel: 1}`, 'f.yaml:3:11: row: expected a name or a list of names, got 5'],
  'a misspelt kind': [`${head}  - {convv: 3, kernel: 1}`, 'f.yaml:3:6: no kind of layer and no block is called "convv"; did you mean "conv"?'],
  'a misspelt word': [`${head}  - rellu`, 'f.yaml:3:5: no kind of layer and no block is called "rellu"; did you mean "relu"?'],
  'a misspelt field': [`${head}  - {conv: 3, kernl: 1}`, 'f.yaml:3:15: conv has no field "kernl"; did you mean "kernel"?'],
  'a misspelt word of a field': [`${head}  - {conv: 3, kernel: 3, padding: sam}`, 'f.yaml:3:35: padding: nothing is named "sam" here; did you mean "same"?'],
  'a misspelt choice': [`${head}  - {max pool: 3, rounding: up}`, 'f.yaml:3:29: rounding: expected floor or ceil, got "up"'],
  'a table of too few lists': [`${head}  - {conv: 3, kernel: 3, table: [[0], [1]]}`, 'f.yaml:3:33: conv1: the table has 2 lists for its 3 filters'],
  'a table with a map that there is not': [`${head}  - {conv: 2, kernel: 3, table: [[0], [3]]}`, 'f.yaml:3:40: expected a whole number from 0 to 2, got 3'],
  'a table with a map twice': [`${head}  - {conv: 2, kernel: 3, table: [[0], [1, 1]]}`, 'f.yaml:3:39: a feature map stands in a list twice'],
  'a table and groups': [`${head}  - {conv: 3, kernel: 3, groups: 3, table: [[0], [1], [2]]}`, 'f.yaml:3:34: conv1: a convolution with a table or a bias per unit has no groups'],
  'a local layer that does not fit': [`${head}  - {local conv: 3, kernel: 9}`, 'f.yaml:3:5: local1: the window does not fit: height -1 = 8 − 9 leaves no room to slide'],
  'a layer that is two things': [`${head}  - {conv: 3, relu: , kernel: 1}`, 'f.yaml:3:15: a layer is one thing, and this one is conv and relu'],
  'a layer that is nothing': [`${head}  - {name: x}`, 'f.yaml:3:5: this layer does not say what it is; expected conv, max pool, relu or another kind'],
  'a layer that is a number': [`${head}  - 5`, 'f.yaml:3:5: expected a layer, as relu or {conv: 96, kernel: 11}, got 5'],
  'a missing field': [`${head}  - conv: 3`, 'f.yaml:3:5: conv needs "kernel"'],
  'a missing main field': [`${head}  - {conv: , kernel: 3}`, 'f.yaml:3:5: conv needs "conv: …"'],
  'a value where there is none': [`${head}  - relu: 3`, 'f.yaml:3:11: relu takes no value, got 3'],
  'a value of another form': [`${head}  - {conv: 3, kernel: {a: 1}}`, 'f.yaml:3:23: kernel: expected a number, or a list with one for each axis, got a mapping'],
  'a negative number': [`${head}  - {conv: -3, kernel: 1}`, 'f.yaml:3:12: conv: expected a whole number of at least 1, got -3'],
  'zero filters': [`${head}  - {conv: 0, kernel: 1}`, 'f.yaml:3:12: conv: expected a whole number of at least 1, got 0'],
  'half a filter': [`${head}  - {conv: 2.5, kernel: 1}`, 'f.yaml:3:12: conv: expected a whole number, got 2.5'],
  'no number': [`${head}  - {conv: .nan, kernel: 1}`, 'f.yaml:3:12: conv: expected a whole number or an expression, got NaN'],
  'too large a number': [`${head}  - {conv: 1e400, kernel: 1}`, 'f.yaml:3:12: conv: expected a whole number or an expression, got Infinity'],
  'too large a kernel': [`${head}  - {conv: 3, kernel: 1e15}`, 'f.yaml:3:23: kernel: expected a whole number from 1 to 1000000, got 1000000000000000'],
  'an input with an unknown field': ['input: {shape: 3, tpye: int64}\nlayers: [relu]', 'f.yaml:1:19: an input has no field "tpye"; did you mean "type"?'],
  'no shape at all': ['input:\nlayers: [relu]', 'f.yaml:1:1: expected a shape as 3 x 227 x 227, got an empty value'],
  'a negative input': ['input: -3 x 8\nlayers: [relu]', 'f.yaml:1:8: expected a whole number of at least 1, got "-3"'],
  'an empty input': ['input: 0\nlayers: [relu]', 'f.yaml:1:8: expected a whole number of at least 1, got 0'],
  'a type that there is not': ['input: {shape: 3, type: int}\nlayers: [relu]', 'f.yaml:1:25: expected a type (float32, float64, float16, bfloat16, int8, uint8, int16, int32, int64, bool), got "int"'],

  'an unknown name in an expression': ['parameters: {width: 2}\ninput: 3 x 8 x 8\nlayers:\n  - {conv: 4 * widht, kernel: 1}', 'f.yaml:4:16: conv: nothing is named "widht" here; did you mean "width"?'],
  'half an expression': [`${head}  - {conv: 4 *, kernel: 1}`, 'f.yaml:3:15: expected a number or a name, got the end'],
  'division by zero': [`${head}  - {conv: 4 // 0, kernel: 1}`, 'f.yaml:3:14: conv: division by 0'],
  'a tower of powers': [`${head}  - {conv: 9**9**9**9, kernel: 1}`, 'f.yaml:3:16: conv: the result is not a finite number'],
  'a condition that is a number': [`${head}  - {relu: , if: 3}`, 'f.yaml:3:18: expected a condition, got 3'],

  'a layer read before it stands': [`${head}  - {name: a, relu: , from: b}\n  - {name: b, from: a, relu: }`, 'f.yaml:3:29: no layer before this one is named "b"; a layer reads layers that stand before it'],
  'a layer that reads itself': [`${head}  - {name: a, from: a, relu: }`, 'f.yaml:3:21: no layer before this one is named "a"; a layer reads layers that stand before it'],
  'two layers of one name': [`${head}  - {name: a, relu: }\n  - {name: a, relu: }`, 'f.yaml:4:12: a second layer is named "a"'],
  'a name with dots': [`${head}  - {name: a.b, relu: }`, 'f.yaml:3:12: expected a name without dots, got "a.b"'],
  'an output that there is not': [`outputs: rellu1\n${head}  - relu`, 'f.yaml:1:10: no layer is named "rellu1"; did you mean "relu1"?'],
  'a block that uses itself': [`blocks: {b: {layers: [c]}, c: {layers: [b]}}\n${head}  - b`, 'f.yaml:1:41: block b uses itself: b → c → b'],
  'a block named as a kind': [`blocks: {conv: {layers: [relu]}}\n${head}  - relu`, 'f.yaml:1:10: a block is named "conv", which is a kind of layer'],
  'a block that is never used': [`blocks: {b: {layers: [{conv: 3, kernl: 1}]}}\n${head}  - relu`, 'f.yaml:1:33: conv has no field "kernl"; did you mean "kernel"?'],
  'a parameter that is not given': [`blocks: {b: {parameters: {width: }, layers: [relu]}}\n${head}  - b`, 'f.yaml:4:5: block b needs "width"'],
  'a parameter that there is not': [`blocks: {b: {parameters: {width: 1}, layers: [relu]}}\n${head}  - {b: {wdith: 3}}`, 'f.yaml:4:10: b has no field "wdith"; did you mean "width"?'],
  'a billion repetitions': [`${head}  - {relu: , repeat: 1e9}`, 'f.yaml:3:22: expected a whole number from 0 to 100000, got 1000000000'],
  'a billion layers': [`blocks:\n${doubling}  b30: {layers: [relu]}\n${head}  - b0`, 'f.yaml:32:18: the network has more than 100000 layers, blocks and repetitions; no more are built'],
  'first without repetition': [`${head}  - {conv: 3, kernel: 1, first: {kernel: 3}}`, 'f.yaml:3:33: "first" speaks of repetitions, and there is no "repeat"'],
  'branches without a join': [`${head}  - branches: [[relu], []]`, 'f.yaml:3:5: branches needs "join"'],
  'a misspelt field of a branch': [`${head}  - {join: add, branches: [{layers: [relu], nam: x}, []]}`, 'f.yaml:3:45: a branch has no field "nam"; did you mean "name"?'],
  'a tower where there are none': [`${head}  - {relu: , tower: 1}`, 'f.yaml:3:21: the network is not laid over towers; "towers: 2" at the top of the file says that it is'],
  'a tower beyond the last': [`towers: 2\n${head}  - {relu: , tower: 3}`, 'f.yaml:4:21: expected a whole number from 1 to 2, got 3'],

  'a window that does not fit': [`${head}  - {conv: 3, kernel: 11}`, 'f.yaml:3:5: conv1: the window does not fit: height -3 = 8 − 11 leaves no room to slide'],
  'a kernel with too many axes': [`${head}  - {conv: 3, kernel: [1, 2, 3]}`, 'f.yaml:3:23: conv1: kernel has 3 numbers, and what the layer reads has 2 spatial axes'],
  'groups that do not divide': [`${head}  - {conv: 4, kernel: 1, groups: 2}`, 'f.yaml:3:5: conv1: 2 groups do not divide 3 input channels'],
  'towers that do not divide': [`towers: 2\n${head}  - {conv: 5, kernel: 1, reads: own tower}`, 'f.yaml:4:5: conv1: 2 groups do not divide 5 filters'],
  'an addition of unlike shapes': [`${head}  - {name: a, conv: 4, kernel: 1}\n  - {name: b, conv: 4, kernel: 3}\n  - add: [a, b]`, 'f.yaml:5:5: add1: a_out and b_out along axis 2: 8 is not 6'],
  'a convolution of a vector': [`${head}  - {fully connected: 10}\n  - {conv: 3, kernel: 1}`, 'f.yaml:4:5: conv1: a window slides over channels and at least one axis more, and what it reads has 2 axes with the batch'],
  'shared weights of another shape': [`${head}  - {name: a, conv: 3, kernel: 1}\n  - {conv: 4, kernel: 1, weights of: a}`, 'f.yaml:4:38: conv1: needs a weight of 4 × 3 × 1 × 1, and that of a is 3 × 3 × 1 × 1'],
}; // prettier-ignore

test.each(Object.entries(files))(
  '%s',
  async (_, [file, sentence]) => {
    const reading = readNetworkFile(new Blob([file]), { name: 'f.yaml' });
    await expect(reading).rejects.toThrow(MalformedError);
    await expect(reading).rejects.toThrow(new MalformedError(sentence));
  },
  30_000,
);

test('JSON with tabs is read as YAML is', async () => {
  const network = await readNetworkFile(
    new Blob(['{\n\t"input": "3 x 8 x 8",\n\t"layers": [\n\t\t{"conv": 4, "kernel": 3}\n\t]\n}']),
    { name: 'net.json' },
  );
  expect(network.name).toBe('net');
  expect(network.graph.nodes.map(({ place }) => place)).toEqual(['line 4, column 3']);
});

test('whole numbers beyond 2^53 are exact', async () => {
  const network = await readNetworkFile(new Blob(['input: 1\nlayers: [{fully connected: 9007199254740993}]']), {
    name: 'f.yaml',
  });
  expect(network.graph.tensors.get('fc1.weight')!.shape).toEqual([9007199254740993n, 1]);
});

test.each([
  ['network: x', true], ['# a remark\n\ninput: 3', true], ['{"layers": []}', true], ['{\n  "inputs": {}', true],
  ['layer { name: "x" }', false], ['input: "data"\u0000', false], ['just text', false], ['{"nodes": []}', false],
])('whether %j begins a network file: %s', (text, expected) => {
  expect(looksLikeNetworkFile(new TextEncoder().encode(text))).toBe(expected);
}); // prettier-ignore
