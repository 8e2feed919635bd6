/** Transformers with open lengths: their cost is a polynomial in them, and binding it is counting them bound. */
import { describe, expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { figureNames } from '../../src/core/figures.ts';
import { formatSize, substitute, symbol, type Size } from '../../src/core/size.ts';
import { bertEncoder, groupedDecoder } from './transformer.ts';

describe('the encoder of BERT base, its length open', () => {
  const open = countNetwork(bertEncoder());

  test('nothing is left uncounted', () => {
    expect(open.uncounted).toEqual([]);
    expect(open.notes).toEqual([]);
  });

  // 12 layers of 4 · 768² + 2 · 768 · 3072 weights, each for every token; QKᵀ and AV, 2 · 12 · 64 for every pair of tokens
  test('its figures are the polynomials of the paper’s sizes', () => {
    expect(formatSize(open.totals.weights)).toBe('84934656');
    expect(formatSize(open.totals.connections)).toBe('84934656*seq');
    expect(formatSize(open.totals.weightlessConnections)).toBe('18432*seq^2');
    expect(formatSize(open.totals.biases)).toBe(String(12 * (4 * 768 + 3072 + 768)));
    expect(formatSize(open.totals.units)).toBe(`${12 * (5 * 768 + 3072)}*seq`);
  });

  test.each([1, 2, 128, 509, 4096])('with seq = %d substituted it counts as it does bound', (seq) => {
    const bound = countNetwork(bertEncoder({ seq })).totals;
    const at = new Map<string, Size>([['seq', seq]]);
    for (const name of figureNames) expect([name, substitute(open.totals[name], at)]).toEqual([name, bound[name]]);
  });

  test('with its batch open as well', () => {
    const { totals } = countNetwork(bertEncoder({ batch: symbol('batch') }), { open: new Set(['batch']) });
    expect(formatSize(totals.connections)).toBe('84934656*batch*seq');
    expect(formatSize(totals.weightlessConnections)).toBe('18432*batch*seq^2');
  });
});

describe('a decoder with 4-bit weights, grouped queries and a cache, its lengths open', () => {
  const open = countNetwork(groupedDecoder(symbol('seq'), symbol('past')));
  const [width, hidden, layers] = [256, 512, 3];
  const perLayer = width * (width + 128) + width * width + 3 * width * hidden;

  test('counts the weights before packing, and half a byte for each', () => {
    expect(open.uncounted).toEqual([]);
    expect(formatSize(open.totals.weights)).toBe(String(layers * perLayer + 1000 * width));
    expect(formatSize(open.totals.embeddings)).toBe(String(1000 * width));
    expect(formatSize(open.totals.weightBytes)).toBe(String((layers * perLayer + 1000 * width) / 2));
  });

  test('every token meets all positions of the mask', () => {
    expect(formatSize(open.totals.connections)).toBe(`${layers * perLayer}*seq`);
    expect(formatSize(open.totals.weightlessConnections)).toBe(`${layers * 2 * width}*seq*total`);
  });

  test.each([[1, 0], [1, 511], [64, 64]])('%d new tokens after %d count as bound', (seq, past) => {
    const bound = countNetwork(groupedDecoder(seq, past)).totals;
    const at = new Map<string, Size>([['seq', seq], ['past', past], ['total', past + seq]]);
    for (const name of ['connections', 'weightlessConnections', 'units', 'outputBytes'] as const) {
      expect([name, substitute(open.totals[name], at)]).toEqual([name, bound[name]]);
    }
  }); // prettier-ignore
});
