/** The way in for programs: a network, a file's bytes, a published network's name or an address → its ledger. */
import { countNetwork, type CountOptions } from './core/count.ts';
import { UsageError } from './core/errors.ts';
import type { Ledger } from './core/ledger.ts';
import type { Network } from './core/network.ts';
import { builtForInputs, withBatch } from './formats/batch.ts';
import type { ReadContext } from './formats/format.ts';
import type { HttpOptions } from './formats/request.ts';

/** What can be opened: a file's bytes (a dropped `File` is a `Blob`), or a published network's name or an HTTP(S) address. */
export type Source = Blob | string;

export interface OpenOptions extends Partial<ReadContext>, HttpOptions {}

/**
 * Reads a network. Throws a MalformedError or an UnsupportedError for bytes that cannot be read, and a UsageError for a name
 * that is neither published nor an address.
 */
export async function open(source: Source, options: OpenOptions = {}): Promise<Network> {
  if (typeof source !== 'string') return openBytes(source, options.name ?? nameOf(source), options);
  if (!/^\w+:\/\//.test(source)) {
    const { openPublished } = await import('./formats/published.ts');
    return builtForInputs(options.inputs, (inputs) => {
      const shaped = { parameters: options.parameters, inputs };
      return openPublished(source, shaped);
    });
  }
  const { openAddress } = await import('./formats/http.ts');
  const { blob, notes } = await openAddress(source, options);
  const network = await openBytes(blob, options.name ?? source, options);
  return notes.length === 0 ? network : { ...network, notes: [...notes, ...network.notes] };
}

/** Reads a network and counts it: one forward pass of its inputs. */
export async function count(source: Source | Network, options: OpenOptions & CountOptions = {}): Promise<Ledger> {
  const network = isNetwork(source) ? source : await open(source, options);
  return countNetwork(network, { ...options, inputs: withBatch(network, options.inputs) });
}

async function openBytes(blob: Blob, name: string, options: OpenOptions): Promise<Network> {
  const { openBlob } = await import('./formats/open.ts');
  return openBlob(blob, { ...options, name });
}

function nameOf(blob: Blob): string {
  return 'name' in blob && typeof blob.name === 'string' ? blob.name : 'the bytes given';
}

function isNetwork(source: Source | Network): source is Network {
  if (typeof source === 'object' && 'graph' in source) return true;
  if (typeof source === 'string' || source instanceof Blob) return false;
  throw new UsageError('a Network, a Blob, a published network’s name or an address is expected');
}
