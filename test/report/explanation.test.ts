/** Explanations: words, symbols and numbers of one layer, and where the totals come from. */
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import { explainTotals } from '../../src/report/contributions.ts';
import { explainLayer } from '../../src/report/explanation.ts';
import { layerExplanationText, totalsExplanationText } from '../../src/report/explanation-text.ts';
import { alexNet, smallLedger } from './networks.ts';

const conv2 = alexNet.layers.find(({ name }) => name === 'conv2')!;

describe('a layer', () => {
  it('has each figure in words, in the textbook’s symbols and in numbers', () => {
    const { figures } = explainLayer(conv2);
    expect(figures.find(({ figure }) => figure === 'units')).toMatchObject({
      words: 'feature map height × feature map width × filters',
      symbols: 'f_h × f_w × N',
      numbers: '27 × 27 × 256 = 186,624',
    });
    expect(figures.find(({ figure }) => figure === 'connections')).toMatchObject({
      value: 223_948_800,
      symbols: 'h × w × C × N × T × Y × X',
      numbers: '5 × 5 × 48 × 128 × 2 × 27 × 27 = 223,948,800 (two towers)',
    });
    expect(figures.find(({ figure }) => figure === 'weight bytes')).toMatchObject({
      numbers: '307,200 × 4 = 1,228,800',
    });
  });

  it('says what its symbols mean, and what it reads', () => {
    const { symbols, reads } = explainLayer(conv2);
    expect(symbols).toContainEqual({ symbol: 'S_x', words: 'stride along width' });
    expect(symbols).toContainEqual({ symbol: 'C', words: 'input channels of one tower' });
    expect(reads).toBe('each of its filters reads the feature maps of its own tower only');
  });

  it('gives the size by the general and by the textbook’s formula', () => {
    const { sizes } = explainLayer(alexNet.layers[0]!);
    expect(sizes.map(({ axis, numbers }) => [axis, numbers])).toEqual([
      ['height', '55 = ⌊(227 − 11) / 4⌋ + 1'],
      ['width', '55 = ⌊(227 − 11) / 4⌋ + 1'],
    ]);
    expect(sizes[1]!.textbook).toEqual({
      symbols: '⌊(W − ⌊w/2⌋ − ⌊w/2⌋ − 1) / S_x + 1⌋',
      numbers: '55 = ⌊(227 − 5 − 5 − 1) / 4 + 1⌋',
    });
    expect(sizes[1]!.difference).toBeUndefined();
  });

  it('says why the textbook gives another size for an even kernel', () => {
    const { sizes } = explainLayer(smallLedger().layers[0]!);
    expect(sizes[0]!.numbers).toBe('3 = ⌊(6 − 2) / 2⌋ + 1');
    expect(sizes[0]!.textbook!.numbers).toBe('2 = ⌊(6 − 1 − 1 − 1) / 2 + 1⌋');
    expect(sizes[0]!.difference).toMatch(
      /^the textbook's formula gives 2, 1 fewer: .* the 3 positions that exist are counted$/,
    );
  });

  it('says what does not fit evenly', () => {
    const b = buildNetwork('uneven');
    const x = b.input('x', [1, 3, 224, 224]);
    const w = b.tensor('w', { type: 'float32', shape: [96, 3, 11, 11] });
    b.output(b.node('Conv', [x, w], { name: 'conv1', attributes: { strides: [4, 4] } })[0]!);
    const text = layerExplanationText(countNetwork(b.finish()).layers[0]!);
    expect(text).toContain('the window does not fit evenly');
    expect(text).toContain('54 positions leave 1 column unread; 55 reach 3 past the edge');
  });

  it('is folded to the width', () => {
    const lines = layerExplanationText(conv2, { width: 60 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('the totals', () => {
  it('come from layers whose parts add up', () => {
    for (const { value, largest, others } of explainTotals(alexNet)) {
      const sum = largest.reduce((total, part) => total + Number(part.value), Number(others.value));
      expect(sum).toBe(value);
    }
  });

  it.each([40, 60, 100])('are folded to %i columns', (width) => {
    for (const ledger of [alexNet, smallLedger('a long name that a scope gives '.repeat(4), 'side')]) {
      const lines = totalsExplanationText(ledger, { width }).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  it('name the largest first', () => {
    const text = totalsExplanationText(alexNet);
    expect(text).toMatch(/weights {2}60,954,656 .*\n {2}fc1 +37,748,736 +61\.9 %\n {2}fc2 /);
    expect(text).toMatch(/connections {2}724,406,816 .*\n {2}conv2 +223,948,800 +30\.9 %\n/);
  });
});
