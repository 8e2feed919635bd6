/** `layerledger/reduce`: what to change in a network to save weights or connections, and the least change that meets budgets. */
export {
  adviseClasses,
  changeTogether,
  shareByKind,
  type Amounts,
  type Change,
  type ClassAdvice,
  type KindShare,
} from './advise.ts';
export { compensate, cutWeights } from './apply/index.ts';
export { resources, type Resource } from './costs.ts';
export { scoresByImportance, scoresByNorm, type Activations, type Scores } from './rank.ts';
export {
  meaningOf,
  objectiveNames,
  pose,
  reduce,
  type Reduced,
  type ReduceObjective,
  type ReduceOptions,
  type Reduction,
  type WidthChange,
} from './reduce.ts';
export { reducible, type Reducible } from './reducible.ts';
export { finish, pareto, runnersUp, type Problem, type Solution } from './solve/index.ts';
export { alternativesOf, parseVariant, solveVariants } from './variants/index.ts';
export type { Variant } from './variants/variant.ts';
