/** Measured numbers as people read them: three figures, since no more of them come again in the next run. */

/** Milliseconds in a column: `0.0665`, `27.7`. */
export function figures(number: number): string {
  if (number === 0) return '0';
  return number >= 100 ? number.toFixed(0) : number.toPrecision(3);
}

/** `27.7 ms` */
export function milliseconds(time: number): string {
  return `${figures(time)} ms`;
}

/** Of something a second, in billions. */
export function rate(number: number): string {
  return figures(number / 1e9);
}

export function ratio(number: number): string {
  return number >= 100 ? number.toFixed(0) : number.toFixed(2);
}

/** An element of a tensor: five figures, whole numbers in full. */
export function count(number: number): string {
  if (Number.isInteger(number) && Math.abs(number) < 1e15) return String(number);
  return Number.isFinite(number) ? String(Number(number.toPrecision(5))) : String(number);
}
