/** Products, recurrences and attention against an oracle that walks every output and every index, on seeded random instances. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, v, w, x } from './apply.ts';
import {
  walkAttention,
  walkEinsum,
  walkPacked,
  walkProduct,
  walkRecurrence,
  type WalkedProduct,
} from './walkProducts.ts';
import { walkConvolution } from './walker.ts';

const runs = { seed: 2, numRuns: 120 };
const size = fc.integer({ min: 1, max: 4 });
const inner = fc.integer({ min: 2, max: 5 }); // an inner axis of 1 is an outer product, which has no weights

type Facts = ReturnType<typeof apply>['facts'];

const named = (shape: readonly number[]): string => shape.join('x');

function expectProduct({ facts }: { facts: Facts }, walked: WalkedProduct, weight: 0 | 1 | undefined): void {
  if (weight === undefined) {
    expect(facts.weightlessConnections?.value).toBe(walked.connections);
    expect(facts.units).toBeUndefined();
    return;
  }
  expect(facts.units?.value).toBe(walked.units);
  expect(facts.connections?.value).toBe(walked.connections);
  expect(facts.parameters?.find(({ role }) => role === 'weight')?.elements.value).toBe(walked.met[weight].size);
}

/** Shapes of two operands of every rank, whose leading axes broadcast. */
const operands = fc
  .record({ leading: fc.array(size, { maxLength: 2 }), rows: size, inner, columns: size, ranks: fc.tuple(size, size) })
  .chain(({ leading, rows, inner: shared, columns, ranks }) => {
    const side = (rank: number, matrix: readonly [number, number], vector: number): fc.Arbitrary<readonly number[]> => {
      if (rank === 1) return fc.constant([vector]);
      const kept = leading.slice(Math.max(0, leading.length - (rank - 2)));
      return fc.tuple(...kept.map((each) => fc.constantFrom(each, 1))).map((axes) => [...axes, ...matrix]);
    };
    return fc.tuple(side(ranks[0], [rows, shared], shared), side(ranks[1], [shared, columns], shared));
  });

const weightSide = fc.constantFrom(0, 1, undefined);

test('MatMul, MatMulInteger and QLinearMatMul, of all ranks and broadcasts, with weights on either side or none', () => {
  fc.assert(
    fc.property(operands, weightSide, ([a, b], weight) => {
      const walked = walkProduct(a, b);
      const given = (type: 'float32' | 'uint8') =>
        [a, b].map((shape, side) => (side === weight ? w(named(shape), type) : x(named(shape), type)));
      const one = w('');
      const zero = w('', 'uint8');
      const [p, q] = given('uint8');
      expectProduct(apply('MatMul', given('float32')), walked, weight);
      expectProduct(apply('MatMulInteger', given('uint8')), walked, weight);
      expectProduct(apply('QLinearMatMul', [p, one, zero, q, one, zero, one, zero]), walked, weight);
    }),
    runs,
  );
});

test('Gemm and FusedGemm, with either side transposed or learned', () => {
  const gemm = fc.record({ rows: size, inner, columns: size, a: fc.boolean(), b: fc.boolean(), weight: weightSide });
  fc.assert(
    fc.property(gemm, ({ rows, inner: shared, columns, a, b, weight }) => {
      const walked = walkProduct([rows, shared], [shared, columns]);
      const shapes = [a ? [shared, rows] : [rows, shared], b ? [columns, shared] : [shared, columns]];
      const given = shapes.map((shape, side) => (side === weight ? w(named(shape)) : x(named(shape))));
      const attributes = { transA: Number(a), transB: Number(b) };
      const bias = weight === 0 ? rows : columns;
      for (const domain of ['', 'com.microsoft']) {
        const operator = domain === '' ? 'Gemm' : 'FusedGemm';
        const applied = apply(operator, [...given, w(String(bias))], { domain, attributes });
        expectProduct(applied, walked, weight);
        expect(applied.facts.biasConnections?.value).toBe(weight === undefined ? undefined : walked.units);
      }
    }),
    runs,
  );
});

test('FusedMatMul, transposed by attributes', () => {
  const fused = fc.record({ batch: size, rows: size, inner, columns: size, a: fc.boolean(), b: fc.boolean(), weight: weightSide });
  fc.assert(
    fc.property(fused, ({ batch, rows, inner: shared, columns, a, b, weight }) => {
      const walked = walkProduct([batch, rows, shared], [shared, columns]);
      const shapes = [a ? [batch, shared, rows] : [batch, rows, shared], b ? [columns, shared] : [shared, columns]];
      const given = shapes.map((shape, side) => (side === weight ? w(named(shape)) : x(named(shape))));
      const attributes = { transA: Number(a), transB: Number(b) };
      expectProduct(apply('FusedMatMul', given, { domain: 'com.microsoft', attributes }), walked, weight);
    }),
    runs,
  );
}); // prettier-ignore

test('MatMulNBits: the weights before packing, and the bytes that are stored', () => {
  const packed = fc.record({
    rows: size,
    inner: fc.integer({ min: 2, max: 40 }),
    columns: size,
    block: fc.constantFrom(16, 32),
    bits: fc.constantFrom(2, 4, 8),
  });
  fc.assert(
    fc.property(packed, ({ rows, inner: shared, columns, block, bits }) => {
      const stored = walkPacked(columns, shared, block, bits);
      const applied = apply('MatMulNBits', [x(named([rows, shared])), w(named(stored), 'uint8'), w('1')], {
        domain: 'com.microsoft',
        attributes: { K: shared, N: columns, block_size: block, bits },
      });
      expectProduct(applied, walkProduct([rows, shared], [shared, columns]), 1);
      const bytes = walkProduct([stored[0], stored[1]], [stored[1], stored[2]]).connections; // one byte each
      expect(applied.facts.parameters?.[0]?.bytes).toBe(bytes);
    }),
    runs,
  );
});

test('Einsum of two operands', () => {
  const equations = ['ij,jk->ik', 'bij,bjk->bik', 'bij,jk->bik', 'bhqd,bhkd->bhqk', 'ij,ij->i', 'i,j->ij', 'bij,kj->bki'];
  const einsum = fc.record({ equation: fc.constantFrom(...equations), sizes: fc.array(size, { minLength: 10, maxLength: 10 }), weight: weightSide });
  fc.assert(
    fc.property(einsum, ({ equation, sizes, weight }) => {
      const [left, result] = equation.split('->');
      const [a, b] = left!.split(',');
      const of = new Map(Array.from(new Set(a! + b!), (letter, i) => [letter, sizes[i]!] as const));
      const shape = (term: string): string => named(Array.from(term, (letter) => of.get(letter)!));
      const given = [a!, b!].map((term, side) => (side === weight ? w(shape(term)) : x(shape(term))));
      expectProduct(apply('Einsum', given, { attributes: { equation } }), walkEinsum([a!, b!], result!, of), weight);
    }),
    runs,
  );
}); // prettier-ignore

const recurrence = fc.record({
  steps: size,
  batch: size,
  features: size,
  hidden: size,
  directions: fc.constantFrom(1, 2),
  isBatchFirst: fc.boolean(),
  hasBias: fc.boolean(),
});

test.each([['RNN', 1], ['GRU', 3], ['LSTM', 4]] as const)('%s, in one direction or both, of any length', (operator, gates) => {
  fc.assert(
    fc.property(recurrence, ({ isBatchFirst, hasBias, ...sizes }) => {
      const { steps, batch, features, hidden, directions } = sizes;
      const walked = walkRecurrence({ ...sizes, gates });
      const rows = walkProduct([gates, 1], [1, hidden]).units;
      const { outputs, facts } = apply(
        operator,
        [
          x(named(isBatchFirst ? [batch, steps, features] : [steps, batch, features])),
          w(named([directions, rows, features])),
          w(named([directions, rows, hidden])),
          hasBias ? w(named([directions, rows + rows])) : undefined,
          x(String(batch), 'int32'), // lengths
        ],
        { attributes: { hidden_size: hidden, direction: directions === 2 ? 'bidirectional' : 'reverse', layout: Number(isBatchFirst) } },
      );
      expect(outputs[0]!.shape).toEqual(isBatchFirst ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden]);
      expect(facts.units?.value).toBe(walked.units);
      expect(facts.connections?.value).toBe(walked.connections);
      expect(facts.biasConnections?.value).toBe(hasBias ? walked.biases : undefined);
      const [inputs, states] = facts.parameters!.filter(({ role }) => role === 'weight');
      expect([inputs!.elements.value, states!.elements.value]).toEqual([walked.inputWeights.size, walked.stateWeights.size]);
    }),
    runs,
  );
}); // prettier-ignore

const heads = fc.record({
  batch: size,
  groups: size,
  kvHeads: size,
  queries: size,
  past: fc.integer({ min: 0, max: 3 }),
  keys: size,
  size,
  valueSize: size,
});

test('Attention of opset 23, with one head of keys for each query head or for a group of them', () => {
  fc.assert(
    fc.property(heads, fc.boolean(), ({ batch, groups, kvHeads, queries, past, keys, size: each, valueSize }, isPacked) => {
      const all = walkProduct([groups, 1], [1, kvHeads]).units;
      const shape = (count: number, length: number, of: number): string => isPacked ? named([batch, length, count * of]) : named([batch, count, length, of]);
      const cache = past > 0 ? [x(named([batch, kvHeads, past, each])), x(named([batch, kvHeads, past, valueSize]))] : [];
      const { facts } = apply('Attention', [x(shape(all, queries, each)), x(shape(kvHeads, keys, each)), x(shape(kvHeads, keys, valueSize)), undefined, ...cache], {
        opset: 23,
        attributes: isPacked ? { q_num_heads: all, kv_num_heads: kvHeads } : {},
      });
      expect(facts.weightlessConnections?.value).toBe(walkAttention({ batch, heads: all, queries, past, keys, size: each, valueSize }));
    }),
    runs,
  );
}); // prettier-ignore

test('MultiHeadAttention, GroupQueryAttention and Attention of com.microsoft', () => {
  const domain = 'com.microsoft';
  fc.assert(
    fc.property(heads, ({ batch, groups, kvHeads, queries, past, keys, size: each, valueSize }) => {
      const many = { batch, heads: kvHeads, queries, past, keys, size: each, valueSize };
      const cache = (of: number) => (past > 0 ? x(named([batch, kvHeads, past, of])) : undefined);
      const attributes = { num_heads: kvHeads };
      const multi = apply(
        'MultiHeadAttention',
        [x(named([batch, queries, kvHeads * each])), x(named([batch, keys, kvHeads * each])), x(named([batch, keys, kvHeads * valueSize])), undefined, undefined, undefined, cache(each), cache(valueSize)],
        { domain, attributes },
      );
      expect(multi.facts.weightlessConnections?.value).toBe(walkAttention(many));
      const all = groups * kvHeads;
      const grouped = apply(
        'GroupQueryAttention',
        [x(named([batch, keys, all * each])), x(named([batch, keys, kvHeads * each])), x(named([batch, keys, kvHeads * each])), cache(each), cache(each), x(String(batch), 'int32'), v(past + keys, 'int32')],
        { domain, attributes: { num_heads: all, kv_num_heads: kvHeads } },
      );
      expect(grouped.facts.weightlessConnections?.value).toBe(walkAttention({ ...many, heads: all, queries: keys, valueSize: each }));
      const width = kvHeads * each;
      const projected = apply('Attention', [x(named([batch, keys, 3])), w(named([3, 3 * width])), w(String(3 * width))], { domain, attributes });
      expectProduct(projected, walkProduct([batch, keys, 3], [3, 3 * width]), 1);
      expect(projected.facts.weightlessConnections?.value).toBe(walkAttention({ ...many, queries: keys, past: 0, valueSize: each }));
    }),
    runs,
  );
}); // prettier-ignore

test('ConvInteger, QLinearConv, FusedConv, NhwcConv and DeformConv count as the convolution that they are', () => {
  const axis = fc.record({ input: fc.integer({ min: 3, max: 6 }), kernel: fc.integer({ min: 1, max: 3 }), stride: fc.integer({ min: 1, max: 2 }), before: fc.integer({ min: 0, max: 1 }), after: fc.integer({ min: 0, max: 1 }) });
  const layer = fc.record({ batch: size, groups: fc.integer({ min: 1, max: 2 }), channels: size, filters: size, axes: fc.tuple(axis, axis) });
  fc.assert(
    fc.property(layer, ({ batch, groups, channels: read, filters: made, axes }) => {
      const sides = axes.map((each) => ({ ...each, dilation: 1 }));
      const [channels, filters] = [read * groups, made * groups];
      const walked = walkConvolution({ batch, channels, filters, groups, axes: sides });
      const attributes = { group: groups, strides: sides.map(({ stride }) => stride), pads: [...sides.map(({ before }) => before), ...sides.map(({ after }) => after)] };
      const map = sides.map(({ input }) => input);
      const bank = named([filters, read, ...sides.map(({ kernel }) => kernel)]);
      const quantised = [x(named([batch, channels, ...map]), 'uint8'), w(''), w('', 'uint8'), w(bank, 'int8'), w(''), w('', 'int8'), w(''), w('', 'uint8')];
      const taps = sides[0]!.kernel * sides[1]!.kernel;
      const forms = [
        apply('ConvInteger', [quantised[0], quantised[3]], { attributes }),
        apply('QLinearConv', quantised, { attributes }),
        apply('FusedConv', [x(named([batch, channels, ...map])), w(bank)], { attributes, domain: 'com.microsoft' }),
        apply('NhwcConv', [x(named([batch, ...map, channels])), w(bank)], { attributes, domain: 'com.microsoft' }),
        apply('DeformConv', [x(named([batch, channels, ...map])), w(bank), x(named([batch, 2 * taps, ...walked.positions]))], { attributes }),
      ];
      for (const { outputs, facts } of forms) {
        expect(new Set(outputs[0]!.shape)).toEqual(new Set([batch, filters, ...walked.positions]));
        expect(facts.units?.value).toBe(walked.units);
        expect(facts.connections?.value).toBe(walked.connections);
        expect(facts.parameters?.[0]?.elements.value).toBe(walked.weights);
      }
      expect(forms.slice(0, 4).map(({ facts }) => facts.connectionsOntoPadding?.value ?? 0)).toEqual(Array.from({ length: 4 }, () => walked.onPadding));
    }),
    { ...runs, numRuns: 60 },
  );
}); // prettier-ignore
