/** A file that is named on the command line; where there is none, what may have been meant. */
import { existsSync } from 'node:fs';
import { UnsupportedError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { nearestName } from '../formats/published.ts';
import { openPath, type PathOptions } from '../node/open.ts';

export async function openFile(path: string, options: PathOptions): Promise<Network> {
  const isName = /^[\w.-]+$/.test(path) && !existsSync(path);
  if (!isName) return openPath(path, options);
  const near = nearestName(path);
  const hint =
    near === undefined ? '; "layerledger networks" lists those that are built in' : `; did you mean ${near}?`;
  throw new UnsupportedError(`${path}: there is no such file, and no published network of that name${hint}`);
}
