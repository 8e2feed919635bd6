/** How a layer is written: `relu`, `{conv: 96, kernel: 11}` or `{conv: {filters: 96, kernel: 11}}`. */
import type { BlockText } from './document.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import type { Placed } from './field.ts';
import { commonFields, kindOf } from './kinds.ts';
import type { Kind } from './kind.ts';
import { suggestion } from './nearest.ts';

/** A layer's word and what is written of it. */
export interface Said {
  readonly word: string;
  /** `undefined`: the word is a block's. */
  readonly kind: Kind | undefined;
  readonly fields: ReadonlyMap<string, Placed<unknown>>;
  readonly path: Path;
}

type Blocks = Readonly<Record<string, BlockText>>;

/** Throws a DocumentFault for a word that is neither a kind nor a block, two words in one layer, and fields that it lacks. */
export function readSaying(raw: unknown, path: Path, blocks: Blocks): Said {
  if (typeof raw === 'string') return { word: raw, kind: kindNamed(raw, path, blocks), fields: new Map(), path };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new DocumentFault(`expected a layer, as relu or {conv: 96, kernel: 11}, got ${describe(raw)}`, path);
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(raw);
  const word = wordOf(entries, path, blocks);
  const kind = kindNamed(word, [...path, word], blocks);
  const known = kind ? Object.keys(kind.fields) : Object.keys(blocks[word]?.parameters ?? {});
  const fields = mainFields(word, kind, entries, path);
  for (const [key, value] of entries) {
    if (key === word) continue;
    const isKnown =
      Object.hasOwn(commonFields, key) || (kind !== undefined && known.includes(key) && key !== kind.main);
    if (!isKnown) throw unknownField(word, key, known, [...path, key]);
    if (fields.has(key)) throw new DocumentFault(`"${key}" is said twice`, [...path, key], { isKey: true });
    fields.set(key, { value, path: [...path, key] });
  }
  for (const [key, { path }] of [...fields, ...firstFields(fields)]) {
    if (!Object.hasOwn(commonFields, key) && !known.includes(key)) throw unknownField(word, key, known, path);
  }
  return { word, kind, fields, path };
}

/** A field that has to be there, and is not. */
export function missingField({ kind, word, fields, path }: Said): DocumentFault | undefined {
  const missing = Object.entries(kind?.fields ?? {}).find(
    ([key, { absent }]) => absent === 'required' && !fields.has(key),
  );
  if (!missing) return undefined;
  const [key] = missing;
  const how = key === kind?.main ? `"${word}: …"` : `"${key}"`;
  return new DocumentFault(`${word} needs ${how}`, path);
}

/** The fields that the first repetition has instead. */
export function firstFields(fields: Said['fields']): readonly (readonly [string, Placed<unknown>])[] {
  const first = fields.get('first');
  if (!first) return [];
  if (!fields.has('repeat'))
    throw new DocumentFault('"first" speaks of repetitions, and there is no "repeat"', first.path);
  if (typeof first.value !== 'object' || first.value === null || Array.isArray(first.value))
    throw new DocumentFault(`expected a mapping, got ${describe(first.value)}`, first.path);
  return Object.entries(first.value).map(([key, value]: [string, unknown]) => {
    const path = [...first.path, key];
    if (Object.hasOwn(commonFields, key))
      throw new DocumentFault(`"${key}" is not for the first repetition alone`, path, { isKey: true });
    return [key, { value, path }] as const;
  });
}

/** What stands behind the layer's own word: the main field, all fields in a mapping, or nothing. */
function mainFields(
  word: string,
  kind: Kind | undefined,
  entries: readonly (readonly [string, unknown])[],
  path: Path,
): Map<string, Placed<unknown>> {
  const value = entries.find(([key]) => key === word)![1];
  const at = [...path, word];
  if (value === null || value === true) return new Map();
  if (typeof value === 'object' && !Array.isArray(value)) {
    return new Map(
      Object.entries(value).map(([key, inner]: [string, unknown]) => [key, { value: inner, path: [...at, key] }]),
    );
  }
  if (kind?.main !== undefined) return new Map([[kind.main, { value, path: at }]]);
  throw new DocumentFault(
    `${word} takes ${kind ? 'no value' : 'its parameters as a mapping'}, got ${describe(value)}`,
    at,
  );
}

function wordOf(entries: readonly (readonly [string, unknown])[], path: Path, blocks: Blocks): string {
  const keys = entries.map(([key]) => key);
  const words = keys.filter((key) => kindOf.has(key) || Object.hasOwn(blocks, key));
  if (words.length === 1) return words[0]!;
  if (words.length > 1)
    throw new DocumentFault(`a layer is one thing, and this one is ${words.join(' and ')}`, [...path, words[1]!], {
      isKey: true,
    });
  const strange = keys.find((key) => !Object.hasOwn(commonFields, key));
  if (strange === undefined)
    throw new DocumentFault('this layer does not say what it is; expected conv, max pool, relu or another kind', path);
  throw noKind(strange, [...path, strange], blocks);
}

function kindNamed(word: string, path: Path, blocks: Blocks): Kind | undefined {
  const kind = kindOf.get(word);
  if (kind || Object.hasOwn(blocks, word)) return kind;
  throw noKind(word, path, blocks);
}

function noKind(word: string, path: Path, blocks: Blocks): DocumentFault {
  const known = suggestion(word, [...kindOf.keys(), ...Object.keys(blocks)]);
  return new DocumentFault(`no kind of layer and no block is called ${describe(word)}${known}`, path, { isKey: true });
}

function unknownField(word: string, key: string, known: readonly string[], path: Path): DocumentFault {
  return new DocumentFault(
    `${word} has no field ${describe(key)}${suggestion(key, [...known, ...Object.keys(commonFields)])}`,
    path,
    { isKey: true },
  );
}
