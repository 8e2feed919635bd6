/** Where a command writes: never over its input, and weights that do not lie in a model in a file beside it. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { externalFiles } from '../formats/index.ts';

/** Throws a UsageError where the output is the input, under whatever name it is given. */
export function expectOther(output: string, input: string | undefined): void {
  if (input === undefined || !existsSync(output) || !existsSync(input)) return;
  if (realpathSync(output) !== realpathSync(input)) return;
  throw new UsageError(`--output ${output} is the network itself; the input is never overwritten`);
}

/** As `expectOther`, also of the files beside the network that hold its tensors. */
export function expectUntouched(outputs: readonly string[], network: Network, input: string | undefined): void {
  const files = externalFiles(network).map((file) => join(dirname(input ?? '.'), file));
  for (const output of outputs) for (const file of [input, ...files]) expectOther(output, file);
}

/** The file for tensors that do not lie in the model itself. */
export function dataBeside(output: string): string {
  return `${output}.data`;
}
