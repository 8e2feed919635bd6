/** Sizes as expressions of a network file, and the names that they take for granted. */
import { UnsupportedError } from '../../core/errors.ts';
import { formatSize, isWhole, symbolsOf, type Size } from '../../core/size.ts';

type Polynomial = Exclude<Size, number | bigint>;
type Atom = Polynomial['terms'][number]['powers'][number]['atom'];

export interface Sizes {
  /** A number, or an expression over open parameters. */
  expression(size: Size): number | bigint | string;
  /** As one word of an input's shape, where a word that is no parameter is an open size. */
  word(size: Size): number | bigint | string;
  /** Names that the document declares as open parameters. */
  readonly open: ReadonlySet<string>;
}

export function startSizes(): Sizes {
  const open = new Set<string>();
  return { expression, word, open };

  function expression(size: Size): number | bigint | string {
    if (isWhole(size)) return size;
    for (const name of symbolsOf(size)) open.add(expectWord(name, size));
    return textOf(size);
  }

  function word(size: Size): number | bigint | string {
    const [name] = isWhole(size) ? [] : symbolsOf(size);
    return name !== undefined && formatSize(size) === name && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)
      ? name
      : expression(size);
  }
}

/** What a parameter may be called, and what means something else in an expression (check.ts). */
const meaning =
  /^(?:index|channels|features|if|else|and|or|not|true|false|yes|no|open|min|max|floor|ceil|round|sqrt|batch norm)$/;

function expectWord(name: string, size: Size): string {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !meaning.test(name)) return name;
  throw new UnsupportedError(
    `a network file has no word for the open size "${name}" of ${formatSize(size)}; give it with --bind`,
  );
}

function textOf(size: Size): string {
  if (isWhole(size)) return String(size);
  const terms = size.terms.map(({ coefficient, powers }) => {
    const factors = powers.map(({ atom, power }) => (power === 1 ? atomText(atom) : `${atomText(atom)} ** ${power}`));
    return factors.length === 0
      ? String(coefficient)
      : coefficient === 1
        ? factors.join(' * ')
        : [coefficient, ...factors].join(' * ');
  });
  return terms.join(' + ').replaceAll('+ -', '- ');
}

/** `//` rounds down, and −(−a // b) up. */
function atomText(atom: Atom): string {
  if (typeof atom === 'string') return atom;
  const [a, b] = [textOf(atom.numerator), textOf(atom.denominator)];
  if (atom.kind === 'max' || atom.kind === 'min') return `${atom.kind}(${a}, ${b})`;
  return atom.kind === 'floor' ? `((${a}) // (${b}))` : `(-((-(${a})) // (${b})))`;
}
