/** What a rule is: how the axes of an operator's outputs are made of those of its inputs. */
import type { Counted } from '../../core/operator.ts';
import type { Part, Strip } from './atoms.ts';

/** A use of an operator as rules see it. */
export type Use = Pick<Counted, 'node' | 'version' | 'inputs' | 'outputs'>;

/** What a rule can say about the axes of a use. */
export interface Links {
  /** The strips of an input's axes; none for an input that is absent or of unknown shape. */
  of(input: number): readonly Strip[];
  /** The sizes of an input's or an output's axes; an open size is 0 and has no strip. */
  sizes(input: number): readonly number[];
  outputSizes(output: number): readonly number[];
  /** Index by index the axes stay or go together. */
  same(a: Strip, b: Strip): Strip;
  /** Whether two ids are one atom already. */
  isSame(a: number, b: number): boolean;
  /** Ids for so many indices that cannot change, beside others that can. */
  fixed(length: number): Int32Array;
  /** The axis cannot change, for a reason that completes "the width …": `is read by an index`. */
  freeze(strip: Strip, reason: string): void;
  mark(strip: Strip, part: Part): void;
  /** Whether an input comes from stored, learned numbers. */
  isLearned(input: number): boolean;
  /** What is computed over the axis changes when it is shortened: a normalisation over channels. */
  mixes(strip: Strip): void;
}

/** The strips of every output; an output that is left out has axes that cannot change. */
export type AxisRule = (use: Use, links: Links) => readonly (readonly Strip[])[];

/** Freezes every axis of every input: what an operator without a rule does. */
export function freezeAll({ inputs }: Use, links: Links, reason: string): readonly (readonly Strip[])[] {
  inputs.forEach((_, input) => links.of(input).forEach((strip) => links.freeze(strip, reason)));
  return [];
}
