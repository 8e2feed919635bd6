/** `layerledger/draw`: a ledger as a figure, drawn to scale; the figure as SVG. */
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
