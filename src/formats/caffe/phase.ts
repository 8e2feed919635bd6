/** Chooses the phase in which a net is read: TEST, which is what runs once training is over, unless only TRAIN is whole. */
import type { Fields } from './fields.ts';
import { isIn, type Layer, type Phase } from './layer.ts';

export interface PhaseChoice {
  readonly layers: readonly Layer[];
  readonly notes: readonly string[];
}

/** The layers of the phase that is read. `inputs` are the blobs that the net names at its top. */
export function choosePhase(layers: readonly Layer[], net: Fields, inputs: readonly string[]): PhaseChoice {
  const state = net.section('state');
  const of = (phase: Phase): readonly Layer[] => layers.filter((layer) => isIn(layer, phase, state));
  const [test, train] = [of('TEST'), of('TRAIN')];
  const readsTrain = !isWhole(test, inputs) && isWhole(train, inputs);
  const [phase, chosen, left] = readsTrain ? ['TRAIN', train, test] : ['TEST', test, train];
  const apart = without(left, chosen);
  const isRuled = Math.min(test.length, train.length) < layers.length;
  const neither = without(layers, [...test, ...train]);
  return {
    layers: chosen,
    notes: [
      ...(isRuled ? [`read in the ${phase} phase`] : []),
      ...(apart.length > 0 ? [`left out, being of the other phase: ${apart.join(', ')}`] : []),
      ...(neither.length > 0 ? [`left out by their rules of level and stage: ${neither.join(', ')}`] : []),
    ],
  };
}

function without(layers: readonly Layer[], others: readonly Layer[]): readonly string[] {
  const apart = new Set(others);
  return layers.filter((layer) => !apart.has(layer)).map(({ name }) => name);
}

/** Whether every bottom is given by what comes before it. */
function isWhole(layers: readonly Layer[], inputs: readonly string[]): boolean {
  const given = new Set(inputs);
  return layers.length > 0 && layers.every(({ bottoms, tops }) => {
    const isGiven = bottoms.every(({ blob }) => given.has(blob));
    for (const { blob } of tops) given.add(blob);
    return isGiven;
  }); // prettier-ignore
}
