/** The columns of every tool, from the ONNX files of the models that the tools counted. */
import { describe, expect, it } from 'vitest';
import { conventions, conventionOf, tools, totalOf } from '../../src/conventions/index.ts';
import { formatSize } from '../../src/core/size.ts';
import { exceptions } from './exceptions.ts';
import { cases, columns, printed, sharedLedger } from './peers.ts';

describe('conventions', () => {
  it('are named as the columns of the peers’ totals', () => {
    expect(tools.map(({ name }) => name).toSorted()).toEqual(columns.toSorted());
    expect(new Set(conventions.map(({ name }) => name)).size).toBe(conventions.length);
  });

  it('are found by the name without its version where that is enough', () => {
    expect(conventionOf('thop').name).toBe('thop@0.1.1');
    expect(() => conventionOf('ptflops')).toThrow('there is no convention "ptflops"; there are textbook, fvcore,');
  });
});

describe.each(cases)('%s', (name) => {
  it('costs what the tools printed', async () => {
    const ledger = await sharedLedger(name);
    const expected = tools.map((tool) => [
      tool.name,
      exceptions.find((each) => each.case === name && each.convention === tool.name)?.computed ??
        printed(name, tool.name),
    ]);
    expect(tools.map((tool) => [tool.name, formatSize(totalOf(tool.cost(ledger)))])).toEqual(expected);
  });
});

describe('exceptions', () => {
  it.each(exceptions)('$case under $convention is one indeed', ({ case: name, convention, computed }) => {
    expect(computed).not.toBe(printed(name, convention));
  });

  it('are at most two cells in a hundred', () => {
    expect(exceptions.length).toBeLessThanOrEqual((cases.length * tools.length) / 50);
  });
});

describe('parameters', () => {
  /** The auxiliary head of Inception v3 does not run and is not in the file. */
  const unseen: Readonly<Record<string, number>> = { 'tv.inception_v3': 3_326_696 };
  const counted = cases.filter((name) => printed(name, 'parameters') !== '1');

  it.each(counted)('of %s', async (name) => {
    const found = totalOf(conventionOf('fvcore').parameters!(await sharedLedger(name)));
    expect(formatSize(found)).toBe(String(Number(printed(name, 'parameters')) - (unseen[name] ?? 0)));
  });

  it('of models without any', async () => {
    for (const name of cases.filter((each) => !counted.includes(each)))
      expect([name, totalOf(conventionOf('fvcore').parameters!(await sharedLedger(name)))]).toEqual([name, 0]);
  });

  it('as thop prints them: those of the modules that it knows', async () => {
    const found = totalOf(conventionOf('thop').parameters!(await sharedLedger('tv.vit_b_16')));
    expect(found).toBe(58_067_176);
  });

  it('are not printed by torch’s FlopCounterMode', () => {
    expect(conventionOf('torch-flop-counter').parameters).toBeUndefined();
  });
});

describe('items', () => {
  it('sum over layers to the item, in every convention', async () => {
    const ledger = await sharedLedger('tv.efficientnet_b0');
    for (const convention of conventions) {
      for (const { what, value, layers } of convention.cost(ledger)) {
        const sum = layers.reduce((total, layer) => total + Number(layer.value), 0);
        expect([convention.name, what, sum]).toEqual([convention.name, what, value]);
      }
    }
  });
});

describe('deviations', () => {
  it('say what thop counts at a transposed convolution, and what would be right', async () => {
    const [met] = conventionOf('thop').encounters(await sharedLedger('convT_bias'));
    expect(met).toMatchObject({ what: 'transposed convolution', counted: 13_107_200, right: 3_276_800 });
  });

  it('are none where a network meets none', async () => {
    expect(conventionOf('thop').encounters(await sharedLedger('tv.vgg16'))).toEqual([]);
  });
});
