/** Opens what the page is given: a built-in network, a file of any size, an address or a network file's text. */
import type { CountOptions } from '../../src/core/count.ts';
import type { Network } from '../../src/core/network.ts';
import type { Shape } from '../../src/core/operator.ts';
import { symbol } from '../../src/core/size.ts';
import { builtForInputs, withBatch } from '../../src/formats/batch.ts';
import type { ReadContext } from '../../src/formats/format.ts';
import { openPublished } from '../../src/formats/published.ts';
import { UsageError } from '../../src/core/errors.ts';
import { pause, type Context, type Opened } from './context.ts';
import type { OpenOptions, Source, View } from './protocol.ts';
import { show } from './view.ts';

type Read = Pick<Opened, 'network' | 'published' | 'text' | 'blob'>;
type Inputs = ReadonlyMap<string, Shape>;

/** Throws the readers' errors, and a UsageError for options that do not fit the network. */
export async function open(context: Context, source: Source, options: OpenOptions = {}): Promise<View> {
  const started = performance.now();
  const inputs = shapesOf(options);
  const read = await readSource(context, source, inputs);
  await pause(context.signal);
  return show(context, { ...read, started, count: countOptions(read.network, inputs, options) });
}

async function readSource(context: Context, source: Source, inputs: Inputs): Promise<Read> {
  switch (source.kind) {
    case 'published': {
      const network = await builtForInputs(inputs, (shapes) => openPublished(source.name, { inputs: shapes }));
      return { network, published: source.name };
    }
    case 'file':
      return readBlob(context, source.file, source.name, inputs);
    case 'address':
      return readAddress(context, source.url, inputs);
    default:
      return readNetworkFile(source.text, source.name, inputs);
  }
}

async function readBlob(context: Context, blob: Blob, name: string, inputs: Inputs): Promise<Read> {
  const { openBlob } = await import('../../src/formats/open.ts');
  const network = await openBlob(blob, reading(context, name, inputs));
  return { network, blob, text: network.format === 'network file' ? await blob.text() : undefined };
}

async function readAddress(context: Context, url: string, inputs: Inputs): Promise<Read> {
  const { openAddress } = await import('../../src/formats/http.ts');
  context.progress({ what: 'asking for it' });
  const { blob, notes } = await openAddress(url, { signal: context.signal });
  const { network, ...read } = await readBlob(context, blob, url, inputs);
  return { ...read, network: { ...network, notes: [...notes, ...network.notes] } };
}

async function readNetworkFile(text: string, name: string, inputs: Inputs): Promise<Read> {
  const { readNetworkText } = await import('../../src/formats/network-file/read.ts');
  const build = (shapes: Inputs | undefined): Network => readNetworkText(text, name, { inputs: shapes });
  return { network: await builtForInputs(inputs, build), text };
}

/** Says how far the reader is, and lets it be stopped. */
function reading({ signal, progress }: Context, name: string, inputs: Inputs): ReadContext {
  const onProgress = (passed: number, size: number): void =>
    progress({ what: 'reading', share: size === 0 ? 1 : passed / size });
  return { name, inputs, signal, onProgress };
}

function shapesOf({ inputs = [] }: OpenOptions): Inputs {
  return new Map(inputs.map(([name, shape]) => [name, shape.map(sizeOf)]));
}

/** A word is the name of an open size. */
function sizeOf(size: number | string): Shape[number] {
  if (typeof size === 'string' && /^[A-Za-z_]\w*$/.test(size)) return symbol(size);
  const whole = Number(size);
  if (Number.isSafeInteger(whole) && whole >= 1) return whole;
  throw new UsageError(`an input has the size "${size}"; a whole number from 1 or a name is expected`);
}

function countOptions(network: Network, inputs: Inputs, { bind = [], towers }: OpenOptions): CountOptions {
  return { inputs: withBatch(network, inputs), bind: new Map(bind), towers };
}
