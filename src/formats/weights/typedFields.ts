/**
 * Elements in the fields that ONNX has for some types (`int32_data` and others), which old converters fill instead of raw bytes.
 * Their numbers are of varying length, so that a Tensor does not tell where they lie; they are found through the file's trace.
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, TensorProto
 */
import { bitsOf, type Graph, type Tensor } from '../../core/network.ts';
import type { NamedAttribute } from '../onnx/attribute.ts';
import type { WrittenNode } from '../onnx/node.ts';
import { messageAt, messagesAt, openOriginal, type Original } from '../onnx/original.ts';
import type { NamedTensor } from '../onnx/tensor.ts';
import { same } from '../onnx/same.ts';

/** float_data, int32_data, int64_data, double_data, uint64_data. */
const typedFields = new Set([4, 5, 7, 10, 11]);

/** The elements of the tensors of a file that lie in such fields, as raw bytes; none for a tensor without. */
export async function typedElements(blob: Blob): Promise<(name: string, tensor: Tensor) => Promise<Uint8Array>> {
  const places = new Map<string, Original<NamedTensor>[]>();
  collect(messageAt<Graph>(await openOriginal(blob), 7), places);
  return async (name, tensor) => {
    const found = places.get(name)?.find(({ value }) => same({ ...value.tensor, sameAs: undefined }, { ...tensor, sameAs: undefined })); // prettier-ignore
    const pieces: Uint8Array[] = [];
    for (const { number, start, end } of found?.fields ?? []) {
      if (!typedFields.has(number)) continue;
      const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
      pieces.push(elementsOfField(bytes, Math.max(8, bitsOf[tensor.type]) / 8));
    }
    return new Uint8Array(await new Blob(pieces.map((piece) => new Uint8Array(piece))).arrayBuffer());
  };
}

/** The tensors of a graph and of the graphs in it, by the value that each gives. */
function collect(graph: Original<Graph> | undefined, places: Map<string, Original<NamedTensor>[]>): void {
  const add = (name: string, tensor: Original<NamedTensor>): void => {
    const list = places.get(name);
    if (list) list.push(tensor);
    else places.set(name, [tensor]);
  };
  for (const tensor of messagesAt<NamedTensor>(graph, 5)) add(tensor.value.name, tensor);
  for (const node of messagesAt<WrittenNode>(graph, 1)) {
    for (const attribute of messagesAt<NamedAttribute>(node, 5)) {
      const tensor = messageAt<NamedTensor>(attribute, 5);
      if (tensor) add(node.value.outputs[0] ?? '', tensor);
      for (const inner of [...messagesAt<Graph>(attribute, 6), ...messagesAt<Graph>(attribute, 11)])
        collect(inner, places);
    }
  }
}

/** The elements in one field: of fixed length as they stand, of varying length as the lowest `width` bytes of each. */
function elementsOfField(field: Uint8Array, width: number): Uint8Array {
  const tag = readVarint(field, 0);
  const wire = tag.low & 7;
  if (wire === 5 || wire === 1) return field.subarray(tag.end);
  const begin = wire === 2 ? readVarint(field, tag.end).end : tag.end;
  const isFixed = [4, 10].includes(tag.low >>> 3);
  return isFixed ? field.subarray(begin) : elementsOfVarints(field.subarray(begin), width);
}

function elementsOfVarints(bytes: Uint8Array, width: number): Uint8Array {
  let count = 0;
  for (const byte of bytes) if (byte < 0x80) count++;
  const view = new DataView(new ArrayBuffer(count * width + 8));
  for (let at = 0, i = 0; i < count; i++) {
    const { low, high, end } = readVarint(bytes, at);
    at = end;
    // What is written beyond the element is overwritten by the next one; eight bytes are spare at the end.
    view.setUint32(i * width, low, true);
    view.setUint32(i * width + 4, high, true);
  }
  return new Uint8Array(view.buffer, 0, count * width);
}

/** A number of up to 64 bits in two halves, and where the next one begins; the reader has seen that it ends. */
function readVarint(bytes: Uint8Array, begin: number): { low: number; high: number; end: number } {
  let [low, high, at] = [0, 0, begin];
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    const part = byte & 0x7f;
    if (shift < 28) low |= part << shift;
    else if (shift === 28) [low, high] = [low | (part << 28), part >> 4];
    else high |= part << (shift - 32);
    if (byte < 0x80) return { low: low >>> 0, high: high >>> 0, end: at };
  }
}
