/** An error → the sentence and the exit status that it stands for. */
import { MalformedError, RuleError, UnknownError, UnsupportedError, UsageError, messageOf } from '../core/errors.ts';
import type { Status } from './command.ts';

export interface Failure {
  readonly sentence: string;
  readonly status: Status;
}

const expected = [MalformedError, UnsupportedError, RuleError, UnknownError];

/** Anything else than the project's own errors is a fault of layerledger: its stack is shown, for the report. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { sentence: error.message, status: 2 };
  if (expected.some((kind) => error instanceof kind)) return { sentence: messageOf(error), status: 4 };
  const stack = error instanceof Error ? error.stack : undefined;
  return { sentence: `a fault of layerledger, please report it: ${stack ?? messageOf(error)}`, status: 4 };
}
