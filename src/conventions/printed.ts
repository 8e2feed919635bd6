/** Whether a value is what was printed, at the precision of the print. */
import { isWhole, type Size } from '../core/size.ts';

/** A printed number: `4.11G` is 4,110,000,000 to the nearest 10,000,000. */
export interface Printed {
  readonly value: number | bigint;
  /** The step of its last digit; 1 for a number that is printed in full. */
  readonly resolution: number;
}

export type Match = 'exact' | 'rounded' | 'truncated';

/** Best first. */
export const matches: readonly Match[] = ['exact', 'rounded', 'truncated'];

/** `undefined` where the value is another one, or depends on open sizes. Halves may be rounded either way. */
export function matchOf(value: Size, { value: printed, resolution }: Printed): Match | undefined {
  if (!isWhole(value)) return undefined;
  if (value === printed || Number(value) === Number(printed)) return 'exact';
  const difference = Number(value) - Number(printed);
  if (2 * Math.abs(difference) <= resolution) return 'rounded';
  return difference > 0 && difference < resolution ? 'truncated' : undefined;
}
