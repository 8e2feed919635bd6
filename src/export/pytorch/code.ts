/** A block's Python as data: what its __init__ declares and what its forward does. */
import type { Size } from '../../core/size.ts';
import type { Construction } from '../construction.ts';

export interface Code {
  readonly path: readonly string[];
  /** Names of forward's arguments. */
  readonly params: readonly string[];
  readonly declared: readonly Declared[];
  /** Forward's lines, the last one returns. */
  readonly lines: readonly string[];
  /** Nothing but modules made of blocks, one after another: an nn.Sequential. */
  readonly isChain: boolean;
}

/** An attribute of the module. */
export type Declared =
  | {
      readonly kind: 'module' | 'buffer';
      readonly name: string;
      readonly construction: Construction;
      readonly remark?: string | undefined;
      /** Weights that it shares: `self.conv2.weight = self.conv1.weight`. */
      readonly ties: readonly string[];
      /** The layer in the network's words. */
      readonly layer: string;
      /** How many learned numbers it brings. */
      readonly parameters: Size;
    }
  | { readonly kind: 'block'; readonly name: string; readonly code: Code };
