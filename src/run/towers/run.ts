/** Runs a network whole and as towers, and compares outputs and exchanges with what the ledger says. */
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ledger.ts';
import { bitsOf, type Tensor } from '../../core/network.ts';
import { readWeights, type Weights } from '../../formats/weights/weights.ts';
import { differencesOf, type Difference } from '../against.ts';
import { wholeOf } from '../cost.ts';
import { feedsOf } from '../inputs.ts';
import { graphBytes, type Model } from '../model.ts';
import { usual, type RunSettings } from '../settings.ts';
import { timeByTurns } from '../time.ts';
import { take } from './blocks.ts';
import { cutNetwork } from './cut.ts';
import { executeTowers, type TowersRun } from './execute.ts';
import type { Cut } from './piece.ts';
import { segmentsOf, type Segment } from './segments.ts';

export interface TowersOptions extends RunSettings {
  readonly ledger: Ledger;
  readonly model: Model;
  /** How far the output may be from the whole network's, relatively: 1e-5 where absent. */
  readonly tolerance?: number | undefined;
}

export interface TowersResult extends TowersRun {
  /** Of the network in one piece. */
  readonly wholeMilliseconds: number;
  readonly differences: readonly Difference[];
  /** What is not as the ledger says, or not as the whole network's output, a sentence each; none: all is. */
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

/** Relative to the whole network's output: sums in another order differ by some 1e-7 a layer. */
const defaultTolerance = 1e-5;

/** Throws a UsageError for a network that is laid over no towers, and an UnsupportedError naming a node that cannot be cut. */
export async function runTowers(options: TowersOptions): Promise<TowersResult> {
  const { runtime, ledger, model, given, seed, repeat, threads, onStep } = { ...usual, ...options };
  const { tolerance = defaultTolerance } = options;
  if (!ledger.towers)
    throw new UsageError(`${ledger.network.name} is laid over no towers; --towers 2 lays it over two`); // prettier-ignore
  const { feeds, notes } = feedsOf(ledger.inference, given, seed);
  const cutter = cutNetwork(ledger, ledger.towers.each.length);
  const segments = segmentsOf(cutter);
  onStep?.('running the whole network');
  const session = await runtime.open(model.source, { folder: model.folder, threads, spin: false });
  const [whole] = await timeByTurns([{ session, feeds }], Math.max(repeat, 1)).finally(() => session.release());
  onStep?.('running the towers');
  const weights = lastKept(model.weights);
  const segmentModel = (segment: Segment): Promise<Uint8Array> => graphBytes(segment.network, cutWeights(segment, weights, ledger)); // prettier-ignore
  const run = await executeTowers({ runtime, ledger, cutter, segments, feeds, repeat, threads, modelOf: segmentModel });
  const differences = differencesOf(whole!.results, run.outputs);
  return {
    ...run,
    wholeMilliseconds: whole!.milliseconds,
    differences,
    faults: [...faultsOf(run, ledger), ...differences.flatMap((each) => farApart(each, tolerance))],
    notes: [...model.notes, ...notes, ...besides(run)],
  };
}

/** A segment's tensors, cut out of the network's. */
function cutWeights({ tensors }: Segment, whole: Weights, { network }: Ledger): Weights {
  return {
    async *chunks(name, tensor) {
      const { source, cut } = tensors.get(name)!;
      const original = network.graph.tensors.get(source) ?? tensor;
      if (cut) yield cutBytes(await readWeights(whole, source, original), source, original, cut);
      else yield* whole.chunks(source, original);
    },
  };
}

function cutBytes(bytes: Uint8Array, name: string, tensor: Tensor, { axis, part }: Cut): Uint8Array {
  const width = bitsOf[tensor.type] / 8;
  if (!Number.isInteger(width))
    throw new UnsupportedError(
      `tensor "${name}" of type ${tensor.type} has several elements in a byte and cannot be cut`,
    );
  const { data } = take({ type: 'uint8', shape: [...tensor.shape.map(Number), width], data: bytes }, axis, part);
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer) : bytes;
}

/** The tensor that was read last is kept: towers cut theirs out of it one after another. */
function lastKept(weights: Weights): Weights {
  let last: { readonly name: string; readonly bytes: Uint8Array } | undefined;
  return {
    async *chunks(name, tensor) {
      if (last?.name !== name) last = { name, bytes: await readWeights(weights, name, tensor) };
      yield last.bytes;
    },
  };
}

function faultsOf({ each }: TowersRun, { towers }: Ledger): readonly string[] {
  return each.flatMap(({ tower, received, weights, connections }) => {
    const share = towers!.each[tower - 1]!;
    const rows = [
      ['received', received, wholeOf(share.receives)],
      ['weights', weights, wholeOf(share.weights)],
      ['connections', connections, wholeOf(share.connections)],
    ] as const;
    return rows
      .filter(([, ran, counted]) => ran !== counted)
      .map(([what, ran, counted]) => `tower ${tower}: ${what} ${ran}, where the ledger says ${counted}`);
  });
}

function farApart({ name, relative }: Difference, tolerance: number): readonly string[] {
  return relative <= tolerance ? [] : [`output "${name}" is ${relative} away from the whole network's, relatively; ${tolerance} is expected at most`]; // prettier-ignore
}

/** Exchanges that the ledger's `receives`, of layers that are laid over towers, does not have. */
function besides({ exchanges }: TowersRun): readonly string[] {
  const others = exchanges.filter(({ isCounted, tower }) => !isCounted && tower === 1);
  return others.map(
    ({ reader, values }) =>
      `${reader} has no weights and reads across the towers' border: ${values} values more for tower 1, which the ledger's "receives", of layers with weights, leaves out`,
  );
}
