/**
 * Protobuf's wire format: walks a message by a table of its fields, skips the fields that the table lacks, and checks every
 * length against the message that declares it (https://protobuf.dev/programming-guides/encoding/).
 * There are two walkers over the same tables. `walk` is synchronous and takes a message that is wholly in the window;
 * `walkFar` takes one of any size, awaits bytes where the window ends, and passes over what is too large to be read.
 */
import { type Cursor, LONGEST_HEADER } from './cursor.ts';
import { within } from './fault.ts';

/** Reads one element into the message's draft; `length` is that of a delimited one, whose bytes are in the window. */
export type Read<T> = (into: T, cursor: Cursor, length: number) => void;

/** Takes note of a delimited field that is longer than `most` and is not read. */
type Pass<T> = (into: T, cursor: Cursor, length: number) => void;

export interface Field<T> {
  /** The wire type of one element: 0 varint, 1 eight bytes, 2 delimited, 5 four bytes. */
  readonly wire: number;
  readonly one: Read<T>;
  /** Reads all that is delimited at once, where several elements may come packed into one field. */
  readonly packed?: Read<T>;
  /** Bytes up to which a delimited field is read. */
  readonly most: number;
  /** What happens beyond; without it the file is malformed. */
  readonly pass?: Pass<T>;
  /** Reads a message of any size. */
  readonly far?: (into: T, cursor: Cursor, length: number) => Promise<void>;
}

/** The fields of a message by number. */
export type Fields<T> = { readonly [number: number]: Field<T> };

/** How a message becomes a value: its fields are read into a draft, which is then checked and finished. */
export interface Message<T, R> {
  readonly fields: Fields<T>;
  readonly create: (offset: number) => T;
  readonly finish: (draft: T, cursor: Cursor) => R;
  /** For a message that often repeats: whether its value may stand for equal bytes elsewhere in the file. */
  readonly isShared?: (value: R) => boolean;
}

/** A message up to this size is read whole and walked synchronously; most nodes are a few hundred bytes. */
const NEAR = 1 << 13;

/** Names, operators and texts up to this length are kept; far above any in use. */
const LONGEST_TEXT = 1 << 20;

/** Lists of numbers in one field; a decision forest of ai.onnx.ml holds some megabytes. */
const LONGEST_LIST = 1 << 26;

export function walk<T>(cursor: Cursor, end: number, fields: Fields<T>, into: T): void {
  while (cursor.at < end) {
    const start = cursor.at;
    const tag = cursor.tag();
    const wire = tag & 7;
    const field = fields[tag >>> 3];
    if (wire === 2) {
      const length = cursor.length(end);
      if (field) readDelimited(field, into, cursor, length);
      else cursor.at += length;
    } else {
      readPlain(field, into, cursor, wire);
    }
    if (cursor.at > end) cursor.fail('a field reaches past the end of its message');
    cursor.trace?.passed(tag >>> 3, cursor.offset - (cursor.at - start), cursor.offset);
  }
}

export async function walkFar<T>(cursor: Cursor, end: number, fields: Fields<T>, into: T): Promise<void> {
  while (cursor.offset < end) {
    if (!cursor.holds(LONGEST_HEADER)) await cursor.load(LONGEST_HEADER);
    const start = cursor.offset;
    const tag = cursor.tag();
    const wire = tag & 7;
    const field = fields[tag >>> 3];
    if (wire === 2) {
      const length = cursor.length(cursor.indexOf(end));
      if (!field) cursor.at += length;
      else if (field.far && length > NEAR) await field.far(into, cursor, length);
      else {
        if (length <= field.most && !cursor.holds(length)) await cursor.load(length);
        readDelimited(field, into, cursor, length);
      }
    } else {
      readPlain(field, into, cursor, wire);
    }
    if (cursor.offset > end) cursor.fail('a field reaches past the end of its message');
    cursor.trace?.passed(tag >>> 3, start, cursor.offset);
  }
}

function readDelimited<T>(field: Field<T>, into: T, cursor: Cursor, length: number): void {
  const read = field.wire === 2 ? field.one : field.packed;
  if (!read) cursor.fail(`a field of wire type ${field.wire} is written with wire type 2`);
  if (length > field.most) {
    if (!field.pass) cursor.fail(`a field has ${length} bytes; at most ${field.most} are read`);
    field.pass(into, cursor, length);
    cursor.at += length;
    return;
  }
  const end = cursor.at + length;
  read(into, cursor, length);
  if (cursor.at !== end) cursor.fail('a number reaches past the end of its list');
}

function readPlain<T>(field: Field<T> | undefined, into: T, cursor: Cursor, wire: number): void {
  if (!field) cursor.skip(wire);
  else if (field.wire === wire) field.one(into, cursor, 0);
  else cursor.fail(`a field of wire type ${field.wire} is written with wire type ${wire}`);
}

/** A type of number: its wire type, and how the cursor reads it. */
export interface Scalar<N> {
  readonly wire: 0 | 1 | 5;
  readonly read: (cursor: Cursor) => N;
}

export const int32: Scalar<number> = { wire: 0, read: (cursor) => cursor.int32() };
export const int64: Scalar<number | bigint> = { wire: 0, read: (cursor) => cursor.int64() };
export const uint64: Scalar<number | bigint> = { wire: 0, read: (cursor) => cursor.uint64() };
export const float: Scalar<number> = { wire: 5, read: (cursor) => cursor.float() };
export const double: Scalar<number> = { wire: 1, read: (cursor) => cursor.double() };

/** A field that holds one number. */
export function number<T, N>({ wire, read }: Scalar<N>, put: (into: T, value: N) => void): Field<T> {
  return { wire, one: (into, cursor) => put(into, read(cursor)), most: 0 };
}

/** A field that holds numbers, each in a field of its own or all packed into one. */
export function numbers<T, N>(scalar: Scalar<N>, put: (into: T, value: N) => void): Field<T> & { packed: Read<T> } {
  const packed: Read<T> = (into, cursor, length) => {
    const end = cursor.at + length;
    while (cursor.at < end) {
      cursor.spend(8);
      put(into, scalar.read(cursor));
    }
  };
  return { ...number(scalar, put), packed, most: LONGEST_LIST };
}

/** A field of text. A longer one than is read is passed over where `pass` says what to do, and malformed otherwise. */
export function text<T>(put: (into: T, value: string) => void, pass?: Pass<T>): Field<T> {
  const one: Read<T> = (into, cursor, length) => put(into, cursor.text(length));
  return { wire: 2, one, most: LONGEST_TEXT, ...(pass && { pass }) };
}

/**
 * A field that holds a message. `label` names it in errors; `message` is a function because messages contain one another
 * in circles.
 */
export function message<T, D, R>(
  label: (into: T, draft: D | undefined) => string,
  message: () => Message<D, R>,
  put: (into: T, value: R, offset: number) => void,
): Field<T> {
  const one: Read<T> = (into, cursor, length) => {
    const schema = message();
    const { offset } = cursor;
    let draft: D | undefined;
    const decode = (): R => {
      draft = schema.create(offset);
      cursor.enter();
      walk(cursor, cursor.at + length, schema.fields, draft);
      const value = schema.finish(draft, cursor);
      cursor.leave(value);
      return value;
    };
    try {
      const isShared = cursor.trace ? undefined : schema.isShared;
      put(into, isShared ? cursor.repeated.value(schema, cursor, length, decode, isShared) : decode(), offset);
    } catch (error) {
      throw within(error, label(into, draft));
    }
  };
  const far = async (into: T, cursor: Cursor, length: number): Promise<void> => {
    const { fields, create, finish } = message();
    const { offset } = cursor;
    const draft = create(offset);
    try {
      cursor.enter();
      await walkFar(cursor, offset + length, fields, draft);
      const value = finish(draft, cursor);
      cursor.leave(value);
      put(into, value, offset);
    } catch (error) {
      throw within(error, label(into, draft));
    }
  };
  return { wire: 2, one, far, most: NEAR };
}
