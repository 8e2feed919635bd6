/** What a printed number could be, as the conventions say it. */
import { describe, expect, it } from 'vitest';
import { bridgeOf, conventionOf, explainByConventions, matchOf, tools, totalOf } from '../../src/conventions/index.ts';
import { add, type Size } from '../../src/core/size.ts';
import { cases, printed, sharedLedger } from './peers.ts';

describe('a printed number', () => {
  it.each([
    [4_111_512_576, 4_111_512_576, 1, 'exact'],
    [4_111_512_576, 4.11e9, 1e7, 'rounded'],
    [659_272, 650_000, 1e4, 'truncated'],
    [659_272, 660_000, 1e4, 'rounded'],
    [659_272, 640_000, 1e4, undefined],
    [659_272, 670_000, 1e4, undefined],
  ])('%d against %d ± %d', (value, number, resolution, match) => {
    expect(matchOf(value, { value: number, resolution })).toBe(match);
  });
});

describe('why', () => {
  it('says what ResNet-50’s 4.11G is', async () => {
    const [first] = explainByConventions(await sharedLedger('tv.resnet50'), { value: 4.11e9, resolution: 1e7 });
    expect(first).toMatchObject({ convention: 'fvcore', match: 'rounded', value: 4_111_512_576 });
    expect(first!.text).toContain(
      "fvcore's convention: 4,089,184,256 convolutions and fully connected + 22,227,968 batch normalisation + 100,352 adaptive pooling = 4,111,512,576",
    );
  });

  it.each([
    ['25.6M', 25.6e6, 1e5, 'every learned number'],
    ['25.50M', 25.5e6, 1e4, 'weights'],
    ['4.089G', 4.089e9, 1e6, 'textbook'],
    ['8.18G', 8.18e9, 1e7, 'torch-flop-counter@2.13'],
    ['4.13G', 4.13e9, 1e7, 'ptflops@0.7.5/pytorch'],
    ['25,610,152', 25_610_152, 1, 'weights, with biases, with scales, shifts and running statistics of normalisations'],
    ['23,454,912', 23_454_912, 1, 'weights, of the convolutions alone'],
  ])('says what ResNet-50’s %s is', async (_, value, resolution, convention) => {
    const [first] = explainByConventions(await sharedLedger('tv.resnet50'), { value, resolution });
    expect(first!.convention).toBe(convention);
  });

  it('names the tool first, for 9 in 10 of the totals that tools printed', async () => {
    let asked = 0;
    let named = 0;
    for (const name of cases) {
      const ledger = await sharedLedger(name);
      for (const { name: tool } of tools) {
        const total = printed(name, tool);
        if (total === '0') continue;
        asked++;
        const [first] = explainByConventions(ledger, { value: Number(total), resolution: 1 });
        if (first?.conventions.includes(tool)) named++;
      }
    }
    expect(asked).toBeGreaterThan(500);
    expect(named / asked).toBeGreaterThanOrEqual(0.9);
  });

  it('has nothing to say of a number that nothing gives', async () => {
    expect(explainByConventions(await sharedLedger('tv.resnet18'), { value: 7, resolution: 1 })).toEqual([]);
  });
});

describe('compare', () => {
  it('leads from the connections of ResNet-50 to fvcore’s total', async () => {
    const ledger = await sharedLedger('tv.resnet50');
    const { from, to, steps } = bridgeOf(ledger, conventionOf('textbook'), conventionOf('fvcore'));
    expect([from.total, to.total]).toEqual([4_089_184_256, 4_111_512_576]);
    expect(steps.map(({ what, difference }) => [what, difference])).toEqual([
      ['batch normalisation', 22_227_968],
      ['adaptive pooling', 100_352],
    ]);
  });

  it('is whole between any two tools', async () => {
    for (const name of ['tv.efficientnet_b0', 'tv.vit_b_16', 'lstm_bf', 'convT_bias']) {
      const ledger = await sharedLedger(name);
      for (const a of tools) {
        for (const b of tools) {
          const { from, to, steps } = bridgeOf(ledger, a, b);
          expect(steps.reduce<Size>((total, { difference }) => add(total, difference), from.total)).toBe(to.total);
          expect(to.total).toBe(totalOf(b.cost(ledger)));
        }
      }
    }
  });
});
