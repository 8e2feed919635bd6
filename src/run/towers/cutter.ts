/** The state of a cut while its nodes are gone through: where values lie, and what each tower runs and is sent. */
import { bitsOf, type Attribute, type Node } from '../../core/network.ts';
import { UnsupportedError } from '../../core/errors.ts';
import type { Inference } from '../../core/infer.ts';
import type { Operand } from '../../core/operator.ts';
import { elementCount } from '../../core/shape.ts';
import type { CutTensor, Import, Piece } from './piece.ts';
import { everywhere, localShape, missingFrom, sizeOf, type Part, type Placement, type Range } from './placement.ts';

export interface Cutter {
  readonly towers: number;
  readonly inference: Inference;
  readonly pieces: readonly Piece[];
  readonly imports: readonly Import[];
  readonly tensors: ReadonlyMap<string, CutTensor>;
  placementOf(value: string): Placement;
  place(value: string, placement: Placement): void;
  /** A value's sizes. Throws an UnsupportedError where they are open. */
  shapeOf(value: string): readonly number[];
  isConstant(value: string): boolean;
  /** A tower's name for the whole of a value, which is sent to it where it holds a part. */
  whole(value: string, tower: number | undefined, reader: Reader): string;
  /** A tower's name for some places along an axis: its own part, a slice of what it holds, or what is sent to it. */
  range(value: string, axis: number, part: Part, tower: number, reader: Reader): string;
  run(tower: number | undefined, node: Node): void;
  /** Runs a slice of a tower's value. */
  slice(value: string, output: string, axis: number, range: Range, tower: number): void;
}

export interface Reader {
  readonly node: Node;
  /** Whether it is laid over the towers, so that the ledger counts what it receives. */
  readonly isCounted: boolean;
}

export function startCut(inference: Inference, towers: number): Cutter {
  const placements = new Map<string, Placement>();
  const pieces: Piece[] = [];
  const imports = new Map<string, Import>();
  const tensors = new Map<string, CutTensor>();
  const sliced = new Set<string>();
  const { tensors: stored } = inference.network.graph;
  return {
    towers,
    inference,
    pieces,
    tensors,
    placementOf,
    shapeOf,
    whole,
    range,
    isConstant: (value) => known(value).constant,
    place: (value, placement) => void placements.set(value, placement),
    run: (tower, node) => void pieces.push({ tower, node }),
    slice: (value, output, axis, bounds, tower) =>
      void pieces.push({ tower, node: sliceNode(value, axis, bounds, output) }),
    get imports() {
      return [...imports.values()];
    },
  };

  function known(value: string): Operand {
    return inference.values.get(value) ?? { name: value, constant: false };
  }

  function placementOf(value: string): Placement {
    return placements.get(value) ?? everywhere;
  }

  function shapeOf(value: string): readonly number[] {
    const { shape } = known(value);
    if (shape?.every((size) => typeof size === 'number')) return shape.map(Number);
    throw new UnsupportedError(`"${value}" has no shape of whole numbers; towers exchange values of known sizes`);
  }

  function whole(value: string, tower: number | undefined, reader: Reader): string {
    const placement = placementOf(value);
    if (placement.kind === 'everywhere' || placement.kind === 'together') return value;
    if (placement.kind === 'tower') return placement.tower === tower ? value : send(value, undefined, tower, reader);
    const axis = placement.axis;
    return send(value, { axis, part: [[0, shapeOf(value)[axis]!]] }, tower, reader);
  }

  function range(value: string, axis: number, part: Part, tower: number, reader: Reader): string {
    if (known(value).constant && stored.has(value)) return cutTensor(value, axis, part);
    const placement = placementOf(value);
    if (placement.kind === 'everywhere') return sliceOf(value, axis, part, tower);
    if (placement.kind === 'split' && placement.axis === axis) {
      if (sizeOf(placement.parts[tower]!) === sizeOf(part) && missingFrom(placement.parts[tower]!, part) === 0) return value; // prettier-ignore
      return send(value, { axis, part }, tower, reader);
    }
    return sliceOf(whole(value, tower, reader), axis, part, tower);
  }

  /** Stored weights are cut before they are written, so that a tower holds its own alone. */
  function cutTensor(source: string, axis: number, part: Part): string {
    const tensor = stored.get(source)!;
    const name = rangeName(source, axis, part);
    const { storage: _, values: __, sameAs: ___, ...rest } = tensor;
    const shape = tensor.shape.with(axis, sizeOf(part));
    tensors.set(name, { tensor: { ...rest, shape }, source, cut: { axis, part } });
    return name;
  }

  function sliceOf(value: string, axis: number, part: Part, tower: number): string {
    if (part.length !== 1) throw new UnsupportedError(`"${value}" would be cut into ${part.length} ranges of one axis`);
    const name = rangeName(value, axis, part);
    const key = `${tower} ${name}`;
    if (!sliced.has(key)) pieces.push({ tower, node: sliceNode(value, axis, part[0]!, name) });
    sliced.add(key);
    return name;
  }

  function sliceNode(value: string, axis: number, [start, end]: Range, name: string): Node {
    const node = { name, operator: 'Slice', domain: '', outputs: [name] };
    const bounds = { starts: start, ends: end, axes: axis };
    if ((inference.network.opsets.get('') ?? 1) < 10) {
      const attributes = Object.entries(bounds).map(([key, at]): [string, Attribute] => [key, { kind: 'ints', value: [at] }]); // prettier-ignore
      return { ...node, inputs: [value], attributes: new Map(attributes) };
    }
    const inputs = Object.values(bounds).map((at) => {
      const index = `the index ${at}`;
      tensors.set(index, { tensor: { type: 'int64', shape: [1], values: [at] }, source: index });
      return index;
    });
    return { ...node, inputs: [value, ...inputs], attributes: new Map() };
  }

  /** Each value is sent to a tower once for each way in which it is wanted. */
  function send(
    value: string,
    wanted: Import['wanted'],
    tower: number | undefined,
    { node, isCounted }: Reader,
  ): string {
    const shape = shapeOf(value);
    const isWhole = !wanted || (sizeOf(wanted.part) === shape[wanted.axis] && wanted.part.length === 1);
    const name = isWhole ? `${value} of all towers` : `${rangeName(value, wanted.axis, wanted.part)} of all towers`;
    const key = `${tower ?? 'together'} ${name}`;
    if (imports.has(key)) return name;
    const full = wanted ? shape.with(wanted.axis, sizeOf(wanted.part)) : shape;
    const received = elementCount(full) - heldOf(value, wanted, tower, full);
    const bytes = (received * bitsOf[known(value).type ?? 'float32']) / 8;
    imports.set(key, { tower, value, name, shape: full, wanted, received, bytes, reader: node.name, isCounted });
    return name;
  }

  function heldOf(
    value: string,
    wanted: Import['wanted'],
    tower: number | undefined,
    shape: readonly number[],
  ): number {
    const placement = placementOf(value);
    if (tower === undefined || placement.kind !== 'split' || !wanted) return 0;
    const own = sizeOf(wanted.part) - missingFrom(placement.parts[tower]!, wanted.part);
    return (elementCount(shape) / sizeOf(wanted.part)) * own;
  }
}

function rangeName(value: string, axis: number, part: Part): string {
  return `${value}, axis ${axis}: ${part.map(([start, end]) => `${start} to ${end - 1}`).join(', ')}`;
}

/** The part of a value's sizes that is a tower's own. */
export function localShapeOf(cutter: Cutter, value: string, tower: number): readonly number[] {
  return localShape(cutter.shapeOf(value), cutter.placementOf(value), tower);
}
