/** Runs a solver's steps in slices, so that a cancel is heard in between and asks it for the best so far. */
import { pause, type Context } from './context.ts';

interface Driving<S> {
  /** Milliseconds, after which it is asked to stop. */
  readonly limit: number;
  readonly what: string;
  /** What is known of the answer so far. */
  readonly partial?: (step: S) => unknown;
}

interface Step {
  readonly best?: { readonly price: number };
  readonly gap?: number;
}

/** Milliseconds of work between two pauses; a step of the solver takes about as long. */
const slice = 20;

export async function drive<S extends Step, R>(
  { signal, progress }: Context,
  steps: Generator<S, R, 'stop' | undefined>,
  { limit, what, partial }: Driving<S>,
): Promise<R> {
  const never = new AbortController().signal; // a cancel does not end the call: it answers with what there is
  const started = performance.now();
  let paused = started;
  let step = steps.next();
  while (step.done !== true) {
    const now = performance.now();
    if (now - paused >= slice) {
      progress({ what: `${what}${standing(step.value)}` }, partial?.(step.value));
      await pause(never);
      paused = performance.now();
    }
    step = steps.next(signal.aborted || now - started > limit ? 'stop' : undefined);
  }
  return step.value;
}

function standing({ best, gap }: Step): string {
  if (!best) return ': nothing that fits yet';
  return gap === undefined || !Number.isFinite(gap) ? '' : `: within ${(100 * gap).toFixed(2)} % of the least`;
}
