/** What an operator's translation to PyTorch is given. */
import { ints } from '../../core/attributes.ts';
import type { Operand, Shape } from '../../core/operator.ts';
import { isWhole, type Size } from '../../core/size.ts';
import type { Construction } from '../construction.ts';
import type { CommonSite } from '../site.ts';
import { number } from '../text.ts';

export { shapeAt, wholeShape } from '../site.ts';

export interface Site extends CommonSite {
  /**
   * Declares a module and returns `self.conv1`. It owns the tensors of `holds`; a second use of the same tensors by an equal
   * module is the same module.
   */
  module(construction: Construction, holds: readonly (Operand | undefined)[], remark?: string): string;
  /** The weight of a module that owns the tensor already, as units × inputs: `self.words.weight`. */
  ownedWeight(operand: Operand, shape: readonly [units: number, inputs: number]): string | undefined;
}

export type Translation = (site: Site) => string;

/** By the operator's name. */
export type Translations = Readonly<Record<string, Translation>>;

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
