/** `reduce -o`: which places can be written to, said before anything is computed. */
import { dirname, extname, join } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import { hasExternalData } from '../formats/index.ts';
import { expectOther } from './other-file.ts';
import type { ReduceValues } from './reduce-options.ts';

/** Throws a UsageError for a place that is the input's or that of its data, and for a kind of file that is not written. */
export function expectOutput({ output, pareto }: ReduceValues, network: Network, input: string | undefined): void {
  if (output === undefined) return;
  expectOther(output, input);
  if (!pareto && !isNetworkFile(output) && extname(output).toLowerCase() !== '.onnx')
    throw new UsageError(`--output takes a file that ends in .onnx or .yaml, not "${output}"`);
  if (input === undefined || !hasExternalData(network)) return;
  const files = [...network.graph.tensors.values()].flatMap(({ storage }) => storage?.file ?? []);
  for (const file of new Set(files))
    for (const written of [output, dataBeside(output)]) expectOther(written, join(dirname(input), file));
}

export function isNetworkFile(output: string): boolean {
  return /\.ya?ml$/i.test(output);
}

/** Where the tensors go that do not lie in the model itself. */
export function dataBeside(output: string): string {
  return `${output}.data`;
}
