/** What a cut is made of: nodes on towers, and values that are sent to them. */
import type { Node, Tensor } from '../../core/network.ts';
import type { Part } from './placement.ts';

/** A node as one tower runs it, over its own names of values. */
export interface Piece {
  /** From 0; `undefined` where the outputs of all towers are put together. */
  readonly tower: number | undefined;
  readonly node: Node;
}

/** A value that a tower reads and does not hold whole: it is put together from all towers' parts. */
export interface Import {
  readonly tower: number | undefined;
  /** The network's value. */
  readonly value: string;
  /** What the tower calls it. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The places of the axis that are wanted; `undefined` for the whole of a value that one tower holds. */
  readonly wanted: Cut | undefined;
  /** How many elements other towers hold and send. */
  readonly received: number;
  readonly bytes: number;
  /** The first node that reads it. */
  readonly reader: string;
  /** Whether the ledger's `receives` has it: it is read by a layer that is laid over the towers. */
  readonly isCounted: boolean;
}

/** Places along one axis. */
export interface Cut {
  readonly axis: number;
  readonly part: Part;
}

/** A tensor of the network, or a part of it. */
export interface CutTensor {
  readonly tensor: Tensor;
  readonly source: string;
  readonly cut?: Cut;
}
