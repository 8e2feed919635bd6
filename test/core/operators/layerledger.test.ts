/** The domain `layerledger`: what its operators count, by hand from the papers and by walking every unit and tap. */
import { describe, expect, test } from 'vitest';
import { formatSize } from '../../../src/core/size.ts';
import { apply, figuresOf, shapesOf, w, x } from './apply.ts';

const domain = 'layerledger';

/** LeCun 1998, Table I: six filters that read three maps, nine that read four, one that reads all six. */
const lists = [
  [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
  [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5], [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
]; // prettier-ignore
const table = { maps: lists.flat(), fan_in: lists.map((list) => list.length) };
const window5 = '10 = ⌊(14 − 5) / 1⌋ + 1; 10 = ⌊(14 − 5) / 1⌋ + 1';

describe('figures', () => {
  test('LeNet-5’s C3 has 60 pairs of maps: 1,500 weights, 16 biases, 150,000 and 1,600 connections', () => {
    const use = apply('TableConv', [x('1x6x14x14'), w('60x5x5'), w('16')], { domain, attributes: table });
    expect(shapesOf(use)).toEqual(['float32 1 × 16 × 10 × 10']);
    expect(figuresOf(use)).toEqual({
      units: '10 * 10 * 16 = 1600',
      connections: '5 * 5 * 60 * 10 * 10 = 150000',
      biasConnections: '10 * 10 * 16 = 1600',
      weight: '5 * 5 * 60 = 1500',
      bias: '16 = 16',
      window: window5,
    });
  });

  test('H1 of LeCun 1989 has 300 weights, 768 biases and 19,968 connections with them, some onto its background', () => {
    const attributes = { strides: [2, 2], pads: [2, 2, 1, 1] };
    const use = apply('TableConv', [x('1x1x16x16'), w('12x5x5'), w('12x8x8')], { domain, attributes });
    // along an axis windows of 5 start at −2, 0, …, 12 and lie over 3 + 5 · 6 + 4 = 37 of the 16 cells
    expect(figuresOf(use)).toMatchObject({
      units: '8 * 8 * 12 = 768',
      connections: '5 * 5 * 12 * 8 * 8 = 19200',
      connectionsOntoPadding: '5 * 5 * 12 * 8 * 8 − 37 * 37 * 12 = 2772',
      weight: '5 * 5 * 12 = 300',
      bias: '8 * 8 * 12 = 768',
    });
  });

  test('LeNet-5’s S2 has a coefficient and a bias for each of 6 maps, and 5,880 connections with the biases', () => {
    const attributes = { kernel_shape: [2, 2], strides: [2, 2] };
    const use = apply('Subsample', [x('1x6x28x28'), w('6'), w('6')], { domain, attributes });
    expect(shapesOf(use)).toEqual(['float32 1 × 6 × 14 × 14']);
    expect(figuresOf(use)).toMatchObject({
      units: '14 * 14 * 6 = 1176',
      connections: '2 * 2 * 6 * 14 * 14 = 4704',
      biasConnections: '14 * 14 * 6 = 1176',
      weight: '6 = 6',
      bias: '6 = 6',
    });
  });

  test('AlexNet’s conv1 without sharing would have 105,705,600 weights and biases (cs231n)', () => {
    const use = apply('LocalConv', [x('1x3x227x227'), w('96x3x11x11x55x55'), w('96x55x55')], {
      domain,
      attributes: { strides: [4, 4] },
    });
    expect(figuresOf(use)).toMatchObject({
      units: '55 * 55 * 96 = 290400',
      connections: '11 * 11 * 3 * 96 * 55 * 55 = 105415200',
      weight: '11 * 11 * 3 * 96 * 55 * 55 = 105415200',
      bias: '55 * 55 * 96 = 290400',
    });
  });

  test('LeNet-5’s fixed centres are no weights; learned ones are', () => {
    const fixed = apply('RadialBasis', [x('1x84'), w('10x84', 'bool')], { domain });
    expect(figuresOf(fixed)).toEqual({ weightlessConnections: '84 * 10 = 840' });
    const learned = apply('RadialBasis', [x('1x84'), w('10x84')], { domain });
    expect(figuresOf(learned)).toEqual({ units: '10 = 10', connections: '84 * 10 = 840', weight: '84 * 10 = 840' });
  });

  test('a batch multiplies connections and units, and open sizes stay open', () => {
    const use = apply('TableConv', [x('batchx6xHx14'), w('60x5x5'), w('16')], { domain, attributes: table });
    expect(formatSize(use.facts.units!.value)).toBe('160*H*batch - 640*batch'); // 16 · (H − 4) · 10 a batch
    expect(formatSize(use.facts.connections!.value)).toBe('15000*H*batch - 60000*batch');
    expect(figuresOf(use)['weight']).toBe('5 * 5 * 60 = 1500');
  });
});

/** Visits every unit and tap of a table convolution over one axis each way. */
function walk(
  inputs: number,
  size: number,
  kernel: number,
  stride: number,
  before: number,
  readers: readonly number[][],
) {
  const seen = { units: 0, connections: 0, onPadding: 0, weights: new Set<string>() };
  readers.forEach((maps, filter) => {
    for (let row = -before; row + kernel <= size + before; row += stride) {
      for (let column = -before; column + kernel <= size + before; column += stride) {
        seen.units++;
        for (const map of maps.filter((map) => map < inputs)) {
          for (let tap = 0; tap < kernel * kernel; tap++) {
            const [y, z] = [row + Math.floor(tap / kernel), column + (tap % kernel)];
            seen.connections++;
            seen.weights.add(`${filter} ${map} ${tap}`);
            if (y < 0 || z < 0 || y >= size || z >= size) seen.onPadding++;
          }
        }
      }
    }
  });
  return { ...seen, weights: seen.weights.size };
}

test.each([
  [14, 5, 1, 0],
  [9, 3, 2, 1],
  [8, 4, 3, 2],
])('a walk over maps of %i, kernel %i, stride %i, padding %i counts the same', (size, kernel, stride, cells) => {
  const attributes = { ...table, strides: [stride, stride], pads: [cells, cells, cells, cells] };
  const { facts } = apply('TableConv', [x(`1x6x${size}x${size}`), w(`60x${kernel}x${kernel}`)], { domain, attributes });
  const walked = walk(6, size, kernel, stride, cells, lists);
  expect(facts.units!.value).toBe(walked.units);
  expect(facts.connections!.value).toBe(walked.connections);
  expect(facts.connectionsOntoPadding?.value ?? 0).toBe(walked.onPadding);
  expect(facts.parameters!.map(({ elements }) => elements.value)).toEqual([walked.weights]);
});

test.each<readonly [string, () => unknown]>([
  ['the table names map 6, where there are 6, from 0', () => apply('TableConv', [x('1x6x9x9'), w('2x3x3')], { domain, attributes: { maps: [0, 6], fan_in: [2] } })],
  ['fan_in tells of 3 pairs of maps, and the table has 2', () => apply('TableConv', [x('1x6x9x9'), w('2x3x3')], { domain, attributes: { maps: [0, 1], fan_in: [3] } })],
  ['kernels of "in1", and pairs of maps in the table: 3 is not 2', () => apply('TableConv', [x('1x6x9x9'), w('3x3x3')], { domain, attributes: { maps: [0, 1], fan_in: [2] } })],
  ['7 kernels are not as many for each of 6 maps', () => apply('TableConv', [x('1x6x9x9'), w('7x3x3')], { domain })],
  ['the bias is 2 × 7, where 2 or 2 × 7 × 7 is expected', () => apply('TableConv', [x('1x1x9x9'), w('2x3x3'), w('2x7')], { domain })],
  ['biases and units of a map: 8 is not 7', () => apply('TableConv', [x('1x1x9x9'), w('2x3x3'), w('2x8x7')], { domain })],
  ['positions along height, and those that "in1" has filters for: 7 is not 6', () => apply('LocalConv', [x('1x1x9x9'), w('2x1x3x3x6x7')], { domain })],
  ['maps of "in0", and coefficients of "in1": 6 is not 5', () => apply('Subsample', [x('1x6x9x9'), w('5')], { domain, attributes: { kernel_shape: [2, 2] } })],
  ['attribute "kernel_shape" is missing', () => apply('Subsample', [x('1x6x9x9'), w('6')], { domain })],
  ['feature maps have at least 3', () => apply('Subsample', [x('1x6'), w('6')], { domain, attributes: { kernel_shape: [2] } })],
])('%s', (message, use) => expect(use).toThrow(message)); // prettier-ignore
