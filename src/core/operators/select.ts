/** Operators that keep as many elements as the data has them: their sizes are new names. */
import { int } from '../attributes.ts';
import { collect, smallShape } from '../evaluate.ts';
import type { Application, Known, Operator } from '../operator.ts';
import { elementsOf, like, operand, resolveAxis, shaped, type Shaped } from '../shape.ts';
import { isWhole, type Size } from '../size.ts';

const free = 'compares; adds nothing up';

/** A row an axis, a column a place. */
export const NonZero: Operator = {
  name: 'NonZero',
  domain: '',
  doc: 'The places of elements that are not 0; how many there are depends on the data.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const places = placesOf(x);
    if (!places) return [{ type: 'int64', shape: [x.shape.length, use.fresh('nonzero')] }];
    const values = collect(
      x.shape.length * places.length,
      (i) => places[i % places.length]![Math.floor(i / places.length)],
    );
    return [{ type: 'int64', shape: [x.shape.length, places.length], values }];
  },
  free,
};

/** Along an axis, or of the flattened input. */
export const Unique: Operator = {
  name: 'Unique',
  domain: '',
  doc: 'Every element once; how many there are depends on the data.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const given = int(use.node, 'axis');
    const axis = given === undefined ? undefined : resolveAxis(given, x.shape.length);
    const count = uniqueCount(x) ?? use.fresh('unique');
    const whole = axis === undefined ? elementsOf(x.shape) : x.shape[axis]!;
    const found: Size = axis === undefined || x.shape.length === 1 ? count : use.fresh('unique');
    return [
      like(x, axis === undefined ? [found] : x.shape.with(axis, found)),
      vectorOf(found),
      vectorOf(whole),
      vectorOf(found),
    ];
  },
  free,
};

/** Along an axis, or of the flattened input. */
export const Compress: Operator = {
  name: 'Compress',
  domain: '',
  doc: 'Slices where a condition holds.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axis = int(use.node, 'axis');
    const chosen = operand(use, 1, 'condition').values;
    const isKnown = chosen?.every(isWhole) ?? false;
    const count = isKnown ? chosen!.filter((value) => value !== 0).length : use.fresh('compressed');
    return [like(x, axis === undefined ? [count] : x.shape.with(resolveAxis(axis, x.shape.length), count))];
  },
  free,
};

/** `k` is an attribute before version 10, an input since. */
export const TopK: Operator = {
  name: 'TopK',
  domain: '',
  doc: 'The largest or smallest elements along an axis, and where they stand.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const axis = resolveAxis(int(use.node, 'axis', -1), x.shape.length);
    const k = int(use.node, 'k') ?? operand(use, 1, 'k').values?.[0] ?? use.fresh('top');
    const shape = x.shape.with(axis, k);
    return [like(x, shape), { type: 'int64', shape }];
  },
  free,
};

/** Rows of batch, class and box. */
export const NonMaxSuppression: Operator = {
  name: 'NonMaxSuppression',
  domain: '',
  doc: 'Boxes that overlap no better one too much; how many there are depends on the data.',
  infer(use) {
    shaped(use, 0, 'boxes', 3);
    shaped(use, 1, 'scores', 3);
    return [{ type: 'int64', shape: [selectedBoxes(use), 3] }];
  },
  free,
};

/** Without a limit (the default, 0) none is selected. */
function selectedBoxes(use: Application): Size {
  const limit = use.inputs[2] ? use.inputs[2].values?.[0] : 0;
  return limit === 0 ? 0 : use.fresh('selected');
}

function vectorOf(size: Size): Known {
  return { type: 'int64', shape: [size] };
}

function placesOf({ values, shape }: Shaped): readonly (readonly number[])[] | undefined {
  const sizes = smallShape(shape);
  if (!sizes || !values?.every(isWhole)) return undefined;
  return values.flatMap((value, i) => (Number(value) === 0 ? [] : [positionIn(sizes, i)]));
}

function positionIn(shape: readonly number[], index: number): readonly number[] {
  return shape.map((size, axis) => {
    const inner = shape.slice(axis + 1).reduce((total, each) => total * each, 1);
    return Math.floor(index / inner) % size;
  });
}

function uniqueCount({ values }: Shaped): number | undefined {
  return values?.every(isWhole) ? new Set(values.map(Number)).size : undefined;
}
