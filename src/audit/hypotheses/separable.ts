/** A convolution counted as separable: a depthwise one with a multiplier, then one of 1 × 1. */
import type { Row } from '../counted.ts';
import { numberOf } from '../counted.ts';
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

export const separable: Search = {
  name: 'separable convolutions',
  *hypotheses({ subject, computed, suffix }: Inquiry): Iterable<Hypothesis> {
    const { figure, rows } = subject;
    if (figure !== 'weights' && figure !== 'connections') return;
    for (const row of rows.filter(({ layer }) => layer.operator === 'Conv').slice(0, mostLayers)) {
      const size = sizesOf(row);
      if (!size) continue;
      const positions = figure === 'connections' ? row.figures.connections / row.figures.weights : 1;
      for (const multiplier of multipliers) {
        const weights = size.kernel * size.channels * multiplier + size.channels * multiplier * size.filters;
        const value = computed - row.figures[figure] + weights * positions;
        const change = `${row.layer.name} counted as a separable convolution with multiplier ${multiplier}`;
        const sum = `${size.kernel}·${size.channels}·${multiplier} + ${size.channels * multiplier}·${size.filters} = ${say(weights)}`;
        const arithmetic = positions === 1 ? sum : `${sum}, times ${say(positions)} positions`;
        yield {
          value,
          cost: 2.5,
          key: change,
          changes: [change],
          say: () => `${say(value)}: ${change}, ${arithmetic}`,
        };
        if (!suffix.endsWith('i')) continue;
        yield {
          value: (value * 1024) / 1000,
          cost: 3, key: change, changes: [change, 'K is 1000, not 1024'],
          say: () => `${say(value)} in thousands rather than in units of 1024: ${change}, ${arithmetic}`,
        }; // prettier-ignore
      }
    }
  },
};

/** Channel multipliers in use; a power of two in all known networks. */
const multipliers = [1, 2, 4, 8, 16];
const mostLayers = 12;

function sizesOf({ layer }: Row): { kernel: number; channels: number; filters: number } | undefined {
  const { weights } = layer.derivations;
  if (weights?.kind !== 'product' || weights.factors.length !== 4) return undefined;
  const [height, width, channels, filters] = weights.factors.map(({ value }) => numberOf(value));
  return height! * width! > 1 ? { kernel: height! * width!, channels: channels!, filters: filters! } : undefined;
}
