/** The ledger as text: what is shown, that columns sum to totals, and that every width is kept. */
import { describe, expect, it } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { defaultColumns } from '../../src/report/columns.ts';
import type { Counted } from '../../src/report/counted.ts';
import { comparisonText, ledgerText } from '../../src/report/text.ts';
import { displayWidth } from '../../src/report/width.ts';
import { groupedAlexNet } from '../networks/alexnetForms.ts';
import { alexNet, ledgerWithGap, smallLedger } from './networks.ts';

const textOf = (ledger: Counted, options: Partial<Parameters<typeof ledgerText>[1]> = {}): string =>
  ledgerText(ledger, { columns: defaultColumns(ledger), ...options });

describe('AlexNet', () => {
  it('is a table with totals', () => {
    const table = textOf(alexNet).split('\n\n')[1];
    expect(table).toBe(
      `
layer   output             reads         units     weights  connections   share
───────────────────────────────────────────────────────────────────────────────
conv1   1 × 96 × 55 × 55   input       290,400      34,848  105,415,200  14.6 %
conv2   1 × 256 × 27 × 27  own tower   186,624     307,200  223,948,800  30.9 %
conv3   1 × 384 × 13 × 13  all towers   64,896     884,736  149,520,384  20.6 %
conv4   1 × 384 × 13 × 13  own tower    64,896     663,552  112,140,288  15.5 %
conv5   1 × 256 × 13 × 13  own tower    43,264     442,368   74,760,192  10.3 %
fc1     1 × 4,096          all towers    4,096  37,748,736   37,748,736   5.2 %
fc2     1 × 4,096          all towers    4,096  16,777,216   16,777,216   2.3 %
output  1 × 1,000          all towers    1,000   4,096,000    4,096,000   0.6 %
───────────────────────────────────────────────────────────────────────────────
total                                  659,272  60,954,656  724,406,816`.trimStart(),
    );
  });

  it('says what it was counted for, and every total that is not 0', () => {
    const text = textOf(alexNet);
    expect(text).toContain('counted for image 1 × 3 × 227 × 227; batch = 1; laid over 2 towers');
    expect(text).toMatch(/^biases +10,568 {2}/m);
    expect(text).toMatch(/^parameters +60,965,224 {2}/m);
    expect(text).toMatch(/^connections onto padding +53,084,160 {2}/m);
    expect(text).toMatch(/^weight bytes +243,818,624 bytes = 232\.5 MiB {2}/m);
    expect(text).not.toMatch(/^buffers/m);
  });

  it('has a table of towers', () => {
    const text = textOf(countNetwork(groupedAlexNet({ outputTower: 1 })));
    expect(text).toMatch(/^1 +330,136 +32,525,328 +[\d,]+ +30,336 /m);
    expect(text).toMatch(/^2 +329,136 +28,429,328 +[\d,]+ +28,288 /m);
    expect(textOf(alexNet)).toContain('connections that cross towers: 104,071,168');
  });

  it('shows derivations below the rows', () => {
    const text = textOf(alexNet, { derive: true });
    expect(text).toContain('    output       55 = ⌊(227 − 11) / 4⌋ + 1\n');
    expect(text).toContain('    connections  5 × 5 × 48 × 128 × 2 × 27 × 27 = 223,948,800 (two towers)\n');
  });

  it.each([20, 24, 30, 40, 50, 60, 70, 80, 100, 120, 200])('fits into %i columns', (width) => {
    const widest = Math.max(...textOf(alexNet, { width, derive: true }).split('\n').map(displayWidth)); // prettier-ignore
    expect(widest).toBeLessThanOrEqual(Math.max(width, 33)); // name, weights and connections are never left out
  });

  it('says which columns it left out', () => {
    expect(textOf(alexNet, { width: 60 })).toMatch(/left out to fit the terminal: share, output/);
  });
});

it('adds up every column that it shows', () => {
  for (const ledger of [alexNet, smallLedger(), ledgerWithGap()]) {
    for (const name of ['units', 'weights', 'connections', 'biases', 'windowSums'] as const) {
      const sum = ledger.layers.reduce((total, layer) => total + Number(layer[name]), 0);
      expect(sum).toBe(ledger.totals[name]);
    }
  }
});

it('says what layers without a row hold', () => {
  expect(textOf(smallLedger())).toContain('1 layer without a row holds 36 window sums (--layers all shows it)');
  expect(textOf(smallLedger(), { view: { layers: 'all' } })).not.toContain('without a row');
});

it('calls totals bounds where something was not counted', () => {
  const text = textOf(ledgerWithGap());
  expect(text).toMatch(/^total, at least /m);
  expect(text).toMatch(/not counted, so that the totals are bounds from below:\n {2}mystery \(.*Mystery\b.*/);
});

it('keeps open sizes as polynomials', () => {
  const text = textOf(smallLedger('conv', 'S'));
  expect(text).toContain('32*floor(S/2)^2');
  expect(text).toContain('1 × 4 × floor(S/2) × floor(S/2)');
});

it('writes what would steer a terminal as escapes', () => {
  const text = textOf(smallLedger('evil\u001b[2J\u202egpj\n\u009b31m'));
  expect(text).toContain(String.raw`evil\x1b[2J\u202egpj\x0a\x9b31m`);
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

it('compares several networks', () => {
  expect(comparisonText([alexNet, smallLedger()], {})).toBe(
    `
network    units     weights  parameters  connections  weight bytes
───────────────────────────────────────────────────────────────────
AlexNet  659,272  60,954,656  60,965,224  724,406,816   243,818,624
small         36          32          32          288           128
`.trimStart(),
  );
});
