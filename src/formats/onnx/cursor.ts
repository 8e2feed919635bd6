/**
 * A cursor over a Blob: reads protobuf's primitives from a window of bytes and skips what nobody asks for.
 * The law of this file: only `load` awaits; everything else is synchronous and stays inside the window, which the caller
 * has made large enough with `holds` and `load`.
 */
import type { ReadContext } from '../format.ts';
import { Fault } from './fault.ts';
import { LONGEST_REPEATED, Repeated, SLOTS } from './repeated.ts';
import type { Tracer } from './trace.ts';

/**
 * The window after a jump, and the window that reading straight on grows to. A jump lands on the small fields before or
 * after a weight, a few hundred bytes; a graph is megabytes in one stretch. One read of Node's file Blob costs 0.05 to
 * 0.25 ms and as much again for each 64 KiB or so, so that what is shorter than that is read rather than jumped over.
 */
const FIRST_WINDOW = 1 << 12;
const LARGEST_WINDOW = 1 << 18;
const SHORTEST_JUMP = 1 << 16;

/** A varint has at most 10 bytes (protobuf.dev/programming-guides/encoding). */
const LONGEST_VARINT = 10;

/** What a tag and a length, the parts that precede every payload, take at most. */
export const LONGEST_HEADER = 2 * LONGEST_VARINT;

/** A stand-in for memory: a graph that is priced higher than this is refused. Half a gibibyte is some 400,000 nodes. */
const BUDGET = 2 ** 29;

/** Messages that may enclose one another. Protobuf's own readers stop at 100, so no ONNX runtime reads a deeper file. */
const DEEPEST = 100;

const MULTIPLE = 0x100000000;
const decoder = new TextDecoder();

export class Cursor {
  readonly size: number;
  /** What a reader assumed, left out or noticed; becomes the network's. */
  readonly notes: string[] = [];
  /** Where a trace is wanted: what collects it. */
  trace?: Tracer;
  /** The bytes from `base` on, and the next byte to read among them. */
  bytes = new Uint8Array(0);
  at = 0;
  #base = 0;
  #view = new DataView(this.bytes.buffer);
  #window = FIRST_WINDOW;
  #spent = 0;
  #depth = 0;
  /** Values of bytes that came before (repeated.ts). */
  readonly repeated = new Repeated();
  readonly #texts = Array.from<string | undefined>({ length: SLOTS });
  /** The last varint in two halves. */
  #low = 0;
  #high = 0;

  readonly #blob: Blob;
  readonly #context: ReadContext;

  constructor(blob: Blob, context: ReadContext) {
    this.#blob = blob;
    this.#context = context;
    this.size = blob.size;
  }

  /** Where a byte of the file stands, or would stand, in the window. */
  indexOf(offset: number): number {
    return offset - this.#base;
  }

  /** Where the next byte lies in the file. */
  get offset(): number {
    return this.#base + this.at;
  }

  /** Moves to a byte of the file, inside the window or not; reads nothing. */
  set offset(offset: number) {
    this.at = offset - this.#base;
  }

  /** Whether the next `length` bytes, or as many as the file still has, are in the window. */
  holds(length: number): boolean {
    const held = this.bytes.length - this.at;
    return this.at >= 0 && (held >= length || (held >= 0 && this.#base + this.bytes.length === this.size));
  }

  /** Moves the window to the next byte, with at least `length` bytes in it where the file has them. */
  async load(length: number): Promise<void> {
    const offset = this.offset;
    const jumped = this.at > this.bytes.length + SHORTEST_JUMP;
    this.#window = jumped ? FIRST_WINDOW : Math.min(2 * this.#window, LARGEST_WINDOW);
    const end = Math.min(offset + Math.max(length, this.#window), this.size);
    this.#context.signal?.throwIfAborted();
    const buffer = await this.#blob.slice(offset, end).arrayBuffer();
    this.#context.signal?.throwIfAborted();
    if (buffer.byteLength !== end - offset) {
      throw new Fault(offset, `${end - offset} bytes were asked for; the file gave ${buffer.byteLength}`);
    }
    this.bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    this.#base = offset;
    this.at = 0;
    this.#context.onProgress?.(offset, this.size);
  }

  /** Enters a message. */
  enter(): void {
    if (++this.#depth > DEEPEST) this.fail(`messages lie more than ${DEEPEST} deep in one another`);
    this.spend(64);
    this.trace?.enter();
  }

  /** Leaves a message, of which the reader made `value`. */
  leave(value: unknown): void {
    this.#depth--;
    this.trace?.leave(value);
  }

  /** Pays for what is about to be kept. */
  spend(price: number): void {
    this.#spent += price;
    if (this.#spent > BUDGET) this.fail(`the graph is larger than ${BUDGET} bytes without its weights`);
  }

  fail(sentence: string): never {
    throw new Fault(Math.min(this.offset, this.size), sentence);
  }

  /** A field's number and wire type in one, as `number << 3 | wire`. */
  tag(): number {
    this.#varint();
    this.spend(8);
    if (this.#high !== 0 || this.#low < 8) this.fail('no field begins here: its number is 0 or too large');
    return this.#low;
  }

  /** A length that the bytes from here to `end` (of the window) must have room for. */
  length(end: number): number {
    this.#varint();
    const length = this.#high * MULTIPLE + this.#low;
    if (length > end - this.at) {
      this.fail(`a length of ${length} bytes is declared; ${Math.max(0, end - this.at)} are left`);
    }
    return length;
  }

  int64(): number | bigint {
    this.#varint();
    const high = this.#high | 0;
    if (high >= -0x200000 && high < 0x200000) {
      const value = high * MULTIPLE + this.#low;
      if (Number.isSafeInteger(value)) return value;
    }
    return (BigInt(high) << 32n) | BigInt(this.#low);
  }

  uint64(): number | bigint {
    this.#varint();
    if (this.#high < 0x200000) return this.#high * MULTIPLE + this.#low;
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  int32(): number {
    this.#varint();
    return this.#low | 0;
  }

  float(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** UTF-8; bytes that are not become U+FFFD. Names come as an output and then as inputs: recent ones are looked up. */
  text(length: number): string {
    this.spend(length);
    if (length > LONGEST_REPEATED) return decoder.decode(this.raw(length));
    const slot = this.hash(length) & (this.#texts.length - 1);
    const begin = this.#take(length);
    const recent = this.#texts[slot];
    if (recent !== undefined && this.#says(recent, begin, length)) return recent;
    return (this.#texts[slot] = decoder.decode(this.bytes.subarray(begin, begin + length)));
  }

  /** Whether the bytes from `begin` on are a text, of ASCII. */
  #says(text: string, begin: number, length: number): boolean {
    if (text.length !== length) return false;
    for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== this.bytes[begin + i]) return false;
    return true;
  }

  /** A hash of the next bytes, the same wherever they lie. */
  hash(length: number): number {
    let hash = length;
    for (let i = this.at; i < this.at + length; i++) hash = (Math.imul(hash, 31) + this.bytes[i]!) | 0;
    return hash ^ (hash >>> 15);
  }

  /** Whether the next bytes are these. */
  follows(bytes: Uint8Array): boolean {
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== this.bytes[this.at + i]) return false;
    return true;
  }

  /** The next bytes as they are; a view of the window, not a copy. */
  raw(length: number): Uint8Array {
    const begin = this.#take(length);
    return this.bytes.subarray(begin, begin + length);
  }

  /** Passes over a field without a length, of the wire type given. */
  skip(wire: number): void {
    if (wire === 0) this.#varint();
    else if (wire === 1) this.#take(8);
    else if (wire === 5) this.#take(4);
    else this.fail(`wire type ${wire} is none of 0, 1, 2 and 5`);
  }

  #take(length: number): number {
    const begin = this.at;
    if (begin + length > this.bytes.length) this.fail('the file ends inside a field');
    this.at = begin + length;
    return begin;
  }

  /** Past the window's end `undefined` counts as 0 and ends the number; `at` then shows that the message was overrun. */
  #varint(): void {
    const { bytes } = this;
    let byte = bytes[this.at++]!;
    if (byte < 0x80) {
      this.#low = byte;
      this.#high = 0;
      return;
    }
    let low = byte & 0x7f;
    let high = 0;
    for (let i = 1; ; i++) {
      if (i === LONGEST_VARINT) this.fail(`a number is longer than ${LONGEST_VARINT} bytes`);
      byte = bytes[this.at++]!;
      if (i < 5) low |= (byte & 0x7f) << (7 * i);
      if (i === 4) high = (byte & 0x70) >> 4;
      if (i > 4) high |= (byte & 0x7f) << (7 * i - 32);
      if (!(byte & 0x80)) break;
    }
    this.#low = low >>> 0;
    this.#high = high >>> 0;
  }
}
