/** The table of layer types that are translated; others become nodes of the domain `caffe`, which are listed as not counted. */
import type { LayerType } from '../translation.ts';
import * as activations from './activations.ts';
import { Concat, Crop, Eltwise, Slice, Split } from './combine.ts';
import { Convolution, Deconvolution, DepthwiseConvolution } from './convolution.ts';
import { Embed, InnerProduct } from './inner-product.ts';
import { BatchNorm, LRN, MVN, Normalize } from './normalisation.ts';
import { Pooling, ROIPooling, SPP } from './pooling.ts';
import { LSTM, RNN } from './recurrent.ts';
import { ArgMax, Reduction } from './reduce.ts';
import { Flatten, Parameter, Permute, Reshape, Tile } from './reshape.ts';
import { Interp, Upsample } from './resize.ts';
import { Bias, Scale } from './scale.ts';

const {
  AbsVal,
  BNLL,
  Clip,
  Dropout,
  ELU,
  Exp,
  Log,
  Power,
  PReLU,
  ReLU,
  ReLU6,
  Sigmoid,
  Softmax,
  Swish,
  TanH,
  Threshold,
} = activations;

export const layerTypes: ReadonlyMap<string, LayerType> = new Map(
  Object.entries({
    AbsVal, ArgMax, BatchNorm, Bias, BNLL, Clip, Concat, Convolution, Crop, Deconvolution, DepthwiseConvolution, Dropout, Eltwise,
    ELU, Embed, Exp, Flatten, InnerProduct, Interp, Log, LRN, LSTM, MVN, Normalize, Parameter, Permute, Pooling, Power, PReLU, Reduction, ReLU,
    ReLU6, Reshape, RNN, ROIPooling, Scale, Sigmoid, Slice, Softmax, Split, SPP, Swish, TanH, Threshold, Tile, Upsample,
  }),
); // prettier-ignore

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
