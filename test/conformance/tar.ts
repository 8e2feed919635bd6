/** Reads the regular files of a gzipped tar archive (POSIX ustar: headers of 512 bytes, contents padded to 512). */
import { gunzipSync } from 'node:zlib';

const block = 512;

export function filesOfTar(gzipped: Uint8Array): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(gunzipSync(gzipped));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const text = (from: number, length: number): string =>
      new TextDecoder().decode(bytes.subarray(at + from, at + from + length)).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8);
    if (text(156, 1) === '0' || text(156, 1) === '')
      files.set(text(0, 100), bytes.slice(at + block, at + block + size));
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}
