/** How an audit writes numbers. */

/** `253,440`, `1.4515`: separators in whole numbers, at most six significant digits in fractions. */
export function say(value: number): string {
  if (!Number.isFinite(value)) return 'unknown';
  if (Number.isInteger(value)) return groups(value.toFixed(0));
  const digits = Math.abs(value) >= 1e6 ? Math.round(value).toFixed(0) : Number(value.toPrecision(6)).toString();
  const [whole, fraction] = digits.split('.');
  return fraction === undefined ? groups(digits) : `${groups(whole!)}.${fraction}`;
}

function groups(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
