/**
 * The file that a network was read from, opened for what the Network does not hold: names of models and producers, documentation,
 * metadata, how a tensor was encoded. Its messages are found again by their names; their bytes are copied when they are written.
 */
import { MalformedError } from '../../core/errors.ts';
import { Cursor } from './cursor.ts';
import { modelMessage } from './model.ts';
import { type TracedField, Tracer } from './trace.ts';
import { walkFar } from './wire.ts';
import type { Part, Parts, Source } from './writeWire.ts';

/** A message of the file: what the reader made of it, its fields, and their bytes. */
export interface Original<T = unknown> {
  readonly value: T;
  readonly fields: readonly TracedField[];
  readonly bytes: (start: number, end: number) => Source;
}

/** A message with the field of another one in which it stands. */
export interface OriginalField<T = unknown> extends Original<T> {
  readonly field: TracedField;
}

/** Reads a file with its trace. Throws as the reader does, and a MalformedError where it is no model. */
export async function openOriginal(blob: Blob): Promise<Original> {
  const cursor = new Cursor(blob, { name: '' });
  const tracer = new Tracer();
  cursor.trace = tracer;
  const draft = modelMessage.create(0);
  await walkFar(cursor, blob.size, modelMessage.fields, draft);
  const value = modelMessage.finish(draft, cursor);
  return { value, fields: tracer.fields, bytes: rangesOf(blob) };
}

/** The messages under a field's number, in the file's order. */
export function messagesAt<T>(original: Original | undefined, number: number): readonly OriginalField<T>[] {
  const { fields = [], bytes } = original ?? {};
  return fields.flatMap((field) => {
    if (field.number !== number || !field.message) return [];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a field's number says which message the reader made
    return [{ value: field.message.value as T, fields: field.message.fields, bytes: bytes!, field }];
  });
}

/** The first message under a field's number. */
export function messageAt<T>(original: Original | undefined, number: number): OriginalField<T> | undefined {
  return messagesAt<T>(original, number)[0];
}

/** The fields of a message that the Network does not hold, as they stand in the file. */
export function carried(original: Original | undefined, held: ReadonlySet<number>): Parts {
  if (!original) return [];
  return original.fields.filter(({ number }) => !held.has(number)).map((field) => copied(original, field));
}

/** A whole field, tag and all. */
export function copied({ bytes }: Original, { start, end }: TracedField): Part {
  return bytes(start, end);
}

/** What is read at once: ranges that are copied mostly follow one another. */
const WINDOW = 1 << 18;

/** Largest piece of a longer range. */
const LARGEST_CHUNK = 1 << 22;

/** Ranges of a blob, short ones through one window that follows them. */
function rangesOf(blob: Blob): (start: number, end: number) => Source {
  let window = { base: 0, bytes: new Uint8Array(0) };
  const load = async (start: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
    if (bytes.length === end - start) return bytes;
    throw new MalformedError(`bytes ${start} to ${end} were asked for; the file ends at ${start + bytes.length}`);
  };
  const short = async (start: number, end: number): Promise<Uint8Array> => {
    let { base, bytes } = window;
    if (start < base || end > base + bytes.length) {
      base = start;
      bytes = await load(start, Math.min(start + WINDOW, blob.size));
      window = { base, bytes };
    }
    return bytes.slice(start - base, end - base);
  };
  return (start, end) => ({
    length: end - start,
    async *chunks() {
      if (end - start <= WINDOW) yield await short(start, end);
      else for (let at = start; at < end; at += LARGEST_CHUNK) yield await load(at, Math.min(at + LARGEST_CHUNK, end));
    },
  });
}
