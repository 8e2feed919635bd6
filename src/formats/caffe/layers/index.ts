/** The table of layer types that are translated; others become nodes of the domain `caffe`, which are listed as not counted. */
import type { LayerType } from '../translation.ts';
import * as activations from './activations.ts';
import * as combining from './combine.ts';
import * as convolutions from './convolution.ts';
import * as products from './inner-product.ts';
import * as normalisations from './normalisation.ts';
import * as pools from './pooling.ts';
import * as recurrences from './recurrent.ts';
import * as reductions from './reduce.ts';
import * as rearranging from './reshape.ts';
import * as resizing from './resize.ts';
import * as scales from './scale.ts';

/** Each family's file exports its layer types under Caffe's names for them, and nothing else. */
const families: readonly Readonly<Record<string, LayerType>>[] = [
  convolutions, products, pools, normalisations, scales, activations, combining, rearranging, reductions, resizing, recurrences,
]; // prettier-ignore

export const layerTypes: ReadonlyMap<string, LayerType> = new Map(families.flatMap((family) => Object.entries(family)));

/** Layers that compare a net's answer with the truth; they are left out (loss_layer.hpp, accuracy_layer.hpp). */
export function isJudge(type: string): boolean {
  return type === 'Accuracy' || type === 'DetectionEvaluate' || /Loss(?:OHEM|Layer)?$/.test(type);
}

/** Judges that compare their first bottom with the others; a contrastive loss compares two answers. */
export function hasTarget(type: string): boolean {
  return isJudge(type) && !/^(?:Contrastive|Triplet)/.test(type);
}

/** Layers that only take: what they read is no output of the net (silence_layer.hpp, hdf5_output_layer.hpp). */
export function isSink(type: string): boolean {
  return type === 'Silence' || type === 'HDF5Output';
}
