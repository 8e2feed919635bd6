/**
 * Remembers what recent messages were decoded to. The nodes of a network repeat one another, `kernel_shape = [3, 3]`
 * hundreds of times; looking such bytes up costs less than decoding them, and equal values share their memory.
 */
import type { Cursor } from './cursor.ts';

/** Bytes beyond which a repetition is rare, and how many values are remembered. */
export const LONGEST_REPEATED = 128;
export const SLOTS = 1 << 13;

interface Slot {
  readonly owner: object;
  readonly bytes: Uint8Array;
  readonly value: unknown;
}

export class Repeated {
  readonly #slots = Array.from<Slot | undefined>({ length: SLOTS });

  /**
   * The value of the next `length` bytes: what `decode` gives, which must move the cursor past them, or what it gave for
   * equal bytes and the same `owner` before. A value that `isShared` refuses, because it knows its place in the file, is
   * not remembered.
   */
  value<R>(owner: object, cursor: Cursor, length: number, decode: () => R, isShared: (value: R) => boolean): R {
    if (length > LONGEST_REPEATED) return decode();
    const index = cursor.hash(length) & (SLOTS - 1);
    const slot = this.#slots[index];
    if (slot && slot.owner === owner && slot.bytes.length === length && cursor.follows(slot.bytes)) {
      cursor.at += length;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an owner decodes to one type only
      return slot.value as R;
    }
    const bytes = cursor.bytes.slice(cursor.at, cursor.at + length);
    const value = decode();
    if (isShared(value)) this.#slots[index] = { owner, bytes, value };
    return value;
  }
}
