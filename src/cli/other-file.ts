/** The input is never touched: where a command may not write. */
import { existsSync, realpathSync } from 'node:fs';
import { UsageError } from '../core/errors.ts';

/** Throws a UsageError where the output is the input, under whatever name it is given. */
export function expectOther(output: string, input: string | undefined): void {
  if (input === undefined || !existsSync(output) || !existsSync(input)) return;
  if (realpathSync(output) !== realpathSync(input)) return;
  throw new UsageError(`--output ${output} is the network itself; the input is never overwritten`);
}
