/** `reduce -o`: which places can be written to, said before anything is computed. */
import { extname } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { dataBeside, expectOther, expectUntouched } from './output-file.ts';
import type { ReduceValues } from './reduce-options.ts';

/** Throws a UsageError for a place that is the input's or that of its data, and for a kind of file that is not written. */
export function expectOutput({ output, pareto }: ReduceValues, network: Network, input: string | undefined): void {
  if (output === undefined) return;
  expectOther(output, input);
  if (!pareto && !isNetworkFile(output) && extname(output).toLowerCase() !== '.onnx')
    throw new UsageError(`--output takes a file that ends in .onnx or .yaml, not "${output}"`);
  expectUntouched([output, dataBeside(output)], network, input);
}

export function isNetworkFile(output: string): boolean {
  return /\.ya?ml$/i.test(output);
}
