/** A figure as the contract's JSON has it. */
import { formatSize, type Size } from '../core/size.ts';

/** Whole numbers up to 2^53 − 1 are numbers; beyond, decimal strings; a figure that depends on an open size, its polynomial. */
export function jsonSize(size: Size): number | string {
  return typeof size === 'number' ? size : formatSize(size);
}
