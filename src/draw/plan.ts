/** What is drawn of a network: which blocks are open, which stand for others, and which cell shows each station. */
import type { DrawOptions, Fold } from './figure.ts';
import { blocksOf, type Block, type Child, type Copy, type Run } from './blocks.ts';
import type { Station } from './stations.ts';

/** One thing that is drawn: a station, or a closed block or run. */
export interface Cell {
  /** The station that it shows; for a closed fold the one whose output leaves it. */
  readonly station: number;
  readonly fold?: Block | Run;
  /** Stations that it stands for, all copies. */
  readonly stations: readonly number[];
}

/** An open block or run: its first and last cell, between which all of it is drawn. */
export interface Frame {
  readonly fold: Block | Run;
  readonly first: number;
  readonly last: number;
  /** Frames inside it, one in another. */
  readonly height: number;
}

export interface Plan {
  readonly cells: readonly Cell[];
  readonly frames: readonly Frame[];
  /** For each station its cell. */
  readonly home: readonly number[];
  /** Stations of copies that are not drawn themselves: what they read is not drawn either. */
  readonly repeats: ReadonlySet<number>;
  readonly folds: readonly Fold[];
}

/** Things that `auto` draws each on its own, and how many it opens blocks up to where there are more. */
const mostAlone = 40;
const mostOpened = 32;

export function planOf(stations: readonly Station[], { detail = 'auto', expanded = new Set() }: DrawOptions): Plan {
  const root = blocksOf(stations);
  if (detail === 'layers' || (detail === 'auto' && stations.length <= mostAlone)) return drawn(root, stations, 'all');
  const named = new Set([...expanded].flatMap((key) => (key.endsWith('/*') ? [key, key.slice(0, -2)] : [key])));
  return drawn(root, stations, new Set([...opened(root), ...named]));
}

/** Opens folds level by level while all of a level fits. */
function opened(root: readonly Child[]): ReadonlySet<string> {
  let open: ReadonlySet<string> = new Set();
  for (;;) {
    const closed = visibleFolds(root, open);
    if (closed.length === 0) return open;
    const wider = new Set([...open, ...closed]);
    if (countCells(root, wider) > mostOpened) return open;
    open = wider;
  }
}

function visibleFolds(children: readonly Child[], open: ReadonlySet<string>): readonly string[] {
  return children.flatMap((child) => {
    if (typeof child === 'number') return [];
    return open.has(child.key) ? visibleFolds(contentOf(child), open) : [child.key];
  });
}

function countCells(children: readonly Child[], open: ReadonlySet<string>): number {
  let count = 0;
  for (const child of children) {
    count += typeof child === 'object' && open.has(child.key) ? countCells(contentOf(child), open) : 1;
  }
  return count;
}

/** A run is drawn as its first copy. */
function contentOf(fold: Block | Run): readonly Child[] {
  return fold.kind === 'block' ? fold.children : fold.copies[0]!.children;
}

function drawn(root: readonly Child[], stations: readonly Station[], open: ReadonlySet<string> | 'all'): Plan {
  const cells: Cell[] = [];
  const frames: Frame[] = [];
  const folds: Fold[] = [];
  const home = stations.map(() => -1);
  const repeats = new Set<number>();
  root.forEach((child) => draw(child));
  return { cells, frames, home, repeats, folds };

  /** Returns how many frames lie one in another, less 1. `isCopy`: one of equal blocks that are each drawn, open like the rest. */
  function draw(child: Child, isCopy = false): number {
    if (typeof child === 'number') return drawCell({ station: child, stations: [child] });
    const isOpen = isCopy || open === 'all' || open.has(child.key);
    const isEach = child.kind === 'run' && (open === 'all' || open.has(`${child.key}/*`));
    if (open !== 'all' || !isEach) folds.push(foldOf(child, stations, { isOpen, isEach }));
    if (isEach) return Math.max(...child.copies.flatMap(({ whole }) => whole.map((copy) => draw(copy, true))));
    if (!isOpen) return drawCell({ station: exitOf(child), fold: child, stations: child.stations });
    const first = cells.length;
    const height = Math.max(-1, ...contentOf(child).map((inner) => draw(inner))) + 1;
    if (child.kind === 'run') child.copies.slice(1).forEach((copy) => repeat(copy, child.copies[0]!));
    frames.push({ fold: child, first, last: cells.length - 1, height });
    return height;
  }

  function drawCell(cell: Cell): number {
    for (const station of cell.stations) home[station] = cells.length;
    if (cell.fold?.kind === 'run')
      cell.fold.copies.slice(1).forEach((copy) => copy.stations.forEach((s) => repeats.add(s)));
    cells.push(cell);
    return -1;
  }

  /** A copy's stations are at home where the first copy shows what they are called. */
  function repeat(copy: Copy, first: Copy): void {
    const places = new Map(first.stations.map((station) => [nameIn(first, station), station]));
    for (const station of copy.stations) {
      repeats.add(station);
      home[station] = home[places.get(nameIn(copy, station)) ?? first.stations.at(-1)!]!;
    }
  }

  function nameIn(copy: Copy, station: number): string {
    const { name } = stations[station]!;
    return name.startsWith(`${copy.name}.`) ? name.slice(copy.name.length) : `${copy.stations.indexOf(station)}`;
  }
}

function exitOf(fold: Block | Run): number {
  return fold.stations.at(-1)!;
}

/** `isEach`: of a run, every copy is drawn on its own. */
interface Openness {
  readonly isOpen: boolean;
  readonly isEach: boolean;
}

function foldOf(fold: Block | Run, stations: readonly Station[], openness: Openness): Fold {
  const { key, path } = fold;
  const layers = [...new Set(fold.stations.flatMap((place) => layersOf(stations[place]!)))];
  const copies = fold.kind === 'run' && !openness.isEach ? fold.copies.length : 1;
  return { key, path, copies, open: openness.isOpen, layers, text: foldText(fold, stations, openness) };
}

/** The names of the layers that a station stands for. */
export function layersOf({ layer, steps }: Station): readonly string[] {
  return [...new Set([...(layer ? [layer.name] : []), ...steps.map((step) => step.layer)])];
}

function foldText(fold: Block | Run, stations: readonly Station[], { isOpen, isEach }: Openness): string {
  if (fold.kind === 'block')
    return `${fold.path.join('.')}: ${fold.stations.length} layers${isOpen ? '' : ' drawn as one'}`;
  const names = `${fold.copies[0]!.name} to ${fold.copies.at(-1)!.name}: ${fold.copies.length} equal blocks`;
  if (isEach) return `${names}, each drawn`;
  return `${names}, ${isOpen ? 'the first' : 'one'} is drawn${extrasOf(fold, stations)}`;
}

/** What the first copy of a run has and the others lack. */
function extrasOf({ copies: [first, second] }: Run, stations: readonly Station[]): string {
  if (first!.stations.length === second!.stations.length) return '';
  const namesOf = ({ name, stations: own }: Copy): readonly string[] =>
    own.map((place) => stations[place]!.name).map((each) => (each.startsWith(name) ? each.slice(name.length + 1) : ''));
  const others = new Set(namesOf(second!));
  const extras = namesOf(first!).filter((name) => name !== '' && !others.has(name));
  return extras.length === 0 ? '' : `; the others have no ${extras.join(', ')}`;
}
