/** Cutting indices out of tensors, against looking every element up. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sliceAxes } from '../../../src/formats/weights/slice.ts';

const axis = fc.nat({ max: 5 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    keep: size === 0 ? fc.constant(undefined) : fc.option(fc.array(fc.nat({ max: size - 1 }), { maxLength: 6 }), { nil: undefined }), // prettier-ignore
  }),
);

test('an element stands where its kept indices say', () => {
  fc.assert(
    fc.property(fc.array(axis, { maxLength: 4 }), fc.integer({ min: 1, max: 3 }), (axes, itemBytes) => {
      const shape = axes.map(({ size }) => size);
      const bytes = new Uint8Array(shape.reduce((a, b) => a * b, 1) * itemBytes).map((_, i) => i % 251);
      const kept = axes.map(({ size, keep }) => keep ?? Array.from({ length: size }, (_, i) => i));
      const expected: number[] = [];
      const visit = (depth: number, place: number): void => {
        if (depth < shape.length) for (const index of kept[depth]!) visit(depth + 1, place * shape[depth]! + index);
        else for (let i = 0; i < itemBytes; i++) expected.push(bytes[place * itemBytes + i]!);
      };
      visit(0, 0);
      const keep = axes.map((each) => each.keep && Int32Array.from(each.keep));
      expect([...sliceAxes(bytes, shape, itemBytes, keep)]).toEqual(expected);
    }),
  );
});

test.each<[readonly number[], number, readonly (readonly number[] | undefined)[], string]>([
  [[2, 3], 0.5, [], 'elements of 0.5 bytes cannot be cut out one by one; whole bytes are expected'],
  [[2, 3], 4, [], 'shape [2, 3] of 4 bytes each needs 24; 6 are there'],
  [[2, 3], 1, [undefined, [3]], 'index 3 is not on axis 1, which has 3'],
  [[2, 3], 1, [[-1]], 'index -1 is not on axis 0, which has 2'],
  [[6], 1, [undefined, [0]], 'indices for 2 axes are given; the shape [6] has 1'],
])('shape %j of %d bytes, keeping %j, is refused', (shape, itemBytes, keep, sentence) => {
  const lists = keep.map((list) => list && Int32Array.from(list));
  expect(() => sliceAxes(new Uint8Array(6), shape, itemBytes, lists)).toThrow(sentence);
});
