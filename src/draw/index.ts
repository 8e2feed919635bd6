/** `layerledger/draw`: a ledger as a figure, drawn to scale; the figure as SVG. */
export { barsOf } from './bars.ts';
export {
  pathOf,
  type DrawOptions,
  type Figure,
  type Fold,
  type Mark,
  type MarkKind,
  type Part,
  type Point,
  type Role,
} from './figure.ts';
export { figureOf } from './figureOf.ts';
export { styleOf, type Theme } from './style.ts';
export { classOf, svgOf, type SvgOptions } from './svg.ts';
