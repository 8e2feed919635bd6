/**
 * What open sizes cost: inference and ledger of transformers with their lengths open, over the same with them bound.
 * `npm run bench:symbolic`; exits with 1 where the ratio is above the limit.
 */
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { countNetwork } from '../src/core/count.ts';
import type { Network } from '../src/core/network.ts';
import { symbol, type Size } from '../src/core/size.ts';
import { readOnnx } from '../src/formats/onnx/read.ts';
import { bertEncoder, groupedDecoder } from '../test/core/transformer.ts';
import { medians } from './median.ts';

/** Counting a transformer with open sizes takes at most this many times as long as with bound ones. */
const limit = 3;
const runs = 41;

/** A network counted twice: with shapes left open, and bound. */
interface Pair {
  readonly name: string;
  readonly open: () => void;
  readonly bound: () => void;
  /** Shown and not judged: what slides has floors of open sizes in it. */
  readonly isShownOnly?: true;
}

const vit = await fixture('timm_vit_tiny_patch16_224.ts.onnx');
const resnet = await fixture('tv_resnet18.ts.dynbhw.onnx');
const sizes = new Map<string, Size>([...names(resnet)].map((name) => [name, 224]));

const pairs: readonly Pair[] = [
  pair('BERT base, seq', bertEncoder(), bertEncoder({ seq: 128 })),
  pair('BERT base, batch and seq', bertEncoder({ batch: symbol('batch') }), bertEncoder({ seq: 128 })),
  pair('grouped decoder, seq, past and total', groupedDecoder(symbol('seq'), symbol('past')), groupedDecoder(1, 511)),
  {
    name: 'ViT-Ti/16, batch',
    open: () => countNetwork(vit, { inputs: new Map([['', [symbol('batch'), 3, 224, 224]]]), open: new Set(['batch']) }),
    bound: () => countNetwork(vit),
  },
  {
    name: 'ResNet-18, batch, height and width',
    open: () => countNetwork(resnet, { open: names(resnet) }),
    bound: () => countNetwork(resnet, { bind: sizes }),
    isShownOnly: true,
  },
]; // prettier-ignore

const kept = pairs.map(({ name, open, bound, isShownOnly }) => {
  const [symbolic = 0, concrete = 0] = medians(runs, [open, bound]);
  const ratio = symbolic / concrete;
  const isKept = isShownOnly === true || ratio <= limit;
  const verdict = isShownOnly ? 'shown ' : isKept ? 'kept  ' : 'MISSED';
  const most = isShownOnly ? '' : ` (at most ${limit})`;
  process.stdout.write(
    `${verdict}  ${name}: open ${symbolic.toFixed(2)} ms, bound ${concrete.toFixed(2)} ms, ratio ${ratio.toFixed(2)}${most}\n`,
  );
  return isKept;
});
process.exitCode = kept.every(Boolean) ? 0 : 1;

function pair(name: string, open: Network, bound: Network): Pair {
  return {
    name,
    open: () => void countNetwork(open, { open: names(open) }),
    bound: () => void countNetwork(bound),
  };
}

/** The names of the sizes that a network's inputs leave open. */
function names({ graph }: Network): ReadonlySet<string> {
  const shapes = graph.inputs.map(({ type }) => (type.kind === 'tensor' ? (type.shape ?? []) : []));
  return new Set(shapes.flat().flatMap((size) => (size === null || typeof size !== 'object' ? [] : size.terms.map(({ key }) => key)))); // prettier-ignore
}

async function fixture(name: string): Promise<Network> {
  return readOnnx(await openAsBlob(join(import.meta.dirname, '../test/fixtures/onnx', name)), { name });
}
