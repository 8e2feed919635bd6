/** Exact sizes: beyond 2^53, in canonical form, and equal to plain arithmetic once names are bound. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add, ceilDivide, divideExactly, floorDivide, formatSize, isAtLeast, isWhole, maximum, minimum, multiply, sameSize, solve, substitute,
  subtract, symbol, symbolsOf, type Size,
} from '../../src/core/size.ts'; // prettier-ignore

const H = symbol('H');
const W = symbol('W');
const seq = symbol('seq');
const batch = symbol('batch');

describe('whole numbers', () => {
  test('stay exact beyond 2^53', () => {
    // GPT-3: 96 layers of 12 · 12288² weights, at batch 2048 and 2048 tokens
    const weights = multiply(96, multiply(12, multiply(12288, 12288)));
    expect(weights).toBe(173_946_175_488);
    expect(multiply(weights, multiply(2048, 2048))).toBe(173_946_175_488n * 2048n * 2048n);
    expect(add(2 ** 53 - 1, 1)).toBe(2n ** 53n);
    expect(subtract(2n ** 53n, 1)).toBe(2 ** 53 - 1);
  });

  test('come back to numbers where they fit', () => {
    expect(floorDivide(2n ** 60n, 2 ** 20)).toBe(2 ** 40);
    expect(divideExactly(2n ** 60n, 3)).toBeUndefined();
    expect(floorDivide(-7, 2)).toBe(-4);
    expect(floorDivide(-(2n ** 60n) - 1n, 2 ** 30)).toBe(-(2 ** 30) - 1);
  });

  test('division by 0 is refused', () => {
    expect(() => floorDivide(seq, 0)).toThrow(RangeError);
    expect(divideExactly(seq, 0)).toBeUndefined();
  });
});

describe('text', () => {
  const cases: readonly (readonly [string, Size])[] = [
    ['18432*seq^2 + 84934656*seq', add(multiply(84934656, seq), multiply(18432, multiply(seq, seq)))],
    ['-seq + 3', subtract(3, seq)],
    ['H*W - H - W + 1', multiply(subtract(H, 1), subtract(W, 1))],
    ['floor((H + 1)/4)', floorDivide(add(H, 1), 4)],
    ['floor((H + 1)/4) - 3', floorDivide(subtract(H, 11), 4)],
    ['max(H, W)', maximum(H, W)],
    ['min(512, seq)', minimum(512, seq)],
  ];
  test.each(cases)('%s', (text, size) => expect(formatSize(size)).toBe(text));
});

describe('canonical form', () => {
  const pairs: readonly (readonly [string, Size, Size])[] = [
    ['terms cancel', subtract(add(H, W), W), H],
    ['what divides comes out', floorDivide(add(multiply(4, H), 7), 4), add(H, 1)],
    ['nested floors are one', floorDivide(floorDivide(H, 2), 2), floorDivide(H, 4)],
    ['common divisors go', floorDivide(add(multiply(2, H), 1), 4), floorDivide(H, 2)],
    ['⌈H / 7⌉ = H − ⌊6H / 7⌋', ceilDivide(H, 7), subtract(H, floorDivide(multiply(H, 6), 7))],
    ['padding to a multiple', add(H, floorModulo(subtract(7, floorModulo(H, 7)), 7)), multiply(7, ceilDivide(H, 7))],
    ['the smaller of two, in either order', minimum(seq, 512), minimum(512, seq)],
    ['the larger of two, in either order', maximum(W, H), maximum(H, W)],
    ['(ab + ac) / a', divideExactly(add(multiply(H, W), multiply(H, seq)), H)!, add(W, seq)],
  ];
  test.each(pairs)('%s', (_, a, b) => {
    expect(formatSize(a)).toBe(formatSize(b));
    expect(sameSize(a, b)).toBe(true);
  });
});

describe('order', () => {
  test.each<readonly [string, Size, Size, boolean]>([
    ['seq ≥ 1', seq, 1, true],
    ['seq ≥ 2 is not known', seq, 2, false],
    ['seq + batch ≥ batch', add(seq, batch), batch, true],
    ['H ≥ ⌊H / 2⌋', H, floorDivide(H, 2), true],
    ['7⌈H / 7⌉ ≥ H', multiply(7, ceilDivide(H, 7)), H, true],
    ['7⌈H / 7⌉ ≥ 3', multiply(7, ceilDivide(H, 7)), 3, true],
    ['seq ≥ min(512, seq)', seq, minimum(512, seq), true],
    ['512 ≥ min(512, seq)', 512, minimum(512, seq), true],
    ['max(512, seq) ≥ seq', maximum(512, seq), seq, true],
    ['⌊H / 2⌋ ≥ H is not known', floorDivide(H, 2), H, false],
  ])('%s', (_, a, b, expected) => expect(isAtLeast(a, b)).toBe(expected));

  test('maximum and minimum keep what is not known', () => {
    expect(minimum(H, multiply(7, ceilDivide(H, 7)))).toBe(H);
    expect(maximum(0, seq)).toBe(seq);
  });
});

describe('solving', () => {
  test('gives a name by the others', () => {
    expect(solve(add(seq, 1), 129)).toEqual({ name: 'seq', value: 128 });
    expect(solve(multiply(2, seq), 128)).toBeUndefined();
    const { name, value } = solve(add(H, 1), W)!;
    expect(substitute(subtract(add(H, 1), W), new Map([[name, value]]))).toBe(0);
  });

  test('not where the name is inside a quotient too', () => {
    expect(solve(add(H, floorDivide(H, 2)), 9)).toBeUndefined();
  });
});

test('symbols are those of quotients too', () => {
  expect(symbolsOf(add(floorDivide(add(H, W), 3), seq)).toSorted()).toEqual(['H', 'W', 'seq']);
});

/** An expression, and what plain arithmetic on bigints makes of it. */
interface Expression {
  readonly size: Size;
  readonly at: (values: Readonly<Record<string, bigint>>) => bigint;
}

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((n): Expression => ({ size: n, at: () => BigInt(n) })),
  fc.constantFrom('H', 'W').map((name): Expression => ({ size: symbol(name), at: (values) => values[name]! })),
);

const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => both(add(a.size, b.size), a, b, (x, y) => x + y)),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => both(subtract(a.size, b.size), a, b, (x, y) => x - y)),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => both(multiply(a.size, b.size), a, b, (x, y) => x * y)),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => both(minimum(a.size, b.size), a, b, (x, y) => (x < y ? x : y))),
    fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => both(maximum(a.size, b.size), a, b, (x, y) => (x > y ? x : y))),
    fc.tuple(tie('tree'), fc.integer({ min: 1, max: 12 })).map(([a, d]): Expression => ({
      size: floorDivide(a.size, d),
      at: (values) => floored(a.at(values), BigInt(d)),
    })),
    fc.tuple(tie('tree'), fc.integer({ min: 1, max: 12 })).map(([a, d]): Expression => ({
      size: ceilDivide(a.size, d),
      at: (values) => -floored(-a.at(values), BigInt(d)),
    })),
  ),
}));

const values = fc.record({ H: fc.integer({ min: 1, max: 300 }), W: fc.integer({ min: 1, max: 300 }) });

test('an expression bound to numbers is the expression of the numbers', () => {
  fc.assert(
    fc.property(tree, values, ({ size, at }, { H, W }) => {
      const bound = substitute(size, new Map([['H', H], ['W', W]])); // prettier-ignore
      expect(isWhole(bound) && BigInt(bound)).toBe(at({ H: BigInt(H), W: BigInt(W) }));
    }),
    { seed: 1, numRuns: 1500 },
  );
});

test('what isAtLeast promises holds for every binding', () => {
  fc.assert(
    fc.property(tree, tree, values, (a, b, { H, W }) => {
      fc.pre(isAtLeast(a.size, b.size));
      const bound = { H: BigInt(H), W: BigInt(W) };
      expect(a.at(bound) >= b.at(bound)).toBe(true);
    }),
    { seed: 2, numRuns: 500, maxSkipsPerRun: 50 },
  );
});

function both(size: Size, a: Expression, b: Expression, join: (x: bigint, y: bigint) => bigint): Expression {
  return { size, at: (values) => join(a.at(values), b.at(values)) };
}

function floored(a: bigint, d: bigint): bigint {
  return a >= 0n ? a / d : -((-a + d - 1n) / d);
}

function floorModulo(a: Size, d: number): Size {
  return subtract(a, multiply(d, floorDivide(a, d)));
}
