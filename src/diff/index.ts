/** `layerledger/diff`: two ledgers layer by layer. */
export { diffOf, type DiffRow, type DiffSide, type DiffTotals, type LedgerDiff, type RowKind } from './diff.ts';
export { sayChange, type Aspect, type Change } from './changes.ts';
