/** Open axes whose names are arithmetic over other names, as PyTorch's newer exporter writes them. */
import { expect, test } from 'vitest';
import { formatSize } from '../../../src/core/size.ts';
import { sizeOfName } from '../../../src/formats/onnx/dimension.ts';

test.each([
  ['seq', 'seq'],
  ['s0 + 1', 's0 + 1'],
  ['2*seq', '2*seq'],
  ['past_length+sequence', 'past_length + sequence'],
  ['(a + 1)*b', 'a*b + b'],
  ['floor(H/2) - 1', 'floor(H/2) - 1'],
  ['4*(s1//4)', '4*floor(s1/4)'],
  ['a + 1 - a', '1'],
])('%s is the size %s', (text, size) => expect(formatSize(sizeOfName(text))).toBe(size));

test.each([
  ['width of the image?', 'width_of_the_image'],
  ['a +', 'a'],
  ['2**n', '2_n'],
  ['??', 'size'],
])('%s is one name, %s', (text, name) => expect(formatSize(sizeOfName(text))).toBe(name));
