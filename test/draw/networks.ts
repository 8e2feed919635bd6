/** Networks for the tests of drawings: every published one, and built ones that no publication has. */
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { openPublished } from '../../src/formats/published.ts';

export function ledgerOfPublished(name: string, towers?: number): Ledger {
  return countNetwork(openPublished(name), towers === undefined ? {} : { towers });
}

export function ledgerBuilt(name: string, build: (network: Builder) => void, towers?: number): Ledger {
  const network = buildNetwork(name, { towers });
  build(network);
  return countNetwork(network.finish());
}

export interface ConvOptions {
  readonly name: string;
  readonly filters: number;
  readonly channels: number;
  readonly kernel?: readonly number[];
  readonly path?: readonly string[];
}

/** A convolution that keeps the size of its input. */
export function conv(network: Builder, input: string, options: ConvOptions): string {
  const { name, filters, channels, kernel = [3, 3], path } = options;
  const weights = network.tensor(`${name}.weights`, { type: 'float32', shape: [filters, channels, ...kernel] });
  const pads = [...kernel, ...kernel].map((size) => (size - 1) / 2);
  return network.node('Conv', [input, weights], { name, path, attributes: { pads } })[0]!;
}

/** `count` convolutions in a row, each in one of `kinds` widths, with sums of earlier ones between: a graph without paths. */
export function longGraph(count: number, kinds: number): Ledger {
  return ledgerBuilt('Long', (network) => {
    const width = 8;
    let values = [network.input('x', [1, width, 8, 8])];
    let seed = 7;
    for (let i = 0; i < count; i++) {
      seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + 0x6d2b79f5;
      const random = (seed ^ (seed >>> 13)) >>> 0;
      const kernel = 2 * (random % kinds) + 1;
      const last = values.at(-1)!;
      const next =
        i % 5 === 4
          ? network.node('Add', [last, values[random % values.length]!], { name: `add${i}` })[0]!
          : conv(network, last, { name: `conv${i}`, filters: width, channels: width, kernel: [kernel, kernel] });
      values = [...values.slice(-9), next];
    }
    network.output(values.at(-1)!);
  });
}
