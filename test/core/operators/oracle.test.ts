/** Convolutions and pools against an oracle that visits every unit and every tap, on seeded random instances. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { substitute, symbol, type Size } from '../../../src/core/size.ts';
import { positionsOf, tapsInside, type Window, axisWords } from '../../../src/core/window.ts';
import { apply, w, x } from './apply.ts';
import { startsAlong, walkConvolution, walkPool, walkTransposed, type Axis } from './walker.ts';

const axis: fc.Arbitrary<Axis> = fc.record({
  input: fc.integer({ min: 1, max: 9 }),
  kernel: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 3 }),
  before: fc.integer({ min: 0, max: 3 }),
  after: fc.integer({ min: 0, max: 3 }),
});

const fits = (each: Axis): boolean => (each.kernel - 1) * each.dilation < each.input + each.before + each.after;

const axes = fc.array(axis.filter(fits), { minLength: 1, maxLength: 2 });

const layer = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 3 }),
  channelsEach: fc.integer({ min: 1, max: 3 }),
  filtersEach: fc.integer({ min: 1, max: 3 }),
  axes,
});

const attributesOf = (sides: readonly Axis[]): Record<string, readonly number[]> => ({
  strides: sides.map(({ stride }) => stride),
  dilations: sides.map(({ dilation }) => dilation),
  pads: [...sides.map(({ before }) => before), ...sides.map(({ after }) => after)],
});

const runs = { seed: 1, numRuns: 300 };

test('convolution: positions, units, weights, connections, and those onto padding', () => {
  fc.assert(
    fc.property(layer, ({ batch, groups, channelsEach, filtersEach, axes: sides }) => {
      const [channels, filters] = [channelsEach * groups, filtersEach * groups];
      const walked = walkConvolution({ batch, channels, filters, groups, axes: sides });
      const { outputs, facts } = apply(
        'Conv',
        [
          x([batch, channels, ...sides.map(({ input }) => input)].join('x')),
          w([filters, channelsEach, ...sides.map(({ kernel }) => kernel)].join('x')),
        ],
        { attributes: { ...attributesOf(sides), group: groups } },
      );
      expect(outputs[0]!.shape).toEqual([batch, filters, ...walked.positions]);
      expect(facts.units?.value).toBe(walked.units);
      expect(facts.connections?.value).toBe(walked.connections);
      expect(facts.connectionsOntoPadding?.value ?? 0).toBe(walked.onPadding);
      expect(facts.parameters?.[0]?.elements.value).toBe(walked.weights);
    }),
    runs,
  );
});

test('transposed convolution: positions, weights, connections', () => {
  fc.assert(
    fc.property(layer, ({ batch, groups, channelsEach, filtersEach, axes: sides }) => {
      const [channels, filters] = [channelsEach * groups, filtersEach * groups];
      const walked = walkTransposed({ batch, channels, filters, groups, axes: sides });
      fc.pre(walked.positions.every((size) => size > 0));
      const { outputs, facts } = apply(
        'ConvTranspose',
        [
          x([batch, channels, ...sides.map(({ input }) => input)].join('x')),
          w([channels, filtersEach, ...sides.map(({ kernel }) => kernel)].join('x')),
        ],
        { attributes: { ...attributesOf(sides), group: groups } },
      );
      expect(outputs[0]!.shape).toEqual([batch, filters, ...walked.positions]);
      expect(facts.connections?.value).toBe(walked.connections);
      expect(facts.parameters?.[0]?.elements.value).toBe(walked.weights);
    }),
    runs,
  );
});

test('pools: positions in floor and ceil mode, and the inputs that an average adds up', () => {
  // a window wholly on padding is no pool: frameworks refuse it
  const pooled = fc.array(
    axis.filter((each) => fits(each) && each.after <= (each.kernel - 1) * each.dilation),
    {
      minLength: 1,
      maxLength: 2,
    },
  );
  const pool = fc.record({
    batch: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 3 }),
    axes: pooled,
  });
  fc.assert(
    fc.property(pool, fc.boolean(), fc.boolean(), (given, ceil, includesPadding) => {
      const { batch, channels, axes: sides } = given;
      const walked = walkPool(given, { ceil, includesPadding });
      const map = x([batch, channels, ...sides.map(({ input }) => input)].join('x'));
      const attributes = {
        ...attributesOf(sides),
        kernel_shape: sides.map(({ kernel }) => kernel),
        ceil_mode: Number(ceil),
      };
      const average = apply('AveragePool', [map], {
        attributes: { ...attributes, count_include_pad: Number(includesPadding) },
      });
      const largest = apply('MaxPool', [map], { attributes, outputs: 2 });
      expect(average.outputs[0]!.shape).toEqual([batch, channels, ...walked.positions]);
      expect(largest.outputs.map(({ shape }) => shape)).toEqual([average.outputs[0]!.shape, average.outputs[0]!.shape]);
      expect(average.facts.windowSums?.value).toBe(walked.sums);
      expect(largest.facts.windowSums).toBeUndefined();
    }),
    runs,
  );
});

test('SAME padding keeps ⌈W / S⌉ positions, the odd cell after or before', () => {
  fc.assert(
    fc.property(axis, fc.boolean(), (side, upper) => {
      const starts = startsAlong({ ...side, kernel: 1, before: 0, after: 0 }, false);
      const reach = starts.at(-1)! + (side.kernel - 1) * side.dilation + 1;
      const total = Math.max(reach - side.input, 0);
      const small = total >> 1;
      const [before, after] = upper ? [small, total - small] : [total - small, small];
      const walked = walkConvolution({
        batch: 1,
        channels: 1,
        filters: 1,
        groups: 1,
        axes: [{ ...side, before, after }],
      });
      const { pads: _, ...attributes } = attributesOf([side]);
      const { outputs, facts } = apply('Conv', [x(`1x1x${side.input}`), w(`1x1x${side.kernel}`)], {
        attributes: { ...attributes, auto_pad: upper ? 'SAME_UPPER' : 'SAME_LOWER' },
      });
      expect(outputs[0]!.shape).toEqual([1, 1, starts.length]);
      expect(facts.connectionsOntoPadding?.value ?? 0).toBe(walked.onPadding);
    }),
    runs,
  );
});

test('an open input bound to a number gives the window of the number', () => {
  const larger = axis.map((each) => ({ ...each, input: each.input + each.kernel * each.dilation }));
  fc.assert(
    fc.property(larger, (side) => {
      const window = (input: Size): Window => ({ ...side, input, axis: axisWords(1)[0]!, rounding: 'floor' });
      const open = symbol('W');
      const bind = (size: Size): Size => substitute(size, new Map([['W', side.input]]));
      const positions = positionsOf(window(open)).value;
      const starts = startsAlong(side, false);
      expect(bind(positions)).toBe(starts.length);
      const concrete = tapsInside(window(side.input), starts.length);
      expect(bind(tapsInside(window(open), positions))).toBe(concrete);
    }),
    runs,
  );
});
