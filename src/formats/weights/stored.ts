/** The elements that an ONNX file holds, or the files beside it that it names. https://onnx.ai/onnx/repo-docs/ExternalData.html */
import { MalformedError, UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Network, Tensor } from '../../core/network.ts';
import { bytesOfElements } from './encode.ts';
import { CHUNK, countBytes, type Weights } from './weights.ts';

/** Opens the file at a path from the model's folder, by `/`; rejects where there is none. */
export type OpenExternal = (location: string) => Promise<Blob>;

/**
 * The weights of a network that was read from `blob`. Chunks throw a MalformedError for a range beyond the end of its file, for
 * elements that are nowhere, and for a path that leaves the model's folder; an UnsupportedError for sparse tensors and strings;
 * a UsageError where another file is needed and there is no `openExternal`.
 */
export function storedWeights(network: Network, blob: Blob, openExternal?: OpenExternal): Weights {
  const source = network.source ?? network.name;
  const files = new Map<string, Promise<Blob>>();
  let typed: Promise<(name: string, tensor: Tensor) => Promise<Uint8Array>> | undefined;
  return {
    async *chunks(name, tensor) {
      expectPlain(name, tensor);
      const { type, values, storage } = tensor;
      const length = countBytes(name, tensor);
      if (length === 0) return;
      if (storage) yield* rangeOf(await fileOf(name, storage.file), { ...storage, name, length });
      else if (values) yield bytesOfElements(type, values);
      else yield* lying(name, tensor, length);
    },
  };

  async function* lying(name: string, tensor: Tensor, length: number): AsyncGenerator<Uint8Array, void, void> {
    typed ??= import('./typedFields.ts').then(({ typedElements }) => typedElements(blob));
    const bytes = await (await typed)(name, tensor);
    if (bytes.length === 0) throw new MalformedError(`${source}: tensor "${name}" needs ${length} bytes; the file holds none`); // prettier-ignore
    yield bytes;
  }

  async function fileOf(name: string, location: string | undefined): Promise<Blob> {
    if (location === undefined) return blob;
    expectInside(name, location);
    if (!openExternal) throw new UsageError(`${source}: tensor "${name}" lies in ${location}, which was not given`);
    const opened = files.get(location) ?? openExternal(location);
    files.set(location, opened);
    return opened;
  }

  function expectInside(name: string, location: string): void {
    const isInside = !/^[/\\]|^[A-Za-z]:|\\|\0/.test(location) && !location.split('/').includes('..');
    if (isInside) return;
    throw new MalformedError(`${source}: tensor "${name}" lies in ${JSON.stringify(location)}, outside the model's folder`); // prettier-ignore
  }

  async function* rangeOf(file: Blob, range: Range): AsyncGenerator<Uint8Array, void, void> {
    const { name, offset, length, file: location } = range;
    const end = offset + length;
    if (end > file.size)
      throw new MalformedError(
        `${source}: tensor "${name}" lies in bytes ${offset} to ${end} of ${location ?? 'the file'}, which has ${file.size}`,
      );
    for (let at = offset; at < end; at += CHUNK)
      yield new Uint8Array(await file.slice(at, Math.min(at + CHUNK, end)).arrayBuffer());
  }
}

interface Range {
  readonly name: string;
  readonly file?: string;
  readonly offset: number;
  readonly length: number;
}

function expectPlain(name: string, { type, stored }: Tensor): void {
  if (stored !== undefined)
    throw new UnsupportedError(`tensor "${name}" is sparse: its elements are not told as a whole`);
  if (type === 'string') throw new UnsupportedError(`tensor "${name}" holds strings, which are no weights`);
}

/** The files beside its own that a network has tensors in, by their paths from its folder. */
export function externalFiles({ graph }: Network): readonly string[] {
  return [...new Set([...graph.tensors.values()].flatMap(({ storage }) => storage?.file ?? []))];
}

/** Whether a network has tensors in files of their own; what is written of it then should have them there too. */
export function hasExternalData(network: Network): boolean {
  return externalFiles(network).length > 0;
}
