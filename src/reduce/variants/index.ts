/** Variants: other structures for the same task, counted and reduced like any network; `variantKinds` is their table. */
export { alternativesOf } from './alternatives.ts';
export { applyVariant, applyVariants, type Applied } from './applyVariant.ts';
export { breakEvenRank } from './lowRank.ts';
export { factorise } from './matrix/factorise.ts';
export type { Matrix, Multiply } from './matrix/matrix.ts';
export { parseVariant } from './parseVariant.ts';
export { solveVariants, type Combination, type VariantsOptions, type VariantsSolution } from './solveVariants.ts';
export { formatVariant, variantKinds, variantNames } from './table.ts';
export type { FactorReport } from './variant.ts';
