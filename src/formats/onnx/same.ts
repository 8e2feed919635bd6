/** Whether two pieces of plain data (values, lists, objects, maps) say the same. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, i) => same(each, b[i]));
  if (a instanceof Map) return b instanceof Map && a.size === b.size && [...a].every(([key, each]) => b.has(key) && same(each, b.get(key))); // prettier-ignore
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return !Array.isArray(b) && !(b instanceof Map) && same(left, right);
}
