/**
 * What layerledger says in a file's metadata, because ONNX has no field for it: the blocks in which a node stands, its layer's own
 * name and the tower on which it sits; and of the model, over how many towers it is laid.
 * https://onnx.ai/onnx/repo-docs/MetadataProps.html
 */
import type { Node } from '../../core/network.ts';
import { Fault, quote } from './fault.ts';
import { type Field, type Message, text } from './wire.ts';

/** Of a node: a list of names as JSON, a name, and a number from 1. */
export const PATH = 'layerledger.path';
export const LAYER = 'layerledger.layer';
export const TOWER = 'layerledger.tower';

/** Of the model: a number from 1. */
export const TOWERS = 'layerledger.towers';

/** What a node's metadata says of its place. */
export type Told = Pick<Node, 'path' | 'layer' | 'tower'>;

/** More towers than a network was ever laid over; core/count.ts takes no more. */
const MOST_TOWERS = 1024;

const readers: Readonly<Record<string, (value: string, offset: number) => Told>> = {
  [PATH]: (value, offset) => ({ path: pathOf(value, offset) }),
  [LAYER]: (layer) => ({ layer }),
  [TOWER]: (value, offset) => ({ tower: towersOf(TOWER, value, offset) }),
};

interface Entry {
  key: string;
  value: string;
}

/** An entry of metadata, of which only those of the keys given become text. */
export function entryMessage(keys: ReadonlySet<string>): Message<Entry, Entry> {
  const lengths = new Set([...keys].map((key) => key.length));
  return {
    fields: {
      1: skippable((entry, key) => (entry.key = key), (_, length) => lengths.has(length)),
      2: skippable((entry, value) => (entry.value = value), ({ key }) => keys.has(key)),
    },
    create: () => ({ key: '', value: '' }),
    finish: (entry) => entry,
  }; // prettier-ignore
}

function skippable<T>(put: (into: T, value: string) => void, wanted: (into: T, length: number) => boolean): Field<T> {
  const field = text(put, () => undefined);
  return {
    ...field,
    one: (into, cursor, length) => {
      if (wanted(into, length)) field.one(into, cursor, length);
      else cursor.at += length;
    },
  };
}

/** What an entry says; `undefined` where it is not layerledger's. Throws a Fault for a value that its key cannot have. */
export function toldBy(key: string, value: string, offset: number): Told | undefined {
  return Object.hasOwn(readers, key) ? readers[key]!(value, offset) : undefined;
}

/** The entries that say it. */
export function entriesOf({ path, layer, tower }: Told): readonly (readonly [string, string])[] {
  return [
    ...(path ? [[PATH, JSON.stringify(path)] as const] : []),
    ...(layer === undefined ? [] : [[LAYER, layer] as const]),
    ...(tower === undefined ? [] : [[TOWER, String(tower)] as const]),
  ];
}

/** A number of towers, or of one among them. */
export function towersOf(key: string, value: string, offset: number): number {
  const towers = Number(value);
  if (/^\d+$/.test(value) && towers >= 1 && towers <= MOST_TOWERS) return towers;
  throw new Fault(offset, `${key} is ${quote(value)}; a whole number from 1 to ${MOST_TOWERS} is expected`);
}

function pathOf(value: string, offset: number): readonly string[] {
  const list = parsed(value);
  if (Array.isArray(list) && list.length > 0 && list.every((name): name is string => typeof name === 'string'))
    return list;
  throw new Fault(offset, `${PATH} is ${quote(value)}; a list of names is expected`);
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
