/** NETWORK on the command line → what is reduced, with its weights where the file has them and what they say of each channel. */
import { UnsupportedError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import type { Weights } from '../formats/index.ts';
import { withBatch } from '../formats/batch.ts';
import { layersWithoutSay, scoresByImportance, scoresByNorm, type Activations, type Scores } from '../reduce/rank.ts';
import { reducible, type Reducible } from '../reduce/reducible.ts';
import type { Io } from './command.ts';
import { originalOf, storedOf, type Original } from './original.ts';
import type { ReduceValues } from './reduce-options.ts';
import { expectOutput } from './reduce-output.ts';
import { sampledMoments } from './samples.ts';
import { openSource } from './source.ts';

export interface ReduceSubject {
  readonly network: Network;
  readonly reducible: Reducible;
  readonly original: Original | undefined;
  /** Absent for an architecture, and for a file whose data is not there. */
  readonly weights: Weights | undefined;
  readonly activations: Activations | undefined;
  /** What each channel is worth, where that is known. */
  readonly ranking: { readonly scores?: Scores };
  readonly notes: readonly string[];
}

/** Throws the readers' errors, and an UnsupportedError where something is asked of weights that are not there. */
export async function openReducible(source: string, values: ReduceValues, io: Io): Promise<ReduceSubject> {
  const { original, io: replayed } = await originalOf(source, values, io);
  const network = await openSource(source, values, replayed);
  expectOutput(values, network, original?.path);
  const subject = reducible(network, {
    inputs: withBatch(network, new Map(values.input)),
    bind: new Map(values.bind),
    open: new Set(values.open),
  });
  const weights = original && storedOf(network, original);
  expectWeights(source, values, weights);
  const sampled = values.samples.length > 0 ? await sampledMoments(subject, original!, values, io) : undefined;
  const activations = sampled?.activations;
  return {
    network,
    reducible: subject,
    original,
    weights,
    activations,
    ranking: await rankingOf(subject, weights, activations, values),
    notes: [...(sampled?.notes ?? []), ...(values.objective === 'importance' ? worthNotes(subject) : [])],
  };
}

/** Nothing that a layer would miss is left out silently. */
function worthNotes(subject: Reducible): readonly string[] {
  const layers = layersWithoutSay(subject);
  if (layers.length === 0) return [];
  return [`the price leaves out what ${layers.join(', ')} would miss: the weights by which ${layers.length === 1 ? 'it reads' : 'they read'} are quantised or computed from others`]; // prettier-ignore
}

function expectWeights(source: string, { rank, objective, samples }: ReduceValues, weights: Weights | undefined): void {
  if (weights) return;
  const asking = samples.length > 0 ? '--samples' : rank === 'importance' || rank === 'norm' ? `--rank ${rank}` : objective === 'importance' ? '--objective importance' : undefined; // prettier-ignore
  if (asking !== undefined)
    throw new UnsupportedError(`${asking} needs the network's weights, and ${source} does not have them`);
}

async function rankingOf(
  { classes }: Reducible,
  weights: Weights | undefined,
  activations: Activations | undefined,
  { rank, objective }: ReduceValues,
): Promise<{ scores?: Scores }> {
  if (!weights || (rank === 'order' && objective !== 'importance')) return {};
  if (rank === 'norm') return { scores: await scoresByNorm(classes, weights) };
  return { scores: await scoresByImportance(classes, weights, activations) };
}
