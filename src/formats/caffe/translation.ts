/** What the translator of one layer type is given: the layer, what is known of its bottoms, and the means to add nodes. */
import type { AttributeLike } from '../../core/build.ts';
import type { Size } from '../../core/size.ts';
import type { Fields } from './fields.ts';
import type { Layer } from './layer.ts';

export type Shape = readonly Size[];

export type Attributes = Readonly<Record<string, AttributeLike | undefined>>;

/** One layer on its way to ONNX. A translator adds nodes for it, the last of them through `give`. */
export interface Translation {
  readonly layer: Layer;
  /** Value of the first bottom, `''` where there is none. */
  readonly x: string;
  /** Values of the bottoms. */
  readonly inputs: readonly string[];
  /** For a BatchNorm the Scale that completes it, for that Scale the BatchNorm: the two are one node (join.ts). */
  readonly joined: Layer | undefined;
  /** The layer's own parameters; where they are absent, an empty message. */
  section(name: string): Fields;
  /** What is known of a value's shape. */
  shapeOf(value: string): Shape | undefined;
  /** A size that nothing in the file tells, named after the layer: `fc6_inputs`. */
  open(what: string): Size;
  /** The numbers that the layer stores, in Caffe's order (by which they are shared between layers), as `layer.role`. */
  blob(index: number, role: string, shape: Shape, owner?: Layer): string;
  /** A short list of whole numbers that shapes are computed from. */
  wholes(role: string, values: readonly number[]): string;
  /** A number that the file fixes. */
  number(role: string, value: number): string;
  /** Adds a node within the layer and returns its output. */
  step(role: string, operator: string, inputs: readonly string[], attributes?: Attributes): string;
  /** As `step`, for a node of several outputs. */
  steps(
    role: string,
    operator: string,
    inputs: readonly string[],
    attributes: Attributes,
    count: number,
  ): readonly string[];
  /** The first bottom with the axes from 1 on as one: a node that layers which read the same blob have in common. */
  flat(): string;
  /** Adds a node that gives tops of the layer, all of them unless told which. */
  give(operator: string, inputs: readonly string[], attributes?: Attributes, how?: Giving): void;
  /** Makes a top the same value as a bottom. */
  pass(top: number, value: string): void;
  /** Adds a node that ONNX has no operator for, with the blobs that it stores and what is known of its tops' shape. */
  giveUnknown(blobs?: readonly string[], shape?: Shape): void;
  note(sentence: string): void;
  /** A fault of the layer as the file has it, with its place; `field` points closer. */
  fault(sentence: string, fields?: Fields, field?: string): Error;
}

export interface Giving {
  /** Which tops, by number. */
  readonly tops?: readonly number[];
  /** Shape of the tops where inference cannot know it because a bottom is unknown. */
  readonly shape?: Shape | undefined;
}

/** How a layer type is read. */
export interface LayerType {
  /** How many bottoms and tops Caffe takes: exactly so many, or from … to …. */
  readonly bottoms: Count;
  readonly tops: Count;
  readonly translate: (translation: Translation) => void;
}

export type Count = number | readonly [least: number, most: number];

export const any = Number.POSITIVE_INFINITY;

/** An axis of a layer counted from the end where it is negative (Blob::CanonicalAxisIndex). */
export function axisOf(t: Translation, fields: Fields, rank: number, otherwise: number, name = 'axis'): number {
  const axis = fields.whole(name, -32) ?? otherwise;
  if (axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  throw t.fault(`axis ${axis} is out of range for ${rank} axes`, fields, name);
}
