/** A claims file as plain data: what was printed about networks, and how to count what it speaks of. */
import type { NetworkDocument, Scalar } from '../formats/network-file/document.ts';

export interface ClaimsDocument {
  /** What the file is about. */
  readonly title: string;
  /** The built-in network, or one of `networks`, that the claims are about unless they name another. */
  readonly network?: string;
  /** Citations by a short name, for the claims' `source`. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Network files of the claims' own, by name. */
  readonly networks?: Readonly<Record<string, NetworkDocument>>;
  /** Named numbers for all claims. */
  readonly sizes?: Readonly<Record<string, Scalar>>;
  readonly claims: readonly ClaimText[];
}

/** Which figures a value is made of: those of a network's layers, of named numbers, of parts that are values themselves. */
export interface SubjectText {
  readonly network?: string;
  /** Parameters of the network. */
  readonly set?: Readonly<Record<string, Scalar>>;
  /** Numbers for its open sizes. */
  readonly bind?: Readonly<Record<string, number>>;
  /** Names of layers or of blocks; `*` stands for any characters. */
  readonly layers?: string | readonly string[];
  /** Layers that are left out. */
  readonly except?: string | readonly string[];
  readonly sizes?: Readonly<Record<string, Scalar>>;
  readonly parts?: Readonly<Record<string, SubjectText>>;
  /** What the value is the sum of, by name. */
  readonly terms?: Readonly<Record<string, Scalar>>;
  /** An expression over figures (`weights + biases`), sizes and parts; the sum of `terms` where it is absent. */
  readonly value?: Scalar;
}

/** Another reading, which the source does not state. */
export interface AssumptionText extends SubjectText {
  readonly says: string;
  /** Why it may be meant: where it is seen. */
  readonly evidence: string;
}

type Relation = 'equal' | 'at most' | 'at least';

export interface ClaimText extends SubjectText {
  readonly id: string;
  readonly source?: string;
  /** Section, table, figure. */
  readonly where?: string;
  readonly quoted: string;
  /** Quoted from memory: to be held against the source before an author is named. */
  readonly unchecked?: boolean;
  readonly printed: string | number;
  /** One step of the last digit that counts, where the print alone does not show it. */
  readonly step?: string | number;
  readonly unit: string;
  readonly relation?: Relation;
  /** What the source, or the field, means by the unit. */
  readonly convention?: string;
  /** The table or list in which the number is a row: errors of its rows may have one cause. */
  readonly table?: string;
  /** Named numbers that the source does not state; searched for. */
  readonly unknowns?: readonly string[];
  /** Numbers that stand beside the claim in its source, by name. */
  readonly beside?: Readonly<Record<string, Scalar>>;
  readonly assumptions?: readonly AssumptionText[];
  /** What a reader should know. */
  readonly note?: string;
}
