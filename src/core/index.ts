/** `layerledger/core`: networks, exact sizes, derivations, inference and counting; pure functions on plain data. */
export { bindSizes, type BindingOptions, type Bound } from './bindings.ts';
export * from './build.ts';
export { countNetwork, type CountOptions } from './count.ts';
export * from './derivation.ts';
export * from './errors.ts';
export * from './figures.ts';
export { infer, type Inference, type InferOptions } from './infer.ts';
export * from './ledger.ts';
export * from './network.ts';
export * from './operator.ts';
export { elementsOf, formatShape } from './shape.ts';
export * from './size.ts';
export type { TowerShare, TowerShares } from './towers.ts';
