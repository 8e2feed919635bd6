/** NETWORK on the command line → Network: a published name, a file, an address or standard input. */
import type { Network } from '../core/network.ts';
import { open } from '../count.ts';
import { builtForInputs } from '../formats/batch.ts';
import { isPublished, openPublished } from '../formats/published.ts';
import type { Io } from './command.ts';
import type { Values } from './option.ts';
import type { sourceOptions } from './shared-options.ts';

type SourceValues = Values<typeof sourceOptions>;

/** Throws the readers' errors; for a name that is nothing, an UnsupportedError with the nearest published name. */
export async function openSource(source: string, values: SourceValues, io: Io): Promise<Network> {
  const options = {
    inputs: new Map(values.input),
    parameters: Object.fromEntries(values.set),
    timeout: values.timeout,
    onProgress: io.onProgress && ((passed: number, size: number) => io.onProgress!(source, passed, size)),
  };
  if (source === '-') {
    const { openBlob } = await import('../formats/open.ts');
    return openBlob(await io.readStdin(), { ...options, name: 'standard input' });
  }
  if (isAddress(source)) return open(source, options);
  if (isPublished(source)) {
    return builtForInputs(options.inputs, (inputs) => {
      const shaped = { parameters: options.parameters, inputs };
      return openPublished(source, shaped);
    });
  }
  return (await import('./file-source.ts')).openFile(source, options);
}

/** Whether it is an address of the Web, or of anything else that has a scheme. */
export function isAddress(source: string): boolean {
  return /^[A-Za-z][\w+.-]*:\/\//.test(source);
}
