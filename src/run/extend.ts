/** An ONNX file with more outputs, without reading or rewriting it. */
import { UnsupportedError } from '../core/errors.ts';

/** A file of protocol buffers has at most 2 GiB; what is in other files does not count. */
const mostBytes = 2 ** 31 - 1;

/**
 * Appends values to the outputs of a model's graph. Protocol buffers merge a message that is there twice, and lists in it are
 * joined (https://protobuf.dev/programming-guides/encoding/#last-one-wins), so a second `graph` that holds outputs alone adds them;
 * their types are left to inference.
 */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const graph = join(names.map((name) => field(12, field(1, new TextEncoder().encode(name)))));
  const added = field(7, graph);
  if (model.length + added.length > mostBytes)
    throw new UnsupportedError(`a model of ${model.length} bytes is too large to add outputs to`);
  return join([model, added]);
}

/** A field of wire type 2: key, length, bytes. */
function field(number: number, bytes: Uint8Array): Uint8Array {
  return join([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
