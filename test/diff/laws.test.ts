/** What holds of every comparison, on published networks and on random ones. */
import { type Arbitrary, array, assert, constantFrom, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import { addFigures, figureNames } from '../../src/core/figures.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { sameSize, subtract } from '../../src/core/size.ts';
import { diffOf } from '../../src/diff/index.ts';
import { ledgerNamed } from './pairs.ts';

/** A layer of a random chain: some are called by their place, some by a name that others have too. */
interface Made {
  readonly kind: 'conv' | 'relu' | 'pool' | 'skip';
  readonly channels: number;
  readonly kernel: number;
  readonly name: string;
}

const made: Arbitrary<Made> = record({
  kind: constantFrom('conv', 'conv', 'relu', 'pool', 'skip'),
  channels: constantFrom(4, 8, 16),
  kernel: constantFrom(1, 3),
  name: constantFrom('', '', 'a', 'b', 'block.a', 'block.b', '1', '2'),
});

/** `shift`: from that place on the sides of skips are numbered one lower. */
function ledgerOf(layers: readonly Made[], shift = Infinity): Ledger {
  const builder = buildNetwork('random');
  let value = builder.input('data', [1, 4, 8, 8]);
  layers.forEach(({ kind, channels, kernel, name }, i) => {
    const path = name === '' ? [`${kind}${i}`] : name.split('.');
    const options = { name: `node${i}`, path };
    if (kind === 'conv') {
      const read = Number(builder.shapeOf(value)![1]);
      const weights = builder.tensor(`w${i}`, { type: 'float32', shape: [channels, read, kernel, kernel] });
      const pads = Array.from({ length: 4 }, () => (kernel - 1) / 2);
      value = builder.node('Conv', [value, weights], { ...options, attributes: { pads } })[0]!;
    } else if (kind === 'relu') value = builder.node('Relu', [value], options)[0]!;
    else if (kind === 'pool') value = builder.node('MaxPool', [value], { ...options, attributes: { kernel_shape: [1, 1] } })[0]!; // prettier-ignore
    else value = builder.node('Add', [value, builder.node('Relu', [value], { name: `side ${path.join('.')} ${i >= shift ? i - 1 : i}` })[0]!], options)[0]!; // prettier-ignore
  });
  builder.output(value);
  return countNetwork(builder.finish());
}

const layers = array(made, { maxLength: 14 });

function expectLaws(a: Ledger, b: Ledger): void {
  const diff = diffOf(a, b);
  expectEveryLayerOnce(a, b, diff);
  expectSums(diff);
  const pairs = ({ rows }: typeof diff, side: 'before' | 'after'): readonly string[] =>
    rows
      .map((row) => `${row[side]?.name ?? ''} | ${row[side === 'before' ? 'after' : 'before']?.name ?? ''}`)
      .toSorted();
  const mirrored = diffOf(b, a);
  expect(pairs(mirrored, 'after')).toEqual(pairs(diff, 'before'));
  expect(mirrored.counts).toEqual({ ...diff.counts, added: diff.counts.removed, removed: diff.counts.added });
}

function expectEveryLayerOnce(a: Ledger, b: Ledger, { rows }: ReturnType<typeof diffOf>): void {
  const named = (names: readonly (string | undefined)[]): readonly string[] => names.filter((name) => name !== undefined).toSorted(); // prettier-ignore
  expect(named(rows.map(({ before }) => before?.name))).toEqual(named(a.layers.map(({ name }) => name)));
  expect(named(rows.map(({ after }) => after?.name))).toEqual(named(b.layers.map(({ name }) => name)));
}

function expectSums({ rows, totals }: ReturnType<typeof diffOf>): void {
  const sums = addFigures(rows.map(({ deltas }) => deltas));
  for (const name of figureNames) {
    expect(sameSize(sums[name], totals.deltas[name]), name).toBe(true);
    expect(sameSize(sums[name], subtract(totals.after[name], totals.before[name])), name).toBe(true);
  }
}

describe('on random networks', () => {
  it('a network and itself are the same', () => {
    assert(
      property(layers, (made) => {
        const a = ledgerOf(made);
        const { rows, counts } = diffOf(a, a);
        expect(rows.every(({ kind, changes }) => kind === 'same' && changes.length === 0)).toBe(true);
        expect(counts.same).toBe(a.layers.length);
      }),
      { numRuns: 100 },
    );
  });

  it('every layer is in one row, deltas add up, and the other way round it is the mirror image', () => {
    assert(
      property(layers, layers, (a, b) => expectLaws(ledgerOf(a), ledgerOf(b))),
      { numRuns: 200 },
    );
  });

  it('the mirror image is the same where two alignments are equally good', () => {
    const layer = (kind: Made['kind'], name = ''): Made => ({ kind, channels: 4, kernel: 1, name });
    const pools = [layer('pool', 'b'), layer('pool'), layer('pool', 'block.b')];
    expectLaws(ledgerOf(pools), ledgerOf([layer('pool', 'block.b'), layer('conv'), layer('pool')]));
  });

  it('one layer put in is the only row that is not the same', () => {
    assert(
      property(array(made, { minLength: 1, maxLength: 12 }), nat(), (layers, at) => {
        const named = layers.map((layer, i) => ({ ...layer, name: `layer${i}x` }));
        const place = at % (layers.length + 1);
        const extra: Made = { kind: 'relu', channels: 4, kernel: 1, name: 'extra' };
        const { counts, rows } = diffOf(
          ledgerOf(named),
          ledgerOf([...named.slice(0, place), extra, ...named.slice(place)], place),
        );
        expect(counts).toMatchObject({ added: 1, removed: 0 });
        expect(rows.find(({ kind }) => kind === 'added')!.after!.name).toBe('extra');
      }),
      { numRuns: 100 },
    );
  });
});

const pairs = [
  ['alexnet', 'caffenet'],
  ['resnet18', 'resnet50'],
  ['vgg11', 'tv_vgg16.ts.onnx'],
  ['mobilenet_v1', 'mobilenet_v2'],
  ['gpt2', 'gpt2-medium'], // its sequence is open: figures are polynomials
  ['googlenet', 'densenet121'],
  ['tv_shufflenet_v2_x1_0.dynamo.onnx', 'tv_shufflenet_v2_x1_0.ts.op13.onnx'],
] as const;

it.each(pairs)('the laws hold of %s and %s', async (before, after) => {
  const [a, b] = [await ledgerNamed(before), await ledgerNamed(after)];
  expectLaws(a, b);
  expect(diffOf(a, a).counts).toEqual({ same: a.layers.length, changed: 0, added: 0, removed: 0, renamed: 0 });
});
