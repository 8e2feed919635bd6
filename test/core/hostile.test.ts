/** Networks that ask for more than there is end quickly, with figures or with a sentence, and never with a crash. */
import { expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { UnsupportedError } from '../../src/core/errors.ts';
import { attributeOf, type Network } from '../../src/core/network.ts';
import { formatSize } from '../../src/core/size.ts';
import { axis0, chain, functionOf, graphOf, input, loopOf, nestedIfs, nestedLoops, networkOf, whole, wholes, type Written } from './hostile.ts'; // prettier-ignore

/** Alone on one core each takes well under 2 s; tests share theirs. */
const limit = 15_000;

const huge = 2n ** 62n;
const sides = { inputs: [input('x', ['H', 'W'])], tensors: { one: wholes(1), seven: wholes(7) } };

/** x, then `step` again and again on the shape of x, then a tensor of the shape that comes out. */
const shapes = (count: number, step: (from: string, to: string, i: number) => readonly Written[]): Network =>
  networkOf(
    graphOf(
      [
        ['Shape', ['x'], ['t0']],
        ...Array.from({ length: count }, (_, i) => step(`t${i}`, `t${i + 1}`, i)).flat(),
        ['ConstantOfShape', [`t${count}`], ['y']],
      ],
      sides,
    ),
  );

const filled = (values: number, count: number, operator: string): Network =>
  chain(count, (i) => [[operator, [i === 0 ? 'v' : `m${i - 1}`, 'v'], [`m${i}`]]], {
    tensors: { v: wholes(...Array.from({ length: values }, (_, i) => i)) },
  });

/** What is said: the first gap, or the error. */
const rows: readonly (readonly [string, () => Network, RegExp])[] = [
  ['a loop of 2^60', () => networkOf(graphOf([loopOf(2n ** 60n)], { inputs: [input('x', [2, 4])], tensors: { trips: whole(2n ** 60n) } })), /^nothing$/],
  ['a loop of 2^62', () => networkOf(graphOf([loopOf(huge)], { inputs: [input('x', [2, 4])], tensors: { trips: whole(huge) } })), /^nothing$/],
  ['ten loops in one another', () => nestedLoops(10, 2n ** 30n), /following them takes more than 20000 nodes/],
  ['two thousand loops in one another', () => nestedLoops(2000, 3n), /graphs stand in one another more than 1000 deep/],
  ['Expand to 2^62', () => networkOf(graphOf([['Expand', ['x', 's'], ['y']]], { inputs: [input('x', [1])], tensors: { s: wholes(huge, huge, huge) } })), /^nothing$/],
  ['ConstantOfShape of 2^62', () => networkOf(graphOf([['ConstantOfShape', ['s'], ['y']]], { tensors: { s: wholes(huge) } })), /^nothing$/],
  ['Tile by 2^62', () => networkOf(graphOf([['Tile', ['x', 's'], ['y']]], { inputs: [input('x', [2])], tensors: { s: wholes(huge) } })), /^nothing$/],
  ['Tiles of Tiles', () => chain(1000, (i) => [['Tile', [i === 0 ? 'x' : `m${i - 1}`, 's'], [`m${i}`]]], { inputs: [input('x', [2])], tensors: { s: wholes(huge) } }), /a size has more than 1,200 digits/],
  ['Range to 2^62', () => networkOf(graphOf([['Range', ['a', 'b', 'c'], ['y']]], { tensors: { a: whole(0), b: whole(huge), c: whole(1) } })), /^nothing$/],
  ['Split in 10^9 parts', () => networkOf(graphOf([['Split', ['x'], ['y'], { num_outputs: attributeOf(1e9) }]], { inputs: [input('x', [2 ** 40])] })), /1000000000 parts for 1 outputs/],
  ['squares of squares of whole numbers', () => filled(2, 100, 'Mul'), /^nothing$/],
  ['a kernel of 2^40', () => networkOf(graphOf([['AveragePool', ['x'], ['y'], { kernel_shape: attributeOf([2 ** 40]), pads: attributeOf([2 ** 30, 2 ** 30]) }]], { inputs: [input('x', [1, 1, 2 ** 41])] })), /a kernel of 1099511627776 taps; at most 65536/],
  ['a function that calls itself', () => networkOf(graphOf([['f.F', ['x'], ['y']]], { inputs: [input('x', [2])] }), [functionOf('F', [['f.F', ['a'], ['b']]])]), /bodies stand in one another more than 32 deep, or call themselves/],
  ['a function that calls itself twice', () => networkOf(graphOf([['f.F', ['x'], ['y']]], { inputs: [input('x', [2])] }), [functionOf('F', [['f.F', ['a'], ['c']], ['f.F', ['c'], ['b']]])]), /expand to more than 100000 nodes/],
  ['functions that call one another twice, 20 deep', () => networkOf(graphOf([['f.F0', ['x'], ['y']]], { inputs: [input('x', [2])] }), Array.from({ length: 21 }, (_, i) => functionOf(`F${i}`, i === 20 ? [['Relu', ['a'], ['b']]] : [[`f.F${i + 1}`, ['a'], ['c']], [`f.F${i + 1}`, ['c'], ['b']]]))), /expand to more than 100000 nodes/],
  ['Ifs 900 deep', () => nestedIfs(900, false), /bodies stand in one another more than 32 deep/],
  ['Ifs 5,000 deep', () => nestedIfs(5000, false), /graphs stand in one another more than 1000 deep/],
  ['Ifs in both branches, 40 deep', () => nestedIfs(40, true), /expand to more than 100000 nodes/],
  ['100,000 Concats of shapes', () => shapes(100_000, (from, to) => [['Concat', [from, 't0'], [to], axis0]]), /computed from more than 5000000 elements/],
  ['100,000 sums of 4,096 entries', () => filled(4096, 100_000, 'Add'), /computed from more than 5000000 elements/],
  ['squares of sums of open sizes', () => shapes(60, (from, to) => [['Add', [from, 'one'], [`a${to}`]], ['Mul', [`a${to}`, `a${to}`], [to]]]), /a size is a product of \d+ and \d+ terms|a size has more than 1000 terms/],
  ['quotients of quotients of open sizes', () => shapes(200, (from, to) => [['Add', [from, 'one'], [`a${to}`]], ['Div', [`a${to}`, from], [to]]]), /a size has a quotient of more than 10000 letters/],
  ['3,000 inputs whose open sizes are all equal', () => chain(2999, (i) => [['Add', [i === 0 ? 'x0' : `y${i - 1}`, `x${i + 1}`], [`y${i}`]]], { inputs: Array.from({ length: 3000 }, (_, i) => input(`x${i}`, [`H${i}`, `W${i}`])) }), /^nothing$/],
  ['3,000 sizes that depend on data', () => chain(3000, (i) => [['NonZero', ['x'], [`z${i}`]], ['Concat', [i === 0 ? 'q' : `y${i - 1}`, `z${i}`], [`y${i}`], { axis: attributeOf(1) }]], { inputs: [input('x', [10]), input('q', [1, 1], 'int64')] }), /a size has more than 1000 terms/],
]; // prettier-ignore

test.each(rows)('%s', (_, made, expected) => {
  const network = made();
  const start = performance.now();
  expect(saidOf(network)).toMatch(expected);
  expect(performance.now() - start).toBeLessThan(limit);
}, 2 * limit); // prettier-ignore

test('a loop without end is counted by its runs, which stay open', () => {
  const [, made] = rows[1]!;
  const { totals, notes } = countNetwork(made());
  expect(formatSize(totals.connections)).toBe('32*trips_1');
  expect(notes[0]).toContain('how often the loop runs is not known');
});

function saidOf(network: Network): string {
  try {
    return countNetwork(network).uncounted[0]?.reason ?? 'nothing';
  } catch (error) {
    if (error instanceof UnsupportedError) return error.message;
    throw error;
  }
}
