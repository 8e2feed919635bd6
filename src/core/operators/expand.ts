/** Repeating elements. */
import { int } from '../attributes.ts';
import { RuleError } from '../errors.ts';
import { collect, evaluate, indexOf, pick, smallShape } from '../evaluate.ts';
import type { Counted, Operator, ParameterUse } from '../operator.ts';
import { parametersOf } from './parameters.ts';
import { broadcast, elementsOf, like, openAxes, operand, resolveAxis, shaped, type Shaped } from '../shape.ts';
import { multiply, sameSize, type Size } from '../size.ts';

/** Both ways: an axis of the target that is 1 keeps the input's. */
export const Expand: Operator = {
  name: 'Expand',
  domain: '',
  doc: 'Its input broadcast with a shape.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const target = operand(use, 1, 'shape').values ?? openAxes(use, 1, 'shape', 'expanded');
    const shape = broadcast(use, [x.shape, target], `"${x.name}" and the shape that it expands to`);
    const expanded = like(
      x,
      shape,
      evaluate(undefined, [x], shape, (entry) => entry),
    );
    // a filter repeated for every channel is made up, not learned
    return [sameSize(elementsOf(shape), elementsOf(x.shape)) ? expanded : { ...expanded, learned: false }];
  },
  counts: 'a learned table that it repeats, as other parameters',
  count: (use) => (use.outputs[0]?.learned ? {} : { parameters: repeatedTable(use) }),
};

/** What is repeated and so not known as learned behind this node: a class token, once for every image. */
function repeatedTable(use: Counted): readonly ParameterUse[] {
  const isTable = use.inputs[0]?.learned && elementsOf(use.inputs[0].shape ?? []) !== 1;
  return isTable ? parametersOf(use, { 0: 'other' }) : [];
}

export const Tile: Operator = {
  name: 'Tile',
  domain: '',
  doc: 'Its input repeated along each axis.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const repeats = operand(use, 1, 'repeats').values;
    if (!repeats) return [like(x, x.shape.map(() => use.fresh('tiled')))]; // prettier-ignore
    if (repeats.length !== x.shape.length) {
      throw new RuleError(`repeats has ${repeats.length} entries, where ${x.shape.length} are expected`);
    }
    const shape = x.shape.map((size, i) => multiply(size, repeats[i]!));
    const own = x.shape.map(Number);
    const source = (position: readonly number[]): number => indexOf(position.map((at, axis) => at % own[axis]!), own); // prettier-ignore
    return [like(x, shape, pick(x.values, shape, source))];
  },
  free: 'only repeats elements',
};

/** Of the type of `values`, with a new axis of `depth`. */
export const OneHot: Operator = {
  name: 'OneHot',
  domain: '',
  doc: 'For each index a vector that is on at that place.',
  infer(use) {
    const indices = shaped(use, 0, 'indices');
    const depth = operand(use, 1, 'depth').values?.[0] ?? use.fresh('depth');
    const axis = resolveAxis(int(use.node, 'axis', -1), indices.shape.length + 1);
    return [{ type: operand(use, 2, 'values').type, shape: indices.shape.toSpliced(axis, 0, depth) }];
  },
  free: 'compares; adds nothing up',
};

export const Trilu: Operator = {
  name: 'Trilu',
  domain: '',
  doc: 'The upper or lower triangle of matrices, 0 elsewhere.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const shift = use.inputs[1] ? use.inputs[1].values?.[0] : 0;
    return [like(x, x.shape, triangle(x, int(use.node, 'upper', 1) !== 0, shift))];
  },
  free: 'only sets elements to 0',
};

function triangle({ values, shape }: Shaped, isUpper: boolean, shift: Size | undefined): readonly Size[] | undefined {
  const columns = smallShape(shape)?.at(-1);
  const rows = Number(shape.at(-2));
  if (!values || columns === undefined || typeof shift !== 'number') return undefined;
  return collect(values.length, (i) => {
    const beyond = (i % columns) - (Math.floor(i / columns) % rows) - shift;
    return (isUpper ? beyond >= 0 : beyond <= 0) ? values[i] : 0;
  });
}
