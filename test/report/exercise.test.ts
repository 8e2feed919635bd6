/** The exercise's own table for AlexNet, cell by cell. */
import { expect, it } from 'vitest';
import { exerciseTable, exerciseText } from '../../src/report/exercise.ts';
import { alexNet, smallLedger } from './networks.ts';

const expected = [
  ['Convolution Layer 1', '55 * 55 * 96 = 290400', '11 * 11 * 3 * 96 = 34848', '11 * 11 * 3 * 96 * 55 * 55 = 105415200 (Single tower here!)'],
  ['Convolution Layer 2', '27 * 27 * 256 = 186624', '5 * 5 * 48 * 256 = 307200', '5 * 5 * 48 * 128 * 2 * 27 * 27 = 223948800 (Two towers here!)'],
  ['Convolution Layer 3', '13 * 13 * 384 = 64896', '3 * 3 * 256 * 384 = 884736', '3 * 3 * 128 * 384 * 2 * 13 * 13 = 149520384 (Single tower here!)'],
  ['Convolution Layer 4', '13 * 13 * 384 = 64896', '3 * 3 * 192 * 384 = 663552', '3 * 3 * 192 * 192 * 2 * 13 * 13 = 112140288 (Two towers here!)'],
  ['Convolution Layer 5', '13 * 13 * 256 = 43264', '3 * 3 * 192 * 256 = 442368', '3 * 3 * 192 * 128 * 2 * 13 * 13 = 74760192 (Two towers here!)'],
  ['Fully Connected Layer 1', '4096', '9216 * 4096 = 37748736', '9216 * 4096 = 37748736'],
  ['Fully Connected Layer 2', '4096', '4096 * 4096 = 16777216', '4096 * 4096 = 16777216'],
  ['Output Layer', '1000', '4096 * 1000 = 4096000', '4096 * 1000 = 4096000'],
]; // prettier-ignore

it('has the cells of the exercise', () => {
  const cells = exerciseTable(alexNet).rows.map((row) =>
    row.map((cell) => (cell.kind === 'text' ? cell.text : cell.kind)),
  );
  expect(cells).toEqual(expected);
});

it('prints them in columns', () => {
  const lines = exerciseText(alexNet).split('\n');
  expect(lines[0]).toMatch(/^ +# Units +# Weights +# Connections$/);
  expect(lines).toHaveLength(expected.length + 3);
  for (const [i, cells] of expected.entries()) expect(lines[i + 2]!.split(/ {2,}/)).toEqual(cells);
});

it('has no label of towers where there are none', () => {
  expect(exerciseText(smallLedger())).not.toContain('tower');
});
