/** What an operator definition is: its shape rule, what it counts, and the words of its derivation, in one object. */
import type { Derivation } from './derivation.ts';
import type { Attribute, ElementType, Graph, Node } from './network.ts';
import type { Size } from './size.ts';

export type Shape = readonly Size[];

/** What is known of a value: each of the fields may be unknown. */
export interface Known {
  readonly type?: ElementType | undefined;
  /** `undefined`: the rank is not known. */
  readonly shape?: Shape | undefined;
  /** Elements in row-major order, of a small tensor that shapes may be computed from; entries may be expressions. */
  readonly values?: readonly Size[] | undefined;
  /** `false`: the elements are made up even where they come from learned tensors, as a filter repeated for every channel. */
  readonly learned?: boolean | undefined;
  /** For a sequence: its elements where they are known one by one, else what every element has in common. */
  readonly sequence?: { readonly elements?: readonly Known[]; readonly each?: Known } | undefined;
  /** For an optional: whether it holds a value, where that is known, and what is known of the value. */
  readonly optional?: { readonly present?: boolean; readonly of?: Known } | undefined;
}

/** A value as an operator reads it. */
export interface Operand extends Omit<Known, 'learned'> {
  readonly name: string;
  /** Computed from the network's own tensors alone. */
  readonly constant: boolean;
  /** A constant that comes from learned numbers: from tensors of floating-point numbers, or quantised ones. */
  readonly learned?: boolean | undefined;
  /** For a constant: the tensor that it is a rearrangement of; its own name where it is none. */
  readonly root?: string;
}

/** One use of an operator: a node with what is known of its inputs. */
export interface Application {
  readonly node: Node;
  /** Version of the operator's domain. */
  readonly version: number;
  /** Absent optional inputs are `undefined`. */
  readonly inputs: readonly (Operand | undefined)[];
  /**
   * States that two sizes are equal: returns the more definite one, replaces a named size everywhere where that is what it
   * takes, and throws a RuleError naming both where they contradict. `what` says what they are: `channels of A and B`.
   */
  unify(a: Size, b: Size, what: string): Size;
  /** A new named size, for one that depends on data. */
  fresh(hint: string): Size;
  /** States what was assumed, for the ledger's notes; the node's name is put before it. */
  note(sentence: string): void;
  /** Infers a body in place and returns what is known of its outputs. Throws an UnknownError where bodies nest too deep. */
  enter(body: Body): readonly Operand[];
  /** A value by its name where the node stands, for bodies that read what is outside them. */
  outer(name: string): Operand | undefined;
}

/** A branch, the body of a loop, or a local function, and how it is entered. */
export interface Body {
  readonly graph: Graph;
  /** What messages call it: `then_branch`. */
  readonly label: string;
  /** What is known of the body's own inputs. */
  readonly given: ReadonlyMap<string, Known & { readonly constant: boolean }>;
  /** How often it runs; once where absent. */
  readonly repeats?: Size;
  /** Its condition is not known: of all undecided bodies of a node, the ledger counts the largest. */
  readonly undecided?: boolean;
  /** Only its outputs are wanted: it leaves no steps and no gaps. */
  readonly rehearsal?: boolean;
  /** For a function: the call's attributes, and the versions that its body is written in. */
  readonly attributes?: ReadonlyMap<string, Attribute>;
  readonly opsets?: ReadonlyMap<string, number>;
}

/** A use whose outputs are known too. */
export interface Counted extends Application {
  readonly outputs: readonly Operand[];
  readonly laid: Laid;
}

/** How the use is laid over towers. */
export interface Laid {
  /** How many towers the network is laid over; 1 where it is not. */
  readonly towers: number;
  readonly reads: Reads | null;
  /** How many nodes of this kind make up the layer, one on each tower; 1 where one node stands for all of it. */
  readonly siblings: number;
}

export type Reads = 'input' | 'own tower' | 'all towers';

/** What role a tensor plays. Buffers are stored and not learned. */
export type Role = 'weight' | 'embedding' | 'bias' | 'norm' | 'other' | 'buffer';

export interface ParameterUse {
  /** Which input of the node it is. */
  readonly input: number;
  readonly role: Role;
  readonly elements: Derivation;
  /** Bytes that they take where they are stored, where that is not elements × the bits of the tensor's type: packed weights. */
  readonly bytes?: Size;
}

/** What an operator states about one of its uses. Absent figures are zero. */
export interface Facts {
  readonly units?: Derivation | undefined;
  /** Multiply-accumulates through learned weights, taps on padding included. */
  readonly connections?: Derivation | undefined;
  readonly connectionsOntoPadding?: Derivation | undefined;
  readonly biasConnections?: Derivation | undefined;
  /** Multiply-accumulates between two computed values. */
  readonly weightlessConnections?: Derivation | undefined;
  /** Additions over the windows of a pooling layer. */
  readonly windowSums?: Derivation | undefined;
  readonly parameters?: readonly ParameterUse[];
  /** A derivation for each output axis that a window made: height, width. */
  readonly window?: readonly Derivation[];
  /** The same sizes by the textbook's formula, where it applies to an axis; it may differ. */
  readonly textbook?: readonly (Derivation | undefined)[];
  readonly notes?: readonly string[];
}

interface Definition {
  readonly name: string;
  /** `''` is ai.onnx. */
  readonly domain: string;
  /** One sentence for the documentation. */
  readonly doc: string;
  /**
   * What is known of each output. Throws an UnknownError where something that it needs is not known, and a RuleError where
   * the node breaks the operator's rules; messages begin with what is wrong, and whoever calls adds the node's name.
   */
  infer(use: Application): readonly Known[];
  /** The output holds the elements of input 0, rearranged or encoded otherwise: a weight behind it is the same weight. */
  readonly relays?: true;
  /** Which inputs are its parameters where they are constant: what is known of a use even where its sizes are not. */
  readonly holds?: readonly { readonly input: number; readonly role: Role }[];
}

/** An operator counts something, `counts` saying what, or says why it is free. */
export type Operator = Definition &
  (
    | { count(use: Counted): Facts; readonly counts: string; readonly free?: never }
    | { readonly free: string; readonly count?: never; readonly counts?: never }
  );
