/** A message read by its field names: typed, bounded and placed; it remembers which fields nobody asked for. */
import type { MalformedError } from '../../core/errors.ts';
import type { Field, FieldValue } from './text.ts';
import type { Source } from './source.ts';

/** The largest int32: Caffe's sizes and counts are 32 bits wide. */
const LARGEST = 2 ** 31 - 1;

/** A cursor over the fields of one message; `at` is where the message begins. */
export class Fields {
  readonly source: Source;
  readonly at: number;
  private readonly byName = new Map<string, Field[]>();
  private readonly asked = new Set<string>();
  private readonly opened = new Map<string, Fields>();

  constructor(source: Source, at: number, fields: readonly Field[]) {
    this.source = source;
    this.at = at;
    for (const field of fields) {
      const held = this.byName.get(field.name);
      if (held) held.push(field);
      else this.byName.set(field.name, [field]);
    }
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Every occurrence of a field. */
  all(name: string): readonly Field[] {
    this.asked.add(name);
    return this.byName.get(name) ?? [];
  }

  /** The one occurrence of a field; the text format allows no second one of a field that is not repeated. */
  one(name: string): Field | undefined {
    const [first, second] = this.all(name);
    if (second)
      throw this.source.malformed(second.at, `"${name}" is given twice, first at ${this.source.place(first!.at)}`);
    return first;
  }

  whole(name: string, least = 0): number | undefined {
    const field = this.one(name);
    return field && this.wholeOf(field, least);
  }

  wholes(name: string, least = 0): readonly number[] {
    return this.all(name).map((field) => this.wholeOf(field, least));
  }

  decimal(name: string): number | undefined {
    const field = this.one(name);
    return field && this.decimalOf(field);
  }

  decimals(name: string): readonly number[] {
    return this.all(name).map((field) => this.decimalOf(field));
  }

  /** A bool: `true`, `false`, `t`, `f`, `1` or `0`. */
  flag(name: string): boolean | undefined {
    const field = this.one(name);
    if (!field) return undefined;
    const said = field.value.kind === 'number' ? String(field.value.value) : textOf(field.value);
    if (said !== undefined && /^(true|True|t|1)$/.test(said)) return true;
    if (said !== undefined && /^(false|False|f|0)$/.test(said)) return false;
    throw this.wrong(field, 'true or false');
  }

  text(name: string): string | undefined {
    const field = this.one(name);
    return field && this.textOf(field);
  }

  texts(name: string): readonly string[] {
    return this.all(name).map((field) => this.textOf(field));
  }

  /** A text, or the name of an enum's value. */
  textOf(field: Field): string {
    const said = textOf(field.value);
    if (said === undefined) throw this.wrong(field, 'a text');
    return said;
  }

  /** An enum's value by name, or by number: its place in `words`. */
  choice<W extends string>(name: string, words: readonly W[], fallback: W): W {
    const field = this.one(name);
    if (!field) return fallback;
    const said = field.value.kind === 'number' ? words[field.value.value] : textOf(field.value);
    const word = words.find((candidate) => candidate === said && candidate !== '');
    if (word === undefined) throw this.wrong(field, words.filter((w) => w !== '').join(', '));
    return word;
  }

  /** The message of that name; an absent one reads as an empty one, as protobuf has it. */
  section(name: string): Fields {
    const held = this.opened.get(name);
    if (held) return held;
    const field = this.one(name);
    const section = field ? this.sectionOf(field) : new Fields(this.source, this.at, []);
    this.opened.set(name, section);
    return section;
  }

  sections(name: string): readonly Fields[] {
    return this.all(name).map((field) => this.sectionOf(field));
  }

  /** Fields of the opened sections that nobody asked for. */
  unread(): readonly { readonly section: string; readonly field: Field }[] {
    return [...this.opened].flatMap(([section, { byName, asked }]) =>
      [...byName].filter(([name]) => !asked.has(name)).map(([, [field]]) => ({ section, field: field! })),
    );
  }

  private sectionOf(field: Field): Fields {
    if (field.value.kind !== 'message') throw this.wrong(field, 'a message in braces');
    return new Fields(this.source, field.at, field.value.fields);
  }

  private wholeOf(field: Field, least: number): number {
    const value = field.value.kind === 'number' ? field.value.value : Number.NaN;
    if (Number.isInteger(value) && value >= least && value <= LARGEST) return value;
    throw this.wrong(field, `a whole number from ${least} to ${LARGEST}`);
  }

  private decimalOf(field: Field): number {
    if (field.value.kind !== 'number') throw this.wrong(field, 'a number');
    return field.value.value;
  }

  private wrong(field: Field, expectation: string): MalformedError {
    return this.source.malformed(field.at, `${field.name}: expected ${expectation}, got ${sayValue(field.value)}`);
  }
}

function textOf(value: FieldValue): string | undefined {
  return value.kind === 'text' || value.kind === 'word' ? value.text : undefined;
}

function sayValue(value: FieldValue): string {
  if (value.kind === 'message') return 'a message';
  if (value.kind === 'number') return String(value.value);
  const said = value.text.length > 40 ? `${value.text.slice(0, 40)}…` : value.text;
  return value.kind === 'text' ? JSON.stringify(said) : said;
}
