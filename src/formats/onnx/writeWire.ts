/**
 * Protobuf's wire format, written. A message's length stands before its contents, so that a message is a list of parts of
 * known length, some of which are bytes and some of which come only when they are asked for: weights, or ranges of another file.
 * https://protobuf.dev/programming-guides/encoding/
 */

/** Bytes of known number that are made when they are wanted. */
export interface Source {
  readonly length: number;
  chunks(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export type Part = Uint8Array | Source;
export type Parts = readonly Part[];

const encoder = new TextEncoder();

/** Bytes up to which neighbouring small parts become one: a node is some hundred bytes in dozens of fields. */
const PACKED = 1 << 16;

export function lengthOf(parts: Parts): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Seven bits a byte, lowest first; a negative number as its two's complement of 64 bits. */
export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)) {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
    return Uint8Array.of(...bytes, rest);
  }
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.of(...bytes, Number(rest));
}

/** A field with a whole number: int32, int64, uint64, an enum. */
export function whole(field: number, value: number | bigint): Parts {
  return [varint(field * 8), varint(value)];
}

/** A float field. */
export function floating(field: number, value: number): Parts {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [varint(field * 8 + 5), bytes];
}

/** A field of text, written where it says something: absent and empty are the same in ONNX. */
export function text(field: number, value: string | undefined): Parts {
  return value === undefined || value === '' ? [] : always(field, value);
}

/** Fields of text in a list, where an empty one stands for something that is absent. */
export function texts(field: number, values: readonly string[]): Parts {
  return values.flatMap((value) => always(field, value));
}

function always(field: number, value: string): Parts {
  return delimited(field, [encoder.encode(value)]);
}

/** A field with a message, a text or bytes. */
export function delimited(field: number, parts: Parts): Parts {
  return packed([varint(field * 8 + 2), varint(lengthOf(parts)), ...parts]);
}

/** The same parts, with runs of small bytes joined. */
function packed(parts: Parts): Parts {
  const joined: Part[] = [];
  let run: Uint8Array[] = [];
  let size = 0;
  const close = (): void => {
    if (run.length > 0) joined.push(run.length === 1 ? run[0]! : join(run, size));
    run = [];
    size = 0;
  };
  for (const part of parts) {
    if (!(part instanceof Uint8Array) || part.length + size > PACKED) close();
    if (part instanceof Uint8Array && part.length <= PACKED) {
      run.push(part);
      size += part.length;
    } else {
      joined.push(part);
    }
  }
  close();
  return joined;
}

function join(run: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of run) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The bytes of all parts, small ones together. */
export async function* chunksOf(parts: Parts): AsyncGenerator<Uint8Array, void, void> {
  for (const part of packed(parts)) {
    if (part instanceof Uint8Array) yield part;
    else yield* part.chunks();
  }
}
