/** Generated networks with open sizes: the polynomial at a binding is what counting the bound network gives. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger, Totals } from '../../src/core/ledger.ts';
import type { Network } from '../../src/core/network.ts';
import { formatSize, substitute, symbol, type Size } from '../../src/core/size.ts';

/** One more layer on a map of batch × channels × height × width; returns the new map. */
type Layer = (builder: Builder, map: string) => string;

const small = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

const sides = fc.record({
  kernel: small(1, 4),
  stride: small(1, 3),
  dilation: small(1, 2),
  before: small(0, 1),
  after: small(0, 1),
});

const windowOf = (axes: readonly { stride: number; dilation: number; before: number; after: number }[]) => ({
  strides: axes.map(({ stride }) => stride),
  dilations: axes.map(({ dilation }) => dilation),
  pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
}); // prettier-ignore

const convolution = fc.tuple(small(1, 6), sides, sides).map(([filters, ...axes]): Layer => (builder, map) => {
  const weight = tensor(builder, [filters, channelsOf(builder, map), ...axes.map(({ kernel }) => kernel)]);
  return builder.node('Conv', [map, weight], { attributes: windowOf(axes) })[0]!;
}); // prettier-ignore

const transposed = fc.tuple(small(1, 4), sides, sides).map(([filters, ...axes]): Layer => (builder, map) => {
  const weight = tensor(builder, [channelsOf(builder, map), filters, ...axes.map(({ kernel }) => kernel + 1)]);
  return builder.node('ConvTranspose', [map, weight], { attributes: windowOf(axes) })[0]!;
}); // prettier-ignore

const pool = fc.tuple(fc.constantFrom('MaxPool', 'AveragePool'), sides, sides, small(0, 1), small(0, 1))
  .map(([operator, a, b, ceil, includes]): Layer => (builder, map) => {
    const axes = [a, b].map((side) => ({ ...side, before: Math.min(side.before, side.kernel - 1), after: Math.min(side.after, side.kernel - 1) }));
    const attributes = { ...windowOf(axes), kernel_shape: axes.map(({ kernel }) => kernel), ceil_mode: ceil };
    return builder.node(operator, [map], { attributes: operator === 'MaxPool' ? attributes : { ...attributes, count_include_pad: includes } })[0]!;
  }); // prettier-ignore

/** Channels last, a fully connected layer on each position, channels second again. */
const perPosition = small(1, 6).map((outputs): Layer => (builder, map) => {
  const [last] = builder.node('Transpose', [map], { attributes: { perm: [0, 2, 3, 1] } });
  const [made] = builder.node('MatMul', [last!, tensor(builder, [channelsOf(builder, map), outputs])]);
  return builder.node('Transpose', [made!], { attributes: { perm: [0, 3, 1, 2] } })[0]!;
}); // prettier-ignore

/** Every position attends to every other, its map flattened by a shape that is computed as exporters do. */
const attention = fc.constant<Layer>((builder, map) => {
  const [shape] = builder.node('Shape', [map]);
  const axis = (i: number): string => builder.node('Gather', [shape!, constants(builder, [i])])[0]!;
  const rest = constants(builder, [-1]);
  const [flat] = builder.node('Concat', [axis(0), axis(1), rest], { attributes: { axis: 0 } });
  const [tokens] = builder.node('Reshape', [map, flat!]);
  const [turned] = builder.node('Transpose', [tokens!], { attributes: { perm: [0, 2, 1] } });
  const [scores] = builder.node('MatMul', [turned!, tokens!]);
  const [mixed] = builder.node('MatMul', [tokens!, scores!]);
  return builder.node('Reshape', [mixed!, shape!])[0]!;
});

const doubled = fc.constantFrom(1, 2, 3).map((axis): Layer => (builder, map) => builder.node('Concat', [map, map], { attributes: { axis } })[0]!); // prettier-ignore

const sliced = fc.tuple(small(0, 2), small(-2, -1), small(1, 2), small(2, 3)).map(([from, to, step, axis]): Layer => (builder, map) =>
  builder.node('Slice', [map, ...[from, to, axis, step].map((each) => constants(builder, [each]))])[0]!); // prettier-ignore

const padded = small(0, 2).map((by): Layer => (builder, map) => builder.node('Pad', [map, constants(builder, [0, 0, by, 0, 0, 0, 0, by])])[0]!); // prettier-ignore

const enlarged = fc.constantFrom(2, 3).map((by): Layer => (builder, map) =>
  builder.node('Resize', [map, '', builder.tensor(`scales${by}`, { type: 'float32', shape: [4], values: [1, 1, by, by] })])[0]!); // prettier-ignore

const layers = fc.array(
  fc.oneof(convolution, transposed, pool, perPosition, attention, doubled, sliced, padded, enlarged),
  { minLength: 1, maxLength: 6 },
);

function networkOf(made: readonly Layer[], shape: readonly Size[]): Network {
  const builder = buildNetwork('generated');
  let map = builder.input('image', shape);
  for (const layer of made) map = layer(builder, map);
  builder.output(map);
  return builder.finish();
}

function channelsOf(builder: Builder, map: string): Size {
  return builder.shapeOf(map)![1]!;
}

let tensors = 0;

function tensor(builder: Builder, shape: readonly Size[]): string {
  return builder.tensor(`weight${tensors++}`, { type: 'float32', shape });
}

function constants(builder: Builder, values: readonly number[]): string {
  return builder.tensor(`values${tensors++}`, { type: 'int64', shape: [values.length], values });
}

const figures = ['units', 'weights', 'connections', 'connectionsOntoPadding', 'weightlessConnections', 'windowSums', 'outputBytes', 'parameters'] as const satisfies readonly (keyof Totals)[]; // prettier-ignore

function figuresOf({ totals, uncounted }: Ledger, at: ReadonlyMap<string, Size> = new Map()): Readonly<Record<string, string>> {
  expect(uncounted).toEqual([]);
  return Object.fromEntries(figures.map((name) => [name, formatSize(substitute(totals[name], at))]));
} // prettier-ignore

test('symbolic equals concrete', () => {
  fc.assert(
    fc.property(layers, fc.array(fc.tuple(small(1, 3), small(40, 70), small(40, 70)), { minLength: 2, maxLength: 3 }), (made, sizes) => {
      const open = countNetwork(networkOf(made, [symbol('batch'), 2, symbol('H'), symbol('W')]), { open: new Set(['batch']) });
      for (const [batch, height, width] of sizes) {
        const bindings = new Map<string, Size>([['batch', batch], ['H', height], ['W', width]]);
        let bound: Network;
        try {
          bound = networkOf(made, [batch, 2, height, width]);
        } catch {
          continue; // too many layers for a map of this size
        }
        expect(figuresOf(open, bindings)).toEqual(figuresOf(countNetwork(bound)));
      }
    }),
    { seed: 3, numRuns: 150 },
  );
}); // prettier-ignore
