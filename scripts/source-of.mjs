/** Plain data → JavaScript source that makes it. */

/** As JSON, with bigints and Maps besides; what is `undefined` is left out. */
export function sourceOf(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined || value === null || typeof value !== 'object') return String(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(sourceOf).join(',')}]`;
  if (value instanceof Map) return `new Map(${sourceOf([...value])})`;
  const entries = Object.entries(value).filter(([, content]) => content !== undefined);
  return `{${entries.map(([name, content]) => `${JSON.stringify(name)}:${sourceOf(content)}`).join(',')}}`;
}
