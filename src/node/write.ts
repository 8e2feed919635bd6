/** Writes a file so that nobody ever sees half of it: beside its place, then renamed into it. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
    throw new UnsupportedError(`${path} cannot be written: ${reasonOf(error)}`, { cause: error });
  }
}

function replace(path: string, content: string | Uint8Array): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
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

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? messageOf(error);
}
