/** Writes a file so that nobody ever sees half of it: beside its place, then renamed into it. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UnsupportedError, messageOf } from '../core/errors.ts';

/** Throws an UnsupportedError where the folder cannot be written to; the file is then as it was. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  try {
    writeFileSync(beside, content, { flag: 'wx' });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UnsupportedError(`${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
