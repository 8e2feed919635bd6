/**
 * A figure as plain data: marks in drawing order, each saying which layer it shows and which factors of that layer's
 * derivations it counts. The law of this file: a Figure survives `structuredClone` and holds no markup.
 */

/** x to the right, y downwards, in the units of the figure's `viewBox`. */
export type Point = readonly [x: number, y: number];

export type MarkKind =
  | 'box' | 'kernel' | 'window' | 'pyramid' | 'edge' | 'join' | 'label' | 'tower' | 'group' | 'bar' | 'rule'; // prettier-ignore

/** What of its layer a mark shows. */
export type Role =
  | 'feature map' | 'sequence' | 'dense' | 'input' | 'pooling' | 'product' | 'embedding' | 'block' | 'join'
  | 'height' | 'width' | 'channels' | 'depth' | 'division'
  | 'kernel' | 'stride' | 'unit' | 'skip' | 'carried' | 'loop' | 'tower' | 'repeat'
  | 'name' | 'recipe' | 'step' | 'title' | 'legend' | 'weights' | 'connections' | 'axis'; // prettier-ignore

export interface Mark {
  readonly kind: MarkKind;
  /** How `points` are joined: a closed polygon, a line, cubic curves (a start, then three points each), a disc (centre, point on its rim), or where a text stands. */
  readonly shape: 'polygon' | 'line' | 'curve' | 'disc' | 'text';
  /** The `layer` of one of the figure's parts; `''` for a mark of the figure itself. */
  readonly layer: string;
  readonly role: Role;
  readonly points: readonly Point[];
  /** For a box: which of its visible sides. */
  readonly face?: 'front' | 'top' | 'side';
  readonly text?: string;
  readonly align?: 'start' | 'middle' | 'end';
  /** The words of the factors that it counts, as they stand in the layer's derivations: `filters`, `kernel height`. */
  readonly factors?: readonly string[];
  /** The tower on which it lies, from 1. */
  readonly tower?: number;
}

/** One thing that is drawn: a layer of the ledger, an input, or a block that was folded. */
export interface Part {
  /** Name of the layer, or of the input or the block, made longer where a layer has the same. */
  readonly layer: string;
  /** Of a block: the key of its fold. */
  readonly fold?: string;
  /** The text alternative: `conv2: 256 feature maps of 27 × 27 on two towers, kernel 5 × 5 over 48 channels of its own tower`. */
  readonly text: string;
  /** Names of all layers of the ledger that it stands for: itself, activations and norms behind it, all of a block. */
  readonly layers: readonly string[];
}

/** A block, or a row of equal blocks, that can be opened or is open. */
export interface Fold {
  /** What `DrawOptions.expanded` takes: the block's path joined by `/`. */
  readonly key: string;
  readonly path: readonly string[];
  /** How many equal blocks it stands for. */
  readonly copies: number;
  /** Whether what is in it (in its first copy) is drawn. */
  readonly open: boolean;
  readonly layers: readonly string[];
  /** What was folded, a sentence: `stage1.1 to stage1.3: 3 equal blocks, the first is drawn`. */
  readonly text: string;
}

export interface Figure {
  readonly viewBox: readonly [x: number, y: number, width: number, height: number];
  readonly title: string;
  readonly description: string;
  /** In drawing order; every mark's `layer` is one of these or `''`. */
  readonly parts: readonly Part[];
  /** In drawing order: marks of the figure itself that lie behind, then those of each part together, then the legend. */
  readonly marks: readonly Mark[];
  readonly folds: readonly Fold[];
  /** What holds of the drawing: its scales, what was cut short, a sentence each. */
  readonly legend: readonly string[];
}

export interface DrawOptions {
  /** Each layer, or equal blocks folded; `auto` draws up to 40 things each on its own. */
  readonly detail?: 'auto' | 'layers' | 'blocks';
  /** Keys of folds to open whatever their size; with `/*` behind it, that of a row of equal blocks draws each of them. */
  readonly expanded?: ReadonlySet<string>;
  /** Width to fit, in units of the viewBox; what is longer goes on in another row. */
  readonly width?: number;
}

/** The SVG path of a mark that is no text: two decimals, the same text for the same figure. */
export function pathOf({ shape, points }: Pick<Mark, 'shape' | 'points'>): string {
  const [start, ...rest] = points;
  if (!start) return '';
  if (shape === 'disc') return discOf(start, rest[0] ?? start);
  const head = `M${pair(start)}`;
  if (shape === 'curve') return `${head}C${rest.map(pair).join(' ')}`;
  return head + rest.map((point) => `L${pair(point)}`).join('') + (shape === 'polygon' ? 'Z' : '');
}

function discOf([x, y]: Point, [rimX, rimY]: Point): string {
  const radius = decimal(Math.hypot(rimX - x, rimY - y));
  const half = `a${radius} ${radius} 0 1 0 `;
  return `M${pair([x - Number(radius), y])}${half}${decimal(2 * Number(radius))} 0${half}${decimal(-2 * Number(radius))} 0Z`;
}

function pair([x, y]: Point): string {
  return `${decimal(x)} ${decimal(y)}`;
}

/** At most two decimals; never `-0`. */
export function decimal(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}
