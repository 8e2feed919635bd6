/** Long work step by step: signals are heard between the steps, progress is shown, and a time limit asks it to stop. */
import type { Io } from './command.ts';

export interface Driving {
  readonly io: Io;
  /** Milliseconds. */
  readonly limit: number;
  readonly what: string;
}

interface Step {
  readonly best?: { readonly price: number };
  readonly bound: number;
}

/** Runs a generator that ends early when it is told `stop`: at the limit, or at the first interrupt. */
export async function drive<R>(
  steps: Generator<Step, R, 'stop' | undefined>,
  { io, limit, what }: Driving,
): Promise<R> {
  const started = performance.now();
  let isInterrupted = false;
  const quiet = io.onInterrupt?.(() => (isInterrupted = true));
  let shown = started;
  try {
    let step = steps.next();
    while (step.done !== true) {
      await new Promise(setImmediate);
      const now = performance.now();
      if (now - shown > between) {
        shown = now;
        io.onStep?.(`${what}: ${sayStep(step.value)}`);
      }
      step = steps.next(isInterrupted || now - started > limit ? 'stop' : undefined);
    }
    return step.value;
  } finally {
    quiet?.();
  }
}

/** Milliseconds between two lines of progress; the first comes as late. */
const between = 1000;

function sayStep({ best, bound }: Step): string {
  const from = Number.isFinite(bound) ? `, none is cheaper than ${bound.toFixed(4)}` : '';
  return best ? `the best so far costs ${best.price.toFixed(4)}${from}` : `nothing that fits yet${from}`;
}
