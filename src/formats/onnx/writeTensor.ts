/** TensorProto, written: its elements as raw bytes, or beside the model in a file of their own. */
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Tensor } from '../../core/network.ts';
import { formatSize, isWhole } from '../../core/size.ts';
import { bytesOfElements } from '../weights/encode.ts';
import { countBytes, exactly, type Weights } from '../weights/weights.ts';
import type { External } from './external.ts';
import { quote } from './fault.ts';
import { carried, copied, type OriginalField } from './original.ts';
import { same } from './same.ts';
import type { NamedTensor } from './tensor.ts';
import { codeOf } from './writeType.ts';
import { delimited, type Part, type Parts, text, whole } from './writeWire.ts';

/** Where elements come from that a tensor does not hold itself. */
export interface Elements {
  /** `'none'`: the file tells types and shapes alone. */
  readonly weights?: Weights | 'none' | undefined;
  /** Where large initializers go. */
  readonly external?: External | undefined;
}

/** Everything but documentation and metadata: type, shape, name, and the many ways of holding elements. */
const held = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]);

/** Where elements are said to be that are left out, as files for tests are distributed: a file that is not there. */
const NOWHERE = 'weights.bin';

export interface TensorToWrite {
  /** The value that it gives, by which weights know it. */
  readonly name: string;
  /** The name that is written, where it is another. */
  readonly writtenName?: string;
  readonly tensor: Tensor;
  readonly original: OriginalField<NamedTensor> | undefined;
  /** Whether it may lie in another file: an initializer may. */
  readonly mayLeave: boolean;
}

/**
 * A field with a tensor. One that the original file has is copied from there, unless weights are given or a file for them.
 * Throws an UnsupportedError for strings and sparse tensors that are in no original, and a UsageError where elements are missing.
 */
export function tensorField(field: number, written: TensorToWrite, { weights, external }: Elements): Parts {
  const { name, writtenName = name, tensor, original, mayLeave } = written;
  const isUnchanged = original !== undefined && sameTensor(original.value.tensor, tensor);
  const isOpaque = tensor.stored !== undefined || tensor.type === 'string';
  const isTakenOver = weights === undefined && external === undefined;
  if (isUnchanged && (isTakenOver || isOpaque)) return [copied(original, original.field)];
  if (isOpaque && !isEmpty(tensor))
    throw new UnsupportedError(
      `tensor ${quote(name)} ${tensor.stored === undefined ? 'holds strings' : 'is sparse'}; it can be written only unchanged and from its own file`,
    );
  return delimited(field, [
    ...tensor.shape.flatMap((size) => whole(1, wholeSize(name, size))),
    ...whole(2, codeOf(tensor.type)),
    ...text(8, writtenName),
    ...elementFields({ name, tensor, weights, external: mayLeave ? external : undefined }),
    ...carried(original, held),
  ]);
}

interface ElementsToWrite extends Elements {
  readonly name: string;
  readonly tensor: Tensor;
}

function elementFields({ name, tensor, weights, external }: ElementsToWrite): Parts {
  if (isEmpty(tensor)) return [];
  const { values } = tensor;
  if (values === undefined && weights === 'none') return externalFields({ location: NOWHERE });
  const length = countBytes(name, tensor);
  const content = contentOf(name, tensor, weights, length);
  const place = external?.place(length, content);
  return place ? externalFields({ ...place }) : delimited(9, [content]);
}

function contentOf(name: string, tensor: Tensor, weights: Elements['weights'], length: number): Part {
  const { type, values } = tensor;
  if (values) {
    const bytes = bytesOfElements(type, values);
    if (bytes.length === length) return bytes;
    throw new UsageError(`tensor ${quote(name)} has ${values.length} values, which do not fill its shape`);
  }
  if (weights === undefined || weights === 'none')
    throw new UsageError(`tensor ${quote(name)} has no elements here: weights are needed, or "none" of them`);
  return { length, chunks: () => exactly(weights, name, tensor) };
}

/** https://onnx.ai/onnx/repo-docs/ExternalData.html */
function externalFields(entries: Readonly<Record<string, string | number>>): Parts {
  const fields = Object.entries(entries).flatMap(([key, value]) =>
    delimited(13, [...text(1, key), ...text(2, String(value))]),
  );
  return [...fields, ...whole(14, 1)];
}

function isEmpty({ shape, stored }: Tensor): boolean {
  return stored === undefined && shape.includes(0);
}

function wholeSize(name: string, size: Tensor['shape'][number]): number | bigint {
  if (isWhole(size)) return size;
  throw new UnsupportedError(`tensor ${quote(name)} has the open size ${formatSize(size)}; a file needs a number`);
}

/** Whether they are one tensor of one file; which of several has the same elements the reader finds out anew. */
function sameTensor({ sameAs: _a, ...original }: Tensor, { sameAs: _b, ...tensor }: Tensor): boolean {
  return same(original, tensor);
}
