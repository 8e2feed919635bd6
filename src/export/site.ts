/** What every translation of an operator is given: one use of it, and the means to say it in Python. */
import type { UnsupportedError } from '../core/errors.ts';
import type { Operand, Shape } from '../core/operator.ts';
import type { Size } from '../core/size.ts';
import type { Use } from './use.ts';

export interface CommonSite extends Use {
  /** The text of an input as a value: a variable, a parameter, a number. An input that is absent is `None`. */
  arg(index: number): string;
  /** The text of a tensor that the network holds, as `arg` gives it. */
  value(operand: Operand): string;
  size(size: Size): string;
  /** Whether the network holds the tensor, perhaps turned, so that a module or a layer can own it. */
  holds(operand: Operand | undefined): boolean;
  /** The name of a function or class that the exported text then has at its top. */
  helper(name: string): string;
  /** Says why the use has no translation. */
  fail(reason: string): UnsupportedError;
}

export function shapeAt(site: CommonSite, index: number): Shape {
  const shape = site.inputs[index]?.shape;
  if (shape) return shape;
  throw site.fail(`the shape of input ${index} is not known`);
}

/** A shape of whole numbers, as a weight has. */
export function wholeShape(site: CommonSite, index: number): readonly number[] {
  const shape = shapeAt(site, index);
  if (shape.every((size) => typeof size === 'number')) return shape;
  throw site.fail(`the sizes of input ${index} are not all known`);
}
