/** What a variant is: another architecture for the same task, made of a network by changing one thing of its structure. */
import type { CountOptions } from '../../core/count.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { Network } from '../../core/network.ts';
import type { ReduceObjective } from '../reduce.ts';
import type { Multiply } from './matrix/matrix.ts';

/** What each kind is given. Layers are named as the ledger names them. */
export interface VariantFields {
  readonly input: {
    /**
     * By the input's name, `''` for the only one: one number is height and width, more are the whole shape, with or without the
     * batch.
     */
    readonly inputs: ReadonlyMap<string, readonly number[]>;
  };
  readonly stride: { readonly layer: string; readonly stride: number };
  readonly 'global-pooling': object;
  readonly groups: { readonly layer: string; readonly groups: number };
  readonly separable: { readonly layer: string };
  /** Without a rank it begins at the full one, and the solver chooses. */
  readonly 'low-rank': { readonly layer: string; readonly rank?: number };
}

export type VariantName = keyof VariantFields;
export type Variant<Name extends VariantName = VariantName> = {
  readonly [Each in Name]: { readonly kind: Each } & VariantFields[Each];
}[Name];

/** A network that a variant is made of, counted. */
export interface Ground {
  readonly network: Network;
  readonly ledger: Ledger;
  readonly count: CountOptions;
}

/** What a kind does to a network, before layers behind it are repaired. */
export interface Change {
  readonly network: Network;
  /** How the changed network is counted, where sizes of inputs are others. */
  readonly count?: CountOptions;
  /** Which part of the thing that it gives up is kept, for the objective's price. */
  readonly share: number;
  /** One sentence with the numbers in it. */
  readonly says: string;
  /** Layers that go under another name: the one that makes the same channels. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Stored tensors that are made of those of the ground. */
  readonly made?: readonly Made[];
  /** Why there are no weights for it; absent where there are. */
  readonly untrained?: string;
  /** For a tensor whose layer reads another number of inputs now: its elements. Absent: it must be trained. */
  remade?(restated: Restated): Made;
}

/** Tensors with other elements than before. */
export interface Made {
  /** Names in the changed network. */
  readonly tensors: readonly string[];
  /** The bytes of each, in their order. */
  bytes(source: MadeOf): Promise<readonly Uint8Array[]>;
}

/** What elements are made of. */
export interface MadeOf extends Required<Pick<WeightOptions, 'multiply' | 'seed' | 'cuts' | 'onFactors'>> {
  /** The elements of a stored tensor of the ground. Throws an UnsupportedError for one that holds no plain floats. */
  numbersOf(name: string): Promise<Float32Array | Float64Array>;
}

export interface WeightOptions {
  /** What of each tensor stays afterwards (`Shrunk.cuts`): a factor is worked out to the columns that are kept. */
  readonly cuts?: ReadonlyMap<string, readonly (Int32Array | undefined)[]>;
  /** A faster product of matrices than plain loops. */
  readonly multiply?: Multiply;
  readonly seed?: number;
  /** Told of each layer that became two factors. */
  readonly onFactors?: (report: FactorReport) => void;
}

export interface FactorReport {
  readonly layer: string;
  readonly rank: number;
  /** The share of the weights' energy, the sum of their squares, that the factors hold. */
  readonly kept: number;
}

/** The weight of a layer behind the change that reads another number of inputs now. */
export interface Restated {
  readonly node: string;
  readonly tensor: string;
  /** Shapes before and after; they differ on `axis`. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly axis: number;
}

/** One kind of variant. */
export interface VariantKind<Name extends VariantName> {
  /** What it is and what it costs beside the budgets. */
  readonly doc: string;
  /** As it stands on the command line. */
  readonly usage: string;
  /** Of what stands behind the kind's name and `=`; throws a UsageError. */
  parse(text: string): Variant<Name>;
  format(variant: Variant<Name>): string;
  /** Throws a UsageError for a layer that there is not or numbers that make no sense, an UnsupportedError where it cannot be done. */
  change(ground: Ground, variant: Variant<Name>): Change;
}

/** Objectives whose price can be asked of a share. */
export type VariantObjective = Exclude<ReduceObjective, 'importance'>;
