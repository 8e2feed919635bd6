/**
 * What this machine can do at most: multiply-accumulates a second, and bytes a second. A layer needs at least the longer of the two
 * times; which one says what it is bound by. Williams, Waterman, Patterson: Roofline. CACM 52(4), 2009.
 */
import { buildNetwork } from '../core/build.ts';
import type { Network } from '../core/network.ts';
import { elementCount } from '../core/shape.ts';
import { graphBytes } from './model.ts';
import type { Runtime } from './runtime.ts';
import { valuesOf, type Values } from './values.ts';

export interface Roofline {
  /** Of a product of two square matrices. */
  readonly macsPerSecond: number;
  /** The better of an elementwise pass and of a matrix read once by a vector, both far larger than caches. */
  readonly bytesPerSecond: number;
}

/** 3 × 4 MiB: a product of such matrices is bound by arithmetic on everything from a phone to a server's socket. */
const side = 1024;

/** 128 MiB of float32: beyond the last cache of nearly every machine. */
const longSide = 4096;
const rows = 8192;

const tries = 8;

/** Measures in the same runtime, with the same number of threads. The best of several tries: disturbances only slow it down. */
export async function measureRoofline(runtime: Runtime, threads?: number): Promise<Roofline> {
  const square = filled([side, side]);
  const large = filled([longSide, rows]);
  const vector = filled([1, longSide]);
  const best = (network: Network, feeds: Record<string, Values>): Promise<number> =>
    bestOf(runtime, network, feeds, threads);
  const product = await best(productOf([side, side], [side, side]), { a: square, b: square });
  const reading = await best(productOf([1, longSide], [longSide, rows]), { a: vector, b: large });
  const passing = await best(passOf([longSide, rows]), { a: large });
  const bytes = 4 * longSide * rows;
  return {
    macsPerSecond: (1000 * side ** 3) / product,
    bytesPerSecond: 1000 * Math.max(bytes / reading, (2 * bytes) / passing),
  };
}

/** Milliseconds. */
async function bestOf(
  runtime: Runtime,
  network: Network,
  feeds: Readonly<Record<string, Values>>,
  threads: number | undefined,
): Promise<number> {
  const session = await runtime.open(await graphBytes(network), { threads });
  const given = new Map(Object.entries(feeds));
  try {
    let best = Infinity;
    for (let i = 0; i <= tries; i++) {
      const started = performance.now();
      await session.run(given);
      if (i > 0) best = Math.min(best, performance.now() - started);
    }
    return best;
  } finally {
    await session.release();
  }
}

function productOf(a: readonly number[], b: readonly number[]): Network {
  const builder = buildNetwork('product');
  builder.output(builder.node('MatMul', [builder.input('a', a), builder.input('b', b)])[0]!);
  return builder.finish();
}

/** Reads and writes every element; only one row of what is written is handed over. */
function passOf(shape: readonly number[]): Network {
  const builder = buildNetwork('pass');
  const [passed] = builder.node('Relu', [builder.input('a', shape)]);
  const index = builder.tensor('row', { type: 'int64', shape: [1], values: [0] });
  builder.output(builder.node('Gather', [passed!, index])[0]!);
  return builder.finish();
}

function filled(shape: readonly number[]): Values {
  return valuesOf('float32', shape, new Float32Array(elementCount(shape)).fill(0.5));
}
