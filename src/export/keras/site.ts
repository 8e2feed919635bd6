/** What an operator's translation to Keras is given: one use of the operator, and the means to say it. */
import type { UnsupportedError } from '../../core/errors.ts';
import type { Operand, Shape } from '../../core/operator.ts';
import { isWhole, type Size } from '../../core/size.ts';
import type { Literal } from '../construction.ts';
import type { Use } from '../use.ts';

export interface Site extends Use {
  /** The text of an input as a value; an input that is absent is `None`. */
  arg(index: number): string;
  value(operand: Operand): string;
  size(size: Size): string;
  /** The text of a layer that is called on `x`: `layers.Dense(10, name='fc')(x)`. Layers with weights get a name. */
  layer(
    callee: string,
    args: readonly Literal[],
    named: Readonly<Record<string, Literal | undefined>>,
    x: string,
  ): string;
  /** As `layer`, with weights: the layer's own name, and what the authors began with. */
  weighted(
    callee: string,
    args: readonly Literal[],
    named: Readonly<Record<string, Literal | undefined>>,
    x: string,
  ): string;
  /** Whether the network holds the tensor, perhaps turned. */
  holds(operand: Operand | undefined): boolean;
  /** A function or class that the text then has at its top. */
  helper(name: string): string;
  fail(reason: string): UnsupportedError;
}

export type Translation = (site: Site) => string;
export type Translations = Readonly<Record<string, Translation>>;

export function shapeAt(site: Site, index: number): Shape {
  const shape = site.inputs[index]?.shape;
  if (shape) return shape;
  throw site.fail(`the shape of input ${index} is not known`);
}

export function wholeShape(site: Site, index: number): readonly number[] {
  const shape = shapeAt(site, index);
  if (shape.every((size) => typeof size === 'number')) return shape;
  throw site.fail(`the sizes of input ${index} are not all known`);
}

export function wholesAt(site: Site, index: number): readonly number[] {
  const values = site.inputs[index]?.values;
  if (!values?.every(isWhole)) throw site.fail(`the elements of input ${index} are not known`);
  return values.map(Number);
}

/** Spatial axes, of which Keras's layers have 1 to 3. */
export function axesOf(site: Site, count: number): number {
  if (count >= 1 && count <= 3) return count;
  throw site.fail(`it slides along ${count} axes; Keras has layers for 1 to 3`);
}
