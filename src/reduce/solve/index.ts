/** Choosing widths under budgets: the least price, with a proof of how near to the least it is. */
export type * from './problem.ts';
export { choiceOf } from './evaluate.ts';
export { finish } from './meter.ts';
export { objectives, type ObjectiveName } from './objectives.ts';
export { pareto, type ParetoPoint } from './pareto.ts';
export { runnersUp } from './runners-up.ts';
export { solve, solveNow } from './solve.ts';
export { uniform } from './uniform.ts';
