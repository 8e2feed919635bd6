/** Choosing widths under budgets: the least price, with a proof of how near to the least it is. */
export type * from './problem.ts';
export { choiceOf, usedBy } from './evaluate.ts';
export { solve, solveNow, type Progress, type Request, type SolveOptions } from './solve.ts';
