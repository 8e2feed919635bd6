/** The fields of layers: how each is written, what a reader makes of it, and what the schema says of it. */
import { isWhole, type Size } from '../../core/size.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import type { Quantity } from './quantity.ts';

/** How a field may be written; the schema has one rule for each. */
export type Form =
  | { readonly kind: 'number' | 'size' | 'flag' | 'sizes' | 'padding' | 'names' | PartKind }
  | { readonly kind: 'choice'; readonly values: readonly string[] };

/** Fields that a layer's own code reads. */
type PartKind =
  | 'text'
  | 'expression'
  | 'layers'
  | 'branches'
  | 'fields'
  | 'attributes'
  | 'wholes'
  | 'table'
  | 'shapes'
  | 'constants'
  | 'tensors'
  | 'outputs'
  | 'row'
  | 'groups';

/** Where a field stands, and the names that its expressions may use. */
export interface Site {
  readonly path: Path;
  /** Evaluates an expression that stands at `path`; `words` are what could stand there instead, for suggestions. */
  readonly evaluate: (text: string, path: Path, words?: readonly string[]) => Quantity;
}

/** A field that reads as `Present`, and as `Absent` where it is not given. */
export interface Field<Present, Absent = Present> {
  readonly doc: string;
  readonly form: Form;
  /** `required`: it has to be given. */
  readonly absent: 'required' | { readonly value: Absent };
  /** Throws a DocumentFault. */
  readonly read: (value: unknown, site: Site) => Present;
}

/** A field that has to be given. */
export function required<P>({ doc, form, read }: Field<P, undefined>): Field<P, never> {
  return { doc, form, read, absent: 'required' };
}

/** A field with a default, which its words tell. */
export function or<P, const D>(otherwise: D, field: Field<P, undefined>): Field<P, D> {
  return { ...field, absent: { value: otherwise } };
}

/** A whole number of at least 1 or an open size: filters, units. */
export function size(doc: string): Field<Size, undefined> {
  return optional(doc, { kind: 'size' }, readSize);
}

/** Any finite number. */
export function real(doc: string): Field<number, undefined> {
  return optional(doc, { kind: 'number' }, (value, site) => Number(readNumber(value, site)));
}

/** A whole number from `least` to `most`. */
export function count(doc: string, least = 1, most = mostExtent): Field<number, undefined> {
  return optional(doc, { kind: 'number' }, (value, site) => readCount(value, site, least, most));
}

export function flag(doc: string): Field<boolean, undefined> {
  return optional(doc, { kind: 'flag' }, (value, site) => {
    const found = typeof value === 'string' ? site.evaluate(value, site.path) : value;
    if (typeof found === 'boolean') return found;
    throw new DocumentFault(`expected true or false, got ${describe(found)}`, site.path);
  });
}

export function choice<const C extends string>(doc: string, values: readonly C[]): Field<C, undefined> {
  return optional(doc, { kind: 'choice', values }, (value, site) => {
    const found = values.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    throw new DocumentFault(`expected ${values.join(' or ')}, got ${describe(value)}`, site.path);
  });
}

/** One whole number for all spatial axes, or a list with one for each. */
export function sizes(doc: string, most = mostExtent): Field<number | readonly number[], undefined> {
  return optional(doc, { kind: 'sizes' }, (value, site) => {
    if (!Array.isArray(value)) return readCount(value, site, 1, most);
    return value.map((entry, i) => readCount(entry, inside(site, i), 1, most));
  });
}

/** Padding: a word, cells on every side, `[height, width]`, or `[[before, after], …]`. */
export type Padding = 'valid' | 'same' | number | readonly (number | readonly [number, number])[];

export function padding(doc: string): Field<Padding, undefined> {
  return optional(doc, { kind: 'padding' }, (value, site) => {
    if (value === 'valid' || value === 'same') return value;
    if (!Array.isArray(value)) return readCount(value, withWords(site, ['valid', 'same']), 0, mostExtent);
    return value.map((entry, i) =>
      Array.isArray(entry) ? readPair(entry, inside(site, i)) : readCount(entry, inside(site, i), 0, mostExtent),
    );
  });
}

/** A name, or a list of names, of layers that stand before. */
export function names(doc: string): Field<readonly Placed<string>[], undefined> {
  return optional(doc, { kind: 'names' }, (value, site) => {
    const list = Array.isArray(value)
      ? value.map((name: unknown, i) => ({ value: name, ...inside(site, i) }))
      : [{ value, ...site }];
    return list.map(({ value: name, path }) => {
      if (typeof name === 'string') return { value: name, path };
      throw new DocumentFault(`expected a layer's name, got ${describe(name)}`, path);
    });
  });
}

/** Part of a document, with where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly path: Path;
}

/** A field that a layer's own code reads. */
export function part(doc: string, kind: PartKind): Field<Placed<unknown>, undefined> {
  return optional(doc, { kind }, (value, { path }) => ({ value, path }));
}

/** The largest kernel, stride, or padding that is read: beyond it every tap is looked at singly while counting. */
const mostExtent = 1_000_000;

export function inside(site: Site, ...steps: Path): Site {
  return { ...site, path: [...site.path, ...steps] };
}

/** A whole number of at least 1, or an open size. */
export function readSize(value: unknown, site: Site): Size {
  const found = readNumber(value, site);
  if (!isWhole(found)) return found;
  if (typeof found === 'number' && !Number.isInteger(found))
    throw new DocumentFault(`expected a whole number, got ${describe(value)}${told(value, found)}`, site.path);
  if (found < 1)
    throw new DocumentFault(
      `expected a whole number of at least 1, got ${describe(value)}${told(value, found)}`,
      site.path,
    );
  return found;
}

/** A number (fractions too) or an open size. */
function readNumber(value: unknown, site: Site): Size {
  const found = typeof value === 'string' ? site.evaluate(value, site.path) : isNumber(value) ? value : undefined;
  if (found !== undefined && typeof found !== 'boolean') return found;
  throw new DocumentFault(`expected a number, got ${describe(value)}`, site.path);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
}

export function readCount(value: unknown, site: Site, least: number, most: number): number {
  const found = readNumber(value, site);
  const isRight = typeof found === 'number' && Number.isInteger(found) && found >= least && found <= most;
  if (isRight) return found;
  throw new DocumentFault(
    `expected a whole number from ${least} to ${most}, got ${describe(value)}${told(value, found)}`,
    site.path,
  );
}

export function readText({ value, path }: Placed<unknown>, what: string): Placed<string> {
  if (typeof value === 'string') return { value, path };
  throw new DocumentFault(`expected ${what}, got ${describe(value)}`, path);
}

function readPair(entry: readonly unknown[], site: Site): readonly [number, number] {
  if (entry.length !== 2) throw new DocumentFault(`expected [before, after], got ${describe(entry)}`, site.path);
  return [readCount(entry[0], inside(site, 0), 0, mostExtent), readCount(entry[1], inside(site, 1), 0, mostExtent)];
}

/** A site where these words could stand instead of an expression. */
export function withWords(site: Site, words: readonly string[]): Site {
  return { ...site, evaluate: (text, path) => site.evaluate(text, path, words) };
}

/** What an expression came to, where the text does not show it. */
function told(value: unknown, found: unknown): string {
  return typeof value === 'string' && typeof found === 'number' && value !== String(found) ? ` = ${found}` : '';
}

function optional<P>(doc: string, form: Form, read: (value: unknown, site: Site) => P): Field<P, undefined> {
  return { doc, form, read, absent: { value: undefined } };
}
