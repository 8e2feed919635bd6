/** Copies ranges along one axis of row-major elements. */
import { UnsupportedError } from '../../core/errors.ts';
import { elementCount } from '../../core/shape.ts';
import type { Data, Values } from '../values.ts';
import { sizeOf, type Part } from './placement.ts';

type Elements = Exclude<Data, readonly string[]>;

/** The places of `wanted`, one range after the other. */
export function take(values: Values, axis: number, wanted: Part): Values {
  const whole: Part = [[0, values.shape[axis]!]];
  return gather([{ values, part: whole }], axis, wanted);
}

/** One tower's elements, and which places of the axis they are. */
export interface Held {
  readonly values: Values;
  readonly part: Part;
}

/** The places of `wanted` from wherever they are held. */
export function gather(held: readonly Held[], axis: number, wanted: Part): Values {
  const [first] = held;
  const { type } = first!.values;
  const shape = first!.values.shape.with(axis, sizeOf(wanted));
  const inner = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  const data = emptyLike(elementsOf(first!.values), outer * inner * shape[axis]!);
  for (const { values, part } of held) {
    const from = elementsOf(values);
    const [row, width] = [values.shape[axis]! * inner, shape[axis]! * inner];
    for (const { source, target, length } of overlaps(part, wanted)) {
      for (let i = 0; i < outer; i++) {
        const start = i * row + source * inner;
        copy(data, from, start, start + length * inner, i * width + target * inner);
      }
    }
  }
  return { type, shape, data };
}

interface Overlap {
  /** Places in what is held and in what is wanted, in their own orders. */
  readonly source: number;
  readonly target: number;
  readonly length: number;
}

function overlaps(part: Part, wanted: Part): readonly Overlap[] {
  const found: Overlap[] = [];
  let target = 0;
  for (const [from, to] of wanted) {
    let source = 0;
    for (const [start, end] of part) {
      const [low, high] = [Math.max(from, start), Math.min(to, end)];
      if (low < high) found.push({ source: source + low - start, target: target + low - from, length: high - low });
      source += end - start;
    }
    target += to - from;
  }
  return found;
}

function elementsOf({ data, type }: Values): Elements {
  if (ArrayBuffer.isView(data)) return data;
  throw new UnsupportedError(`values of type ${type} cannot be cut`);
}

function emptyLike(data: Elements, length: number): Elements {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the constructor of a typed array makes its own kind
  return new (data.constructor as new (length: number) => Elements)(length);
}

function copy(to: Elements, from: Elements, start: number, end: number, at: number): void {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- both are of one kind
  (to as Float32Array).set(from.subarray(start, end) as Float32Array, at);
}
