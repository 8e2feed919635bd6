/** What tests of the writer share: all bytes of a file, and what a ledger says that a file must keep. */
import { ledgerOf } from '../../../src/core/ledger.ts';
import type { Network } from '../../../src/core/network.ts';
import { formatSize } from '../../../src/core/size.ts';
import type { Source } from '../../../src/formats/onnx/write.ts';

export async function bytesOfSource({ chunks, length }: Source): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const chunk of chunks()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at !== length) throw new Error(`${length} bytes were announced; ${at} came`);
  return bytes;
}

/** Rows with their derivations, totals, towers and what was not counted. */
export function ledgerText(network: Network): string {
  const { layers, totals, towers, uncounted } = ledgerOf(network, { bindings: new Map([['batch', 1]]) });
  return JSON.stringify({ layers, totals, towers, uncounted }, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}`;
    return isPolynomial(value) ? formatSize(value) : value;
  });
}

function isPolynomial(value: unknown): value is Exclude<Parameters<typeof formatSize>[0], number | bigint> {
  return typeof value === 'object' && value !== null && 'terms' in value;
}
