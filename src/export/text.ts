/**
 * Python's own words: identifiers, literals, comments. Whatever a file calls its layers ends in one of these three, so that
 * no name can become code.
 */

/** Python 3.13's keywords, and the built-in names that exported text itself uses. */
const reserved = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in ' +
    'is lambda nonlocal not or pass raise return try while with match case type _ ' +
    'F nn np torch keras layers ops math self super print range float int bool EPOCHS max min sum tuple list zip x y z u v w'
  ).split(' '),
);

/** Letters, digits and _ alone: Python allows more, and folds what looks alike into one name (PEP 3131). */
export function identifier(name: string, otherwise: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, longestName);
  const worded = plain === '' ? otherwise : /^\d/.test(plain) ? `${otherwise}${plain}` : plain;
  return reserved.has(worded) ? `${worded}_` : worded;
}

const longestName = 60;

/** `VGG-16` → `VGG16`, `alex net` → `AlexNet`. */
export function className(name: string, otherwise: string): string {
  const words = name
    .normalize('NFKD')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = words
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')
    .slice(0, longestName);
  return identifier(/^\d/.test(joined) ? `${otherwise}${joined}` : joined, otherwise);
}

/** The name, or the name with the first number that makes it new; it is taken then. */
export function unused(name: string, taken: Set<string>, separator = '_'): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}${separator}${i}`;
  taken.add(free);
  return free;
}

/** A text in single quotes; everything but printable ASCII is escaped. */
export function quoted(text: string): string {
  const escaped = Array.from(text, (character) => {
    if (character === '\\' || character === "'") return `\\${character}`;
    if (/[ -~]/.test(character)) return character;
    const code = character.codePointAt(0)!;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `'${escaped.join('')}'`;
}

/** Comment lines of at most `width` columns; line breaks and what steers a terminal become spaces. */
export function comment(text: string, width = 100): readonly string[] {
  const words = text
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}

/** A number as Python writes it; what was stored as a float32 in as few digits as say the same float32. */
export function number(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
  const short = shortest(value);
  const [digits, exponent] = String(short).split('e');
  if (exponent !== undefined) return `${digits}e${exponent}`;
  return Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
}

/** Whether a text is a number or a truth value rather than a tensor. */
export function isNumberText(text: string): boolean {
  return /^(?:-?(?:[\d.]|float\()|True$|False$)/.test(text);
}

/** With a decimal point also where it is whole. */
export function float(value: number): string {
  return Number.isSafeInteger(value) ? `${value}.0` : number(value);
}

function shortest(value: number): number {
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}

/** `3`, `(3, 5)`, `(3,)` */
export function tuple(entries: readonly string[]): string {
  return entries.length === 1 ? `(${entries[0]},)` : `(${entries.join(', ')})`;
}
