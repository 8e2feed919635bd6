/** What an operator's translation is given: one use of the operator, and the means to say it in Python. */
import { ints } from '../../core/attributes.ts';
import type { UnsupportedError } from '../../core/errors.ts';
import type { Operand, Shape } from '../../core/operator.ts';
import { isWhole, type Size } from '../../core/size.ts';
import type { Construction } from '../construction.ts';
import { number } from '../text.ts';
import type { Use } from '../use.ts';

export interface Site extends Use {
  /** The text of an input as a value: a variable, a parameter, a number. An input that is absent is `None`. */
  arg(index: number): string;
  /** The text of a tensor that the network holds, as `arg` gives it. */
  value(operand: Operand): string;
  size(size: Size): string;
  /**
   * Declares a module and returns `self.conv1`. It owns the tensors of `holds`; a second use of the same tensors by an equal
   * module is the same module.
   */
  module(construction: Construction, holds: readonly (Operand | undefined)[], remark?: string): string;
  /** The weight of a module that owns the tensor already, as units × inputs: `self.words.weight`. */
  ownedWeight(operand: Operand, shape: readonly [units: number, inputs: number]): string | undefined;
  /** Whether a module can own the tensor: it is one that the network holds, perhaps turned. */
  holds(operand: Operand | undefined): boolean;
  /** The name of a function or class that the exported text then has at its top. */
  helper(name: string): string;
  /** Says why the use has no translation. */
  fail(reason: string): UnsupportedError;
}

export type Translation = (site: Site) => string;

/** By the operator's name. */
export type Translations = Readonly<Record<string, Translation>>;

export function shapeAt(site: Site, index: number): Shape {
  const shape = site.inputs[index]?.shape;
  if (shape) return shape;
  throw site.fail(`the shape of input ${index} is not known`);
}

/** A shape of whole numbers, as a weight has. */
export function wholeShape(site: Site, index: number): readonly number[] {
  const shape = shapeAt(site, index);
  if (shape.every((size) => typeof size === 'number')) return shape;
  throw site.fail(`the sizes of input ${index} are not all known`);
}

export function outputShape(site: Site, index = 0): Shape | undefined {
  return site.outputs[index]?.shape;
}

/** The elements of an input that have to be known. */
export function knownAt(site: Site, index: number): readonly Size[] {
  const values = site.inputs[index]?.values;
  if (values) return values;
  throw site.fail(`the elements of input ${index} are computed while it runs`);
}

export function wholesAt(site: Site, index: number): readonly number[] {
  return knownAt(site, index).map((value) => {
    if (isWhole(value)) return Number(value);
    throw site.fail(`the elements of input ${index} depend on open sizes`);
  });
}

/** Axes that are an attribute in older versions and an input in newer ones, counted from 0. */
export function axesAt(site: Site, index: number, rank: number): readonly number[] | undefined {
  const given = ints(site.node, 'axes') ?? (site.inputs[index] ? wholesAt(site, index) : undefined);
  return given?.map((axis) => (axis < 0 ? axis + rank : axis));
}

/** A number that is an attribute in older versions and an input in newer ones. */
export function numberAt(site: Site, index: number): number | undefined {
  const values = site.inputs[index]?.values;
  if (site.inputs[index] && values?.length !== 1) throw site.fail(`input ${index} is not a known number`);
  const value = values?.[0];
  return value !== undefined && isWhole(value) ? Number(value) : undefined;
}

/** `2`, or `(2, 3)` where there are several. */
export function dims(axes: readonly number[]): string {
  return axes.length === 1 ? String(axes[0]) : `(${axes.map(number).join(', ')})`;
}
