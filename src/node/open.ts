/** A path → Blob → Network. Bytes are read where they are asked for, so that a file may be larger than memory. */
import { createReadStream, openAsBlob, statSync } from 'node:fs';
import type { Network } from '../core/network.ts';
import { UnsupportedError, messageOf } from '../core/errors.ts';
import type { ReadContext } from '../formats/format.ts';
import { openBlob } from '../formats/open.ts';
import { blobOfStream } from './stream.ts';

export type PathOptions = Partial<ReadContext>;

/** Reads the network in a file. Throws an UnsupportedError for a path that is no readable file, else as `openBlob`. */
export async function openPath(path: string, options: PathOptions = {}): Promise<Network> {
  return openBlob(await blobOfPath(path), { ...options, name: options.name ?? path });
}

/** The bytes at a path: of a file lazily, of a pipe (as shells give for `<(command)`) all at once. */
export async function blobOfPath(path: string): Promise<Blob> {
  const stats = inSentence(path, () => statSync(path));
  if (stats.isDirectory()) throw new UnsupportedError(`${path} is a folder; a file is expected`);
  if (stats.isFIFO()) return blobOfStream(createReadStream(path), path);
  if (!stats.isFile()) throw new UnsupportedError(`${path} is neither a file nor a pipe`);
  try {
    return await openAsBlob(path);
  } catch (error) {
    throw failure(path, error);
  }
}

function inSentence<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(path, error);
  }
}

/** What the system's codes mean. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ENAMETOOLONG: 'the name is too long for a file',
  ELOOP: 'its links lead round in a circle',
};

function failure(path: string, error: unknown): UnsupportedError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new UnsupportedError(`${path}: ${reasons[code] ?? messageOf(error)}`, { cause: error });
}
