/** The file beside a model that holds its large tensors. https://onnx.ai/onnx/repo-docs/ExternalData.html */
import type { Part, Parts } from './writeWire.ts';

/** Where a tensor lies. */
export interface ExternalPlace {
  /** The file, by its path from the model's folder. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** Collects the tensors of such a file. */
export interface External {
  /** A place for elements of that many bytes; `undefined` where they are few enough for the model itself. */
  place(length: number, content: Part): ExternalPlace | undefined;
  readonly parts: Parts;
}

/** Bytes from which a tensor leaves the model: below, the entries that say its place are as long as itself. */
const FEWEST = 1024;

/** Tensors begin where vector instructions want them; large ones on a page of memory, so that they can be mapped. */
const ALIGNMENT = 64;
const PAGE = 4096;
const LARGE = 1 << 20;

export function externalFile(location: string): External {
  const parts: Part[] = [];
  let end = 0;
  const place = (length: number, content: Part): ExternalPlace | undefined => {
    if (length < FEWEST) return undefined;
    const alignment = length < LARGE ? ALIGNMENT : PAGE;
    const offset = Math.ceil(end / alignment) * alignment;
    parts.push(new Uint8Array(offset - end), content);
    end = offset + length;
    return { location, offset, length };
  };
  return { place, parts };
}
