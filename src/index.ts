/** layerledger: counts the units, weights and connections of every layer of a neural network. */
export { audit, openClaims, publishedClaims, why, type Audit, type ClaimsDocument } from './audit/index.ts';
export { count, open, type OpenOptions, type Source } from './count.ts';
export { countNetwork, type CountOptions } from './core/count.ts';
export { buildNetwork, type Builder, type BuildOptions, type NodeOptions } from './core/build.ts';
export {
  definition,
  equation,
  html,
  latex,
  plain,
  readable,
  render,
  type Derivation,
  type Leaves,
  type Notation,
} from './core/derivation.ts';
export { MalformedError, RuleError, UnknownError, UnsupportedError, UsageError } from './core/errors.ts';
export { figureNames, figureWords, type FigureName, type Figures } from './core/figures.ts';
export type { Derivations, Layer, Ledger, Totals, Uncounted } from './core/ledger.ts';
export type { Attribute, ElementType, Graph, Network, Node, Tensor, Value, ValueType } from './core/network.ts';
export type { Reads, Shape } from './core/operator.ts';
export { formatSize, isWhole, symbol, type Size } from './core/size.ts';
export type { TowerShare, TowerShares } from './core/towers.ts';
export { publishedNetworks, type PublishedNetwork } from './formats/published.ts';
export { ledgerJson } from './report/json.ts';
