/** Words that may stand at a place of a network file. */
import type { Operation } from './context.ts';

export const complete: Operation<'complete'> = () => [];
