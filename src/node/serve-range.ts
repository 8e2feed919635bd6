/** What part of a file a request asks for (RFC 9110, section 14). */

export interface ByteRange {
  readonly start: number;
  /** The byte behind the last one. */
  readonly end: number;
}

/**
 * `whole` where there is no range, and where it is none that is served: of other units, several at once, or malformed, which a
 * server may ignore. `none` where it begins behind the file's end.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'whole' | 'none' {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole';
  if (first === '')
    return Number(last) === 0 || size === 0 ? 'none' : { start: Math.max(size - Number(last), 0), end: size };
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return 'whole';
  return start >= size ? 'none' : { start, end };
}
