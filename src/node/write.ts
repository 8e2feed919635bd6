/** Writes a file so that nobody ever sees half of it: beside its place, then renamed into it. */
import {
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UnsupportedError, messageOf } from '../core/errors.ts';

/**
 * A link's target is written, and a device or a pipe in place. Throws an UnsupportedError where the folder cannot be written to; the file is
 * then as it was.
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const standing = statSync(path, { throwIfNoEntry: false });
  if (standing?.isDirectory()) throw new UnsupportedError(`${path} cannot be written: it is a folder`);
  try {
    if (standing && !standing.isFile()) writeFileSync(path, content);
    else replace(standing ? realpathSync(path) : path, content);
  } catch (error) {
    throw new UnsupportedError(`${path} cannot be written: ${reasonOf(error, path)}`, { cause: error });
  }
}

/**
 * As `writeWhole`, for content that comes in chunks; several files are renamed one after another when all of them are whole, the
 * last of the list last. Throws what making the chunks throws; nothing is left beside.
 */
export async function writeChunks(
  files: readonly { readonly path: string; readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }[],
): Promise<void> {
  const parts = files.map(({ path, chunks }) => {
    const target = existsSync(path) ? realpathSync(path) : path; // a link stays, what it names is replaced
    return { path: target, chunks, beside: besideOf(target) };
  });
  try {
    for (const { path, chunks, beside } of parts) await writeNew(path, beside, chunks);
    for (const { path, beside } of parts) told(path, () => renameSync(beside, path));
  } finally {
    for (const { beside } of parts) rmSync(beside, { force: true });
  }
}

async function writeNew(
  path: string,
  beside: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UnsupportedError(`${path} cannot be written: it is a folder`);
  const file = told(path, () => openSync(beside, 'wx'));
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length;) at += told(path, () => writeSync(file, chunk, at));
    }
  } finally {
    closeSync(file);
  }
}

function told<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new UnsupportedError(`${path} cannot be written: ${reasonOf(error, path)}`, { cause: error });
  }
}

function besideOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.part`);
}

function replace(path: string, content: string | Uint8Array): void {
  const beside = besideOf(path);
  try {
    writeFileSync(beside, content, { flag: 'wx' });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'its folder is not a folder',
  EACCES: 'writing there is not allowed',
  EPERM: 'writing there is not allowed',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
};

function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' && existsSync(dirname(path))) return 'its folder takes no new files'; // as /proc does not
  return reasons[code] ?? messageOf(error);
}
