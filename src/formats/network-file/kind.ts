/** What a kind of layer is: the words that people write, and the nodes that they stand for. */
import type { AttributeLike } from '../../core/build.ts';
import type { Shape } from '../../core/operator.ts';
import type { Size } from '../../core/size.ts';
import type { ElementType, Tensor } from '../../core/network.ts';
import type { Field, Placed, Site } from './field.ts';

export type Fields = Readonly<Record<string, Field<unknown, unknown>>>;

/** The fields' values by their names. */
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer P, infer A> ? P | A : never;
};

export interface Kind {
  /** The key that names it: `max pool`. */
  readonly key: string;
  /** Other keys that people know it by. */
  readonly also: readonly string[];
  /** What generated names begin with: `pool`. */
  readonly stem: string;
  readonly doc: string;
  /** The field whose value stands behind the key: in `conv: 96`, `filters`. */
  readonly main: string | undefined;
  readonly fields: Fields;
  /** A list of layers rather than one: unnamed and not repeated, it adds nothing to the names within. */
  readonly isGroup: boolean;
  readonly build: (layer: Layer, values: Values<Fields>) => string;
}

interface Definition<F extends Fields> {
  readonly key: string;
  readonly also?: readonly string[];
  readonly stem: string;
  readonly doc: string;
  readonly main?: keyof F & string;
  readonly fields: F;
  readonly isGroup?: boolean;
  /** Adds the layer's nodes and returns the value that they give. */
  readonly build: (layer: Layer, values: Values<F>) => string;
}

export function defineKind<const F extends Fields>({
  also = [],
  isGroup = false,
  main,
  build,
  ...rest
}: Definition<F>): Kind {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the values are read through these same fields
  return { ...rest, also, isGroup, main, build: (layer, values) => build(layer, values as Values<F>) };
}

export type Attributes = Readonly<Record<string, AttributeLike | undefined>>;

/** One layer on its way to nodes. */
export interface Layer {
  /** The value that it reads. */
  readonly input: string;
  /** What is known of the shape of what it reads. */
  readonly shape: Shape | undefined;
  /** Over how many towers the network is laid; `undefined` where the document says nothing of towers. */
  readonly towers: number | undefined;
  /** Where the layer stands, and the names that its expressions may use. */
  readonly site: Site;
  shapeOf(value: string): Shape | undefined;
  /** Size of an axis of what it reads; an open size named after the layer where that is not known. */
  axis(index: number): Size;
  /** The value that a layer of that name gives. */
  read(name: Placed<string>): string;
  /** A learned tensor `layer.role`, or that of the layer whose weights it shares. */
  learned(role: string, shape: Shape): string;
  /** What is known of the shape of the tensor that it shares by `weights of`; `undefined` where it shares none. */
  sharedShape(role: string): Shape | undefined;
  /** A stored tensor that no layer shares: `layer.role`. */
  tensor(role: string, tensor: Tensor): string;
  /** Adds a node named after the layer, or `layer.role`; returns its first output. */
  step(operator: string, inputs: readonly string[], attributes?: Attributes, how?: Step): string;
  /** Adds the nodes of a list of layers that begins with `input`, and returns what the last of them gives. */
  chain(layers: Placed<unknown>, how?: Chain): string;
  fault(sentence: string, field?: string): Error;
}

export interface Step {
  /** Part of the layer that the node is; absent for the one that gives the layer's output. */
  readonly role?: string;
  /** Part of the layer's path: nodes of one part are one row of the ledger. */
  readonly part?: string;
  readonly domain?: string;
  /** Outputs that the node has; the first is returned. */
  readonly outputs?: number | undefined;
  /** Names by which later layers read them. */
  readonly names?: readonly string[] | undefined;
  /** What the layer's name is made of where it has none and its kind is a group. */
  readonly stem?: string;
}

export interface Chain {
  /** Where the chain begins; absent: with what the layer reads. */
  readonly from?: string;
  /** A name for the part of the path that the chain is. */
  readonly name?: string | undefined;
  /** The tower on which the whole chain sits. */
  readonly tower?: number | undefined;
}

/** A short list of whole numbers that shapes are computed from. */
export function wholes(values: readonly number[]): Tensor {
  return { type: 'int64', shape: [values.length], values };
}

/** A single number that the layer fixes. */
export function scalar(value: number, type: ElementType = 'float32'): Tensor {
  return { type, shape: [], values: [value] };
}
