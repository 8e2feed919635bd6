/** Mistakes in a network file come back with their places, while the text is typed. */
import { expect, test } from 'vitest';
import { engine } from './engine.ts';

test.each([
  ['', { message: expect.stringContaining('the file is empty') }],
  ['hello', { message: expect.stringContaining('expected a network'), line: 1, column: 1 }],
  ['a: [', { message: expect.stringContaining('Flow sequence'), line: 1, column: 5 }],
  ['input: 3 x 8 x 8\nlayers:\n  - {conv: 4, kernl: 3}\n', { message: 'conv has no field "kernl"; did you mean "kernel"?', line: 3, column: 15 }],
  ['input: 3 x 8 x 8\nlayers:\n  - conv: 4\n    kernel: 3\n  - relux\n', { message: 'no kind of layer and no block is called "relux"; did you mean "relu"?', line: 5, column: 5 }],
  ['input: 3 x 5 x 5\nlayers:\n  - {conv: 4, kernel: 11}\n', { message: expect.stringContaining('the window does not fit'), line: 3, column: 5 }],
  ['input: 3 x 8 x 8\nlayers:\n  - {conv: 4, kernel: 3, groups: 2}\n', { message: expect.stringContaining('2 groups do not divide 3 input channels'), line: 3 }],
  ['input: 3 x 8 x 8\nlayers:\n  - {conv: 4, kernel: 3 * }\n', { message: expect.stringContaining('expected a number or a name'), line: 3 }],
])('%j', async (text, problem) => {
  const answer = await engine.edit(text, 'net');
  expect(answer).toEqual({ problems: [expect.objectContaining(problem)] });
}); // prettier-ignore

test('what reads well is a view with the name that the text gives', async () => {
  const answer = await engine.edit('network: Small\ninput: 3 x 8 x 8\nlayers: [{conv: 4, kernel: 3}]\n', 'net');
  expect(answer).toMatchObject({ view: { ledger: { network: { name: 'Small' }, totals: { weights: 108 } } } });
});

test.each([
  ['a field of the kind', 'input: 3 x 8 x 8\nlayers:\n  - {conv: 4, st', 3, 17, ['stride', 'name'], ['conv', 'units', 'network']],
  ['a kind', 'input: 3 x 8 x 8\nlayers:\n  - ', 3, 5, ['conv', 'relu', 'max pool', 'repeat'], ['stride', 'network']],
  ['a key of the file', 'inp', 1, 4, ['input', 'layers', 'towers'], ['conv', 'stride']],
  ['a word of a choice', 'input: 3 x 8 x 8\nlayers:\n  - {conv: 4, kernel: 3, rounding: c', 3, 36, ['floor', 'ceil'], ['conv', 'stride']],
  ['padding', 'input: 3 x 8 x 8\nlayers:\n  - conv: 4\n    padding: ', 4, 14, ['same', 'valid'], ['conv']],
  ['layers that follow', 'input: 3 x 8 x 8\nlayers:\n  - {conv: 4, kernel: 3, then: [relu, ba', 3, 39, ['batch norm', 'relu'], ['stride']],
  ['a block and its parameters', 'blocks:\n  twice:\n    parameters: {width: , step: 1}\n    layers:\n      - relu\nlayers:\n  - {twice: {w', 7, 14, ['width', 'step'], ['network']],
] as const)('completes %s', async (_, text, line, column, some, none) => {
  const words = (await engine.complete(text, line, column)).map(({ word }) => word);
  expect(words).toEqual(expect.arrayContaining([...some]));
  for (const word of none) expect(words).not.toContain(word);
}); // prettier-ignore
