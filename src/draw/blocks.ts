/** The tree of blocks of a network: stations under the paths that they stand in, rows of equal blocks found. */
import { formatSize, type Size } from '../core/size.ts';
import { leafOf } from './leaves.ts';
import { chunked, withRuns } from './runs.ts';
import type { Station } from './stations.ts';

/** A station by its place, a block, or a row of equal blocks. */
export type Child = number | Block | Run;

export interface Block {
  readonly kind: 'block';
  readonly key: string;
  readonly path: readonly string[];
  readonly children: readonly Child[];
  readonly stations: readonly number[];
  /** What its layers are, in order: equal blocks have equal ones. */
  readonly signature: readonly string[];
}

export interface Run {
  readonly kind: 'run';
  readonly key: string;
  readonly path: readonly string[];
  readonly copies: readonly Copy[];
  readonly stations: readonly number[];
}

/** What is drawn of one of the equal things, and what it is called: `stage1.2`. */
export interface Copy {
  readonly name: string;
  /** Itself, as it is drawn where all copies are. */
  readonly whole: readonly Child[];
  /** What is in it, as it is drawn where it stands for all copies. */
  readonly children: readonly Child[];
  readonly stations: readonly number[];
  readonly signature: readonly string[];
}

/** Blocks within blocks beyond this are taken for one; file names can nest without end. */
const maxDepth = 24;

interface Open {
  readonly path: readonly string[];
  readonly children: (number | Open)[];
  readonly byName: Map<string, Open>;
}

/** The whole network as the children of its root, at most a screenful of them. */
export function blocksOf(stations: readonly Station[]): readonly Child[] {
  const signatures = stations.map((station) => [stationSignature(station)]);
  const root = openBlock([]);
  stations.forEach(({ blocks }, place) => {
    let block = root;
    for (const name of blocks.slice(0, maxDepth)) {
      let inner = block.byName.get(name);
      if (!inner) {
        inner = openBlock([...block.path, name]);
        block.byName.set(name, inner);
        block.children.push(inner);
      }
      block = inner;
    }
    block.children.push(place);
  });
  const [only, ...others] = closed(root, signatures).children;
  return others.length === 0 && typeof only === 'object' && only.kind === 'block' ? only.children : [only!, ...others];
}

function openBlock(path: readonly string[]): Open {
  return { path, children: [], byName: new Map() };
}

/** Of each station, as a list of one. */
type Signatures = readonly (readonly string[])[];

function closed({ path, children }: Open, signatures: Signatures): Block {
  const inner = children.map((child) => (typeof child === 'number' ? child : unwrapped(closed(child, signatures))));
  const signature = (child: Child): readonly string[] => signatureOf(child, signatures);
  const key = path.join('/');
  const all = inner.flatMap(stationsIn);
  return {
    kind: 'block',
    key,
    path,
    children: chunked(withRuns(inner, signature, path), signature, path),
    stations: all,
    signature: inner.flatMap(signature),
  };
}

/** A block of one thing is that thing. */
function unwrapped(block: Block): Child {
  return block.children.length === 1 ? block.children[0]! : block;
}

export function stationsIn(child: Child): readonly number[] {
  return typeof child === 'number' ? [child] : child.stations;
}

function signatureOf(child: Child, signatures: Signatures): readonly string[] {
  if (typeof child === 'number') return signatures[child]!;
  return child.kind === 'block' ? child.signature : child.copies.flatMap(({ signature }) => signature);
}

/** Operator, kernel and filters; not the input's channels or size, which a row of equal blocks may change. */
function stationSignature({ kind, operator, layer, shape }: Station): string {
  const { weights, output = [] } = layer?.derivations ?? {};
  const kernel = (axis: string): Size => leafOf(weights ?? output[0], `kernel ${axis}`) ?? 0;
  const width = kind === 'map' ? shape?.[1] : kind === 'dense' || kind === 'recurrent' ? shape?.at(-1) : undefined;
  const numbers = kind === 'map' || kind === 'pool' ? [kernel('height'), kernel('width')] : [];
  return [operator, ...numbers, width ?? 0]
    .map((part) => (typeof part === 'object' ? formatSize(part) : part))
    .join(' ');
}
