/** Rows of equal things among the children of a block, and what to do where a block has more children than a screen shows. */
import { stationsIn, type Block, type Child, type Copy, type Run } from './blocks.ts';

type SignatureOf = (child: Child) => readonly string[];

/** A block with more children than this is cut into pieces. */
const most = 60;

/** Things in a pattern that is looked for among equal layers in a row; longer ones are rare, and the search takes as many passes. */
const longestPattern = 32;

/** Neighbouring blocks that are alike become one run. */
export function withRuns(
  children: readonly Child[],
  signature: SignatureOf,
  path: readonly string[],
): readonly Child[] {
  const result: Child[] = [];
  for (let i = 0; i < children.length;) {
    const length = typeof children[i] === 'number' ? 1 : runLength(children, i, signature);
    const copies = children.slice(i, i + length);
    result.push(length === 1 ? children[i]! : runOf(copies.map((copy) => [copy]), signature, path)); // prettier-ignore
    i += length;
  }
  return result;
}

function runLength(children: readonly Child[], start: number, signature: SignatureOf): number {
  const first = signature(children[start]!);
  const second = children[start + 1];
  if (second === undefined || typeof second === 'number' || !isAlike(first, signature(second))) return 1;
  const word = wordOf(children[start]!);
  const others = signature(second).join('\n');
  let length = 1;
  for (
    let next = children[start + length];
    next !== undefined && typeof next !== 'number';
    next = children[start + length]
  ) {
    if (wordOf(next) !== word || signature(next).join('\n') !== others) break;
    length++;
  }
  return length;
}

/** Equal blocks are numbered: `self` and `cross` attention have equal layers and are not copies of one another. */
function wordOf(child: Child): string {
  return typeof child === 'number' ? '' : child.path.at(-1)!.replaceAll(/\d+/g, '');
}

/** The first block of a row may have a projection that the others do not need. */
const mostExtras = 1;

function isAlike(first: readonly string[], other: readonly string[]): boolean {
  if (first.length < other.length || first.length - other.length > mostExtras) return false;
  let matched = 0;
  for (const each of first) if (each === other[matched]) matched++;
  return matched === other.length;
}

function runOf(copies: readonly (readonly Child[])[], signature: SignatureOf, path: readonly string[]): Run {
  const made = copies.map((children): Copy => ({
    name: nameOf(children),
    whole: children,
    children: contentOf(children),
    stations: children.flatMap(stationsIn),
    signature: children.flatMap(signature),
  })); // prettier-ignore
  const first = made[0]!.name;
  const last = made.at(-1)!.name;
  const base = path.length > 0 ? `${path.join('/')}/` : '';
  return {
    kind: 'run',
    key: `${base}${lastWord(first)}..${lastWord(last)}`,
    path: [...path, `${lastWord(first)}..${lastWord(last)}`],
    copies: made,
    stations: made.flatMap(({ stations }) => stations),
  };
}

function nameOf([first]: readonly Child[]): string {
  return typeof first === 'object' ? first.path.join('.') : `${first! + 1}`;
}

function contentOf(children: readonly Child[]): readonly Child[] {
  const [only, ...others] = children;
  return others.length === 0 && typeof only === 'object' && only.kind === 'block' ? only.children : children;
}

function lastWord(name: string): string {
  return name.split('.').at(-1)!;
}

/** Where there are too many children: patterns that repeat become runs, and what is still too many is cut into equal pieces. */
export function chunked(children: readonly Child[], signature: SignatureOf, path: readonly string[]): readonly Child[] {
  if (children.length <= most) return children;
  const folded = withPatterns(children, signature, path);
  return pieces(folded, signature, path);
}

/** As many pieces as each piece then has pieces in turn, so that opening one shows about as much as there was before. */
function pieces(children: readonly Child[], signature: SignatureOf, path: readonly string[]): readonly Child[] {
  const count = children.length;
  if (count <= most) return children;
  const levels = Math.ceil(Math.log(count) / Math.log(most));
  const size = Math.ceil(count / Math.ceil(count ** (1 / levels)));
  return Array.from({ length: Math.ceil(count / size) }, (_, i) => {
    const own = children.slice(i * size, (i + 1) * size);
    return pieceOf(own, signature, path);
  });
}

function pieceOf(children: readonly Child[], signature: SignatureOf, path: readonly string[]): Block {
  const stations = children.flatMap(stationsIn);
  const own = [...path, `${stations[0]! + 1} to ${stations.at(-1)! + 1}`];
  return {
    kind: 'block',
    key: own.join('/'),
    path: own,
    children: pieces(children, signature, path),
    stations,
    signature: children.flatMap(signature),
  };
}

/** From left to right, the pattern that covers most of what follows, if it repeats at once. */
function withPatterns(children: readonly Child[], signature: SignatureOf, path: readonly string[]): readonly Child[] {
  const words = numbered(children.map((child) => signature(child).join('\n')));
  const result: Child[] = [];
  for (let i = 0; i < children.length;) {
    const { length, copies } = bestPattern(words, i);
    if (copies === 1) result.push(children[i]!);
    else {
      const parts = Array.from({ length: copies }, (_, c) => children.slice(i + c * length, i + (c + 1) * length));
      result.push(runOf(parts, signature, path));
    }
    i += length * copies;
  }
  return result;
}

function numbered(words: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return words.map((word) => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  });
}

function bestPattern(words: readonly number[], start: number): { readonly length: number; readonly copies: number } {
  let best = { length: 1, copies: 1 };
  for (let length = 1; length <= longestPattern; length++) {
    let equal = 0;
    while (start + length + equal < words.length && words[start + equal] === words[start + length + equal]) equal++;
    const copies = Math.floor(equal / length) + 1;
    if (copies > 1 && copies * length > best.length * best.copies) best = { length, copies };
  }
  return best;
}
