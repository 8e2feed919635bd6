/** What is wrong with a document, and where in it: whoever knows the text turns the path into a line and a column. */

/** Keys and indices from the document's root: `['layers', 3, 'kernel']`. */
export type Path = readonly (string | number)[];

interface Where {
  readonly cause?: unknown;
  /** The key at the path's end is at fault rather than what stands behind it. */
  readonly isKey?: boolean;
  /** Characters into the text that stands at the path. */
  readonly offset?: number;
}

/** A fault of a document; `message` is a sentence without a place. */
export class DocumentFault extends Error {
  override readonly name = 'DocumentFault';
  readonly path: Path;
  readonly isKey: boolean;
  readonly offset: number;

  constructor(sentence: string, path: Path, { cause, isKey = false, offset = 0 }: Where = {}) {
    super(sentence, { cause });
    this.path = path;
    this.isKey = isKey;
    this.offset = offset;
  }
}

/** `layers[3].kernel`: a path in words, for a document without lines. */
export function formatPath(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step + 1}]` : i === 0 ? step : `.${step}`)).join('');
}

/** What a value of a document is, for a sentence: `a list`, `"abc"`, `12`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : `a ${typeof value}`;
}
