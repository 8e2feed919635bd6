/**
 * Calls: a network as the counters of a framework see it, modules and functions instead of nodes. An exporter writes one
 * GELU as five nodes; a counter has one rule for GELU. Facts only: no tool is named here.
 */
import type { Shape } from '../../core/operator.ts';
import type { Size } from '../../core/size.ts';

/** How the model's source called it: as a module of its own, or as a function inside another module. */
type Written = 'module' | 'function';

interface Common {
  /** The layer: its path, joined by dots. */
  readonly layer: string;
  readonly written: Written;
  /** Elements that it reads and gives, all images and runs together. */
  readonly x: Size;
  readonly y: Size;
  /** Images. */
  readonly batch: Size;
  /** Its learned tensors, each by its own name. */
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  readonly name: string;
  readonly elements: Size;
}

export type Call = Common & Detail;

/** The calls of one kind. */
export type CallOf<K extends Call['kind']> = Extract<Call, { readonly kind: K }>;

export type Activation =
  | 'relu' | 'relu6' | 'elu' | 'leaky relu' | 'prelu' | 'gelu' | 'silu'
  | 'sigmoid' | 'tanh' | 'hard sigmoid' | 'hard swish'; // prettier-ignore

/** A member of the union for each kind, so that a kind alone tells them apart. */
type Kinded<K extends string, Fields> = K extends string ? { readonly kind: K } & Readonly<Fields> : never;

interface Weighted {
  macs: Size;
  bias: boolean;
  groups: number;
  /** Outputs of a fully connected layer at one position; filters of a convolution. */
  features: Size;
  filtersPerGroup: Size;
  /** Positions of the map that it reads and of the one that it gives; 1 for a fully connected layer. */
  inputPositions: Size;
  outputPositions: Size;
  /** For a transposed convolution: the positions of an ordinary one with the same window. */
  ordinaryPositions: Size;
  /** It is the whole model and no layer of one. */
  isRoot: boolean;
}

interface Normalising {
  /** Whether it has a scale and a shift. */
  affine: boolean;
  /** The module does more than the plain type: torchvision's LayerNorm2d. */
  isSubclass: boolean;
}

interface MultiHead {
  queries: Size;
  keys: Size;
  width: Size;
  heads: Size;
  bias: boolean;
  /** The attention weights were asked for, so that both products are written out. */
  needsWeights: boolean;
}

interface Resampling {
  mode: 'nearest' | 'linear' | 'cubic';
  /** Images × channels. */
  maps: Size;
  /** Spatial axes. */
  axes: number;
  by: 'scale' | 'size';
}

interface Recurring {
  cell: 'lstm' | 'gru' | 'rnn';
  /** Steps × directions × images. */
  runs: Size;
  inputs: Size;
  states: Size;
  bias: boolean;
}

type Detail =
  | Kinded<'convolution' | 'linear' | 'transposed convolution', Weighted>
  /** A product of two computed values; `einsum` where it is written as one. */
  | Kinded<'matrix product' | 'einsum' | 'dot-product attention', { macs: Size }>
  | Kinded<'multi-head attention', MultiHead>
  | Kinded<
      'batch normalisation' | 'layer normalisation' | 'group normalisation' | 'instance normalisation',
      Normalising
    >
  | Kinded<'activation', { of: Activation }>
  | Kinded<'softmax', { rows: Size; width: Size }>
  | Kinded<'max pooling' | 'embedding', object>
  /** Taps: the inputs of all windows. */
  | Kinded<'average pooling', { taps: Size }>
  | Kinded<'adaptive pooling', { from: Shape; to: Shape; maps: Size }>
  | Kinded<'local response normalisation', { channels: Size; span: Size; positions: Size }>
  | Kinded<'upsampling', Resampling>
  | Kinded<'recurrent', Recurring>;
