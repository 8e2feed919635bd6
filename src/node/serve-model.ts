/** A file that was named on the command line, at an address of its own. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { UnsupportedError } from '../core/errors.ts';

export interface ServedModel {
  readonly path: string;
  readonly name: string;
}

/** As models.json lists it; the address is relative to the page's. */
export interface ListedModel {
  readonly name: string;
  readonly url: string;
  readonly size: number;
}

/** A link that the command line names is followed. Throws an UnsupportedError for what is no file. */
export function servedModel(path: string): ServedModel {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UnsupportedError(`${path}: there is no such file`);
  if (!stats.isFile()) throw new UnsupportedError(`${path} is no file; a file is expected`);
  return { path, name: basename(path) };
}

/** Those that are still there, each at models/<n>/<name>; where two have one name, by the paths that the command line has. */
export function listModels(models: readonly ServedModel[]): readonly ListedModel[] {
  return models.flatMap(({ path, name }, i) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    const isAlone = models.every((other) => other.name !== name || other.path === path);
    const url = `models/${i}/${encodeURIComponent(name)}`;
    return stats ? [{ name: isAlone ? name : path, url, size: stats.size }] : [];
  });
}

/** The model at a decoded path, `/models/0/model.onnx`. */
export function findModel(path: string, models: readonly ServedModel[]): ServedModel | undefined {
  const [, place, name] = /^\/models\/(\d{1,4})\/([^/]+)$/.exec(path) ?? [];
  const model = place === undefined ? undefined : models[Number(place)];
  return model?.name === name ? model : undefined;
}
