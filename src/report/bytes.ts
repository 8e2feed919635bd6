/** Bytes as people say them. */
import { withSeparators } from '../core/derivation.ts';
import { isWhole, type Size } from '../core/size.ts';

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `243,818,624 bytes = 232.5 MiB` */
export function bytesInWords(size: Size): string {
  const exact = `${withSeparators(size)} bytes`;
  if (!isWhole(size) || size < 1024) return exact;
  let value = Number(size);
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${exact} = ${value.toFixed(1)} ${units[unit]}`;
}
