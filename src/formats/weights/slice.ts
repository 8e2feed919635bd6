/** Cuts indices out of tensors without reading their elements as numbers: whatever their type, rows of bytes are moved. */
import { UsageError } from '../../core/errors.ts';
import { elementCount } from '../../core/shape.ts';

/** The indices that stay, in their new order, along each axis; `undefined` keeps an axis as it is. */
export type Keep = readonly (Int32Array | undefined)[];

/**
 * The elements at the kept indices. `itemBytes` is the size of one element, a whole number: elements of less than a byte cannot
 * be cut out one by one. Beside the input and the result nothing of their size is in memory. Throws a UsageError for a shape
 * that is not that of the bytes, for parts of bytes, and for an index that an axis does not have.
 */
export function sliceAxes(
  bytes: Uint8Array,
  shape: readonly number[],
  itemBytes: number,
  keep: Keep,
): Uint8Array<ArrayBuffer> {
  expectFit(bytes, shape, itemBytes, keep);
  const last = keep.findLastIndex((indices) => indices !== undefined);
  const kept = shape.map((size, axis) => keep[axis]?.length ?? size);
  const sliced = new Uint8Array(elementCount(kept) * itemBytes);
  if (last < 0) {
    sliced.set(bytes);
    return sliced;
  }
  const row = elementCount(shape.slice(last + 1)) * itemBytes;
  const runs = runsOf(keep[last]!);
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)) * itemBytes);
  let to = 0;
  const visit = (axis: number, from: number): void => {
    if (axis === last) {
      for (const { start, length } of runs) {
        const begin = from + start * row;
        sliced.set(bytes.subarray(begin, begin + length * row), to);
        to += length * row;
      }
      return;
    }
    const indices = keep[axis];
    for (let i = 0; i < kept[axis]!; i++) visit(axis + 1, from + (indices ? indices[i]! : i) * strides[axis]!);
  };
  visit(0, 0);
  return sliced;
}

interface Run {
  readonly start: number;
  readonly length: number;
}

/** Indices that follow one another, as pieces that are moved at once. */
function runsOf(indices: Int32Array): readonly Run[] {
  const runs: { start: number; length: number }[] = [];
  for (const index of indices) {
    const run = runs.at(-1);
    if (run && run.start + run.length === index) run.length++;
    else runs.push({ start: index, length: 1 });
  }
  return runs;
}

function expectFit(bytes: Uint8Array, shape: readonly number[], itemBytes: number, keep: Keep): void {
  if (!Number.isInteger(itemBytes) || itemBytes < 1)
    throw new UsageError(`elements of ${itemBytes} bytes cannot be cut out one by one; whole bytes are expected`);
  const expected = elementCount(shape) * itemBytes;
  if (bytes.length !== expected)
    throw new UsageError(`shape [${shape.join(', ')}] of ${itemBytes} bytes each needs ${expected}; ${bytes.length} are there`); // prettier-ignore
  if (keep.length > shape.length)
    throw new UsageError(`indices for ${keep.length} axes are given; the shape [${shape.join(', ')}] has ${shape.length}`); // prettier-ignore
  keep.forEach((indices, axis) => {
    const wrong = indices?.find((index) => index < 0 || index >= shape[axis]!);
    if (wrong !== undefined) throw new UsageError(`index ${wrong} is not on axis ${axis}, which has ${shape[axis]}`);
  });
}
