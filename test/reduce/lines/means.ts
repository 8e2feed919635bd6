/** How far the layers' outputs lie from the original's on average, with and without what biases make up for. */
import { openAsBlob } from 'node:fs';
import type { Network } from '../../../src/core/network.ts';
import { readOnnx, storedWeights } from '../../../src/formats/index.ts';
import { readersOf } from '../../../src/reduce/apply/index.ts';
import { compensate, cutWeights, finish, reduce, reducible, scoresByImportance } from '../../../src/reduce/index.ts';
import { channelMoments, loadRuntime, modelOf, type Values } from '../../../src/run/index.ts';
import { graphBytes } from '../../../src/run/model.ts';
import { batchOf, classifier } from './classifier.ts';
import { lineHeight, lineWidth, textLines } from './render.ts';

export interface Distances {
  readonly cut: number;
  readonly compensated: number;
}

/** ‖means − the original's‖ / deviation, averaged over all convolutions that read channels; of the classifier at a share of both. */
export async function distancesOfMeans(share: number): Promise<Distances> {
  const runtime = await loadRuntime();
  const blob = await openAsBlob(classifier);
  const network = await readOnnx(blob, { name: 'classifier' });
  const weights = storedWeights(network, blob);
  const subject = reducible(network, { inputs: new Map([['x', [1, 3, lineHeight, lineWidth]]]) });
  const { followed } = subject.classes;
  const samples = textLines(16, 3).map((line) => new Map([['x', batchOf([line])]]));
  const readers = readersOf(followed).filter(({ node }) => node.operator === 'Conv');
  const outputs = readers.map(({ node }) => node.outputs[0]!);
  const original = await modelOf(network, { original: { blob, path: classifier }, seed: 1, openFile: openAsBlob });
  const read = readersOf(followed).map(({ value, valueAxis }) => ({ value, axis: valueAxis }));
  const activations = await channelMoments({ runtime, model: original, measured: read, samples });
  const before = await momentsOf(original, samples);
  const scores = await scoresByImportance(subject.classes, weights, activations);
  const [weightsBefore, connectionsBefore] = subject.costs.totals;
  const budgets = { weights: share * weightsBefore!, connections: share * connectionsBefore! };
  const { shrunk, removed } = finish(reduce(subject, { budgets, objective: 'importance', scores })).reduced!;
  const { network: raised } = await compensate(followed, shrunk, { removed, weights, activations });
  return { cut: await distanceOf(shrunk.network), compensated: await distanceOf(raised) };

  function momentsOf(model: Model, feeds: readonly ReadonlyMap<string, Values>[]): ReturnType<typeof channelMoments> {
    return channelMoments({ runtime, model, measured: outputs.map((value) => ({ value, axis: 1 })), samples: feeds });
  }

  async function distanceOf(reduced: Network): Promise<number> {
    const source = await graphBytes(reduced, cutWeights(network, shrunk, weights));
    const after = await momentsOf({ source, bytes: async () => source, weights, notes: [] }, samples);
    const each = outputs.map((output) => {
      const { mean, variance } = before.get(output)!;
      const strip = followed.stripsOf(output)[1];
      const kept = [...mean.keys()].filter((i) => !strip || !removed.has(followed.atoms.rootOf(strip[i]!)));
      const away = kept.reduce((sum, place, i) => sum + (after.get(output)!.mean[i]! - mean[place]!) ** 2, 0);
      return Math.sqrt(away / kept.reduce((sum, place) => sum + variance[place]!, 0));
    });
    return each.reduce((sum, one) => sum + one, 0) / each.length;
  }
}

type Model = Awaited<ReturnType<typeof modelOf>>;
