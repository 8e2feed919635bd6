/**
 * The files that a folder serves. What may be asked for is a list that was read from the disk, so that no way of writing `..` leads
 * anywhere: a path is in the list or it is not.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UnsupportedError } from '../core/errors.ts';

export interface ServedFolder {
  /** By the decoded path of the address, `/engine/worker-1a2b3c4d.js`. */
  find(path: string): string | undefined;
}

/** More files than any build of the page has. */
const mostFiles = 10_000;

/** Plain files alone: neither links nor what begins with a dot. Throws an UnsupportedError where there is no index.html. */
export function servedFolder(folder: string): ServedFolder {
  let files = filesBelow(folder);
  if (!files.has('/index.html')) throw new UnsupportedError(`${folder} has no index.html`);
  return {
    find(path) {
      const name = path === '/' ? '/index.html' : path;
      if (!files.has(name)) files = filesBelow(folder); // it may have been built anew
      return files.get(name);
    },
  };
}

function filesBelow(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) walk(folder, '');
  return files;

  function walk(parent: string, prefix: string): void {
    for (const entry of readdirSync(parent, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || files.size >= mostFiles) continue;
      const path = join(parent, entry.name);
      if (entry.isDirectory()) walk(path, `${prefix}/${entry.name}`);
      else if (entry.isFile()) files.set(`${prefix}/${entry.name}`, path);
    }
  }
}
