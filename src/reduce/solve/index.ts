/** Choosing widths under budgets: the least price, with a proof of how near to the least it is. */
export type * from './problem.ts';
export { choiceOf, usedBy } from './evaluate.ts';
export { finish } from './meter.ts';
export { objectives, pricesOf, type Cut, type Objective, type ObjectiveName } from './objectives.ts';
export { pareto, type ParetoPoint, type ParetoProgress } from './pareto.ts';
export { runnersUp } from './runners-up.ts';
export { solve, solveNow, type Progress, type Request, type SolveOptions } from './solve.ts';
export { uniform } from './uniform.ts';
