/** What the variants are made of: published networks, an export, and small ones with numbers to compute with. */
import { readFileSync } from 'node:fs';
import { countNetwork } from '../../../src/core/count.ts';
import type { CountOptions } from '../../../src/core/count.ts';
import type { Ledger } from '../../../src/core/ledger.ts';
import type { Network } from '../../../src/core/network.ts';
import { openPublished, readOnnx } from '../../../src/formats/index.ts';
import { applyVariant, applyVariants, parseVariant, type Applied } from '../../../src/reduce/variants/index.ts';

export async function fixture(name: string): Promise<Network> {
  const bytes = readFileSync(new URL(`../../fixtures/onnx/${name}`, import.meta.url));
  return readOnnx(new Blob([new Uint8Array(bytes)]), { name });
}

export const networkOf = (name: string): Promise<Network> =>
  name.endsWith('.onnx') ? fixture(name) : Promise.resolve(openPublished(name));

/** A variant of a network and its ledger. */
export async function varied(name: string, text: string, count: CountOptions = {}): Promise<Applied & { ledger: Ledger }> {
  const applied = applyVariant(await networkOf(name), parseVariant(text), count);
  return { ...applied, ledger: countNetwork(applied.network, applied.count) };
} // prettier-ignore

export function variedBySeveral(network: Network, texts: readonly string[]): Applied {
  return applyVariants(network, texts.map(parseVariant)).whole;
}
