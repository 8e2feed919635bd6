/**
 * What the page asks of the engine, which reads, counts and solves in a worker: every number on the screen comes from here.
 * The law of this file: all of it survives `structuredClone`, and a model's bytes never travel (a Blob is a reference).
 */
import type { Derivation } from '../../src/core/derivation.ts';
import type { Figure } from '../../src/draw/index.ts';

/** What can be opened. */
export type Source =
  | { readonly kind: 'published'; readonly name: string }
  | { readonly kind: 'file'; readonly file: Blob; readonly name: string }
  | { readonly kind: 'address'; readonly url: string }
  /** A network file that is being edited. */
  | { readonly kind: 'text'; readonly text: string; readonly name: string };

/** As the command's --input, --bind and --towers say it. */
export interface OpenOptions {
  readonly inputs?: readonly (readonly [name: string, shape: readonly (number | string)[]])[];
  readonly bind?: Bindings;
  readonly towers?: number;
}

/** Numbers for sizes that a network leaves open, by their names. */
export type Bindings = readonly (readonly [name: string, size: number])[];

/** A figure as the command's JSON has it: a number, or a string where it is beyond 2^53 or open. */
export type JsonFigure = number | string;

/** One row, as in `count --layers all --format json`. */
export interface LayerView extends Readonly<Record<FigureKey, JsonFigure>> {
  readonly name: string;
  readonly path: readonly string[];
  readonly nodes: readonly string[];
  readonly operator: string;
  readonly output: readonly JsonFigure[] | null;
  readonly reads: string | null;
  readonly tower?: number;
  readonly derivation: {
    readonly output: string | null;
    readonly textbook: string | null;
    readonly units: string | null;
    readonly weights: string | null;
    readonly connections: string | null;
  };
}

export type FigureKey =
  | 'units' | 'weights' | 'embeddings' | 'biases' | 'normParameters' | 'otherParameters' | 'buffers'
  | 'connections' | 'connectionsOntoPadding' | 'biasConnections' | 'weightlessConnections' | 'windowSums'
  | 'weightBytes' | 'outputBytes'; // prettier-ignore

/** Exactly what `count --layers all --format json` prints. */
export interface LedgerView {
  readonly network: {
    readonly name: string;
    readonly source: string | null;
    readonly inputs: readonly { readonly name: string; readonly shape: readonly JsonFigure[] | null }[];
  };
  readonly bindings: Readonly<Record<string, JsonFigure>>;
  readonly layers: readonly LayerView[];
  readonly totals: Readonly<Record<FigureKey | 'parameters', JsonFigure>> & {
    readonly peakActivationBytes: JsonFigure | null;
  };
  readonly towers: {
    readonly each: readonly Readonly<Record<string, JsonFigure>>[];
    readonly crossing: JsonFigure;
  } | null;
  readonly uncounted: readonly { readonly name: string; readonly operator: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

/** A network on the screen. */
export interface View {
  /** The engine's number for it; it stays until `close`. */
  readonly id: number;
  readonly ledger: LedgerView;
  readonly format: string | null;
  readonly open: LeftOpen;
  readonly figure: Figure;
  readonly bars: Figure;
  /** Of the layer whose knob was turned, so that nobody has to ask for it. */
  readonly explained?: LayerExplanation;
  /** Milliseconds: reading, counting, drawing. */
  readonly took: { readonly read: number; readonly count: number; readonly draw: number };
}

/** What a network's inputs leave open, for a person to set. */
export interface LeftOpen {
  /** `size` is what somebody bound it to; `otherwise` what it is counted as where nobody says: 1 for a batch. */
  readonly sizes: readonly {
    readonly name: string;
    readonly size: JsonFigure | null;
    readonly otherwise: JsonFigure | null;
  }[];
  /** Inputs whose shapes neither the file says nor somebody gave. */
  readonly inputs: readonly string[];
}

/** One figure of a layer, with its tree of factors where it has one. */
export interface ExplainedFigure {
  readonly key: FigureKey | 'output' | 'textbook';
  /** `weights`, or for an output the axis: `height`. */
  readonly title: string;
  readonly meaning: string;
  readonly value: JsonFigure;
  readonly derivation: Derivation | null;
}

/** Why a layer's figures are what they are. */
export interface LayerExplanation {
  readonly layer: string;
  readonly figures: readonly ExplainedFigure[];
  /** What it reads of towers, and what was noted of it, a sentence each. */
  readonly sentences: readonly string[];
  /** Where a window does not fit: what each rounding would give. */
  readonly roundings: readonly { readonly axis: string; readonly rounding: string; readonly size: JsonFigure }[];
}

/** A mistake in a network file, where it is. */
export interface Problem {
  readonly message: string;
  /** Counted from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** What can be changed of a layer of a network file, with its value now. */
export interface Knob {
  readonly field:
    | 'filters' | 'units' | 'kernel' | 'stride' | 'padding' | 'groups' | 'dilation'
    | 'heads' | 'vocabulary' | 'width' | 'count'
    | 'input' | 'towers'; // prettier-ignore
  readonly label: string;
  readonly value: number | string;
  /** For numbers: a slider's range. */
  readonly least?: number;
  readonly most?: number;
  readonly step?: number;
  readonly choices?: readonly string[];
}

/** A knob that was turned; of a layer, or of the network itself. */
export interface Turn {
  readonly layer: string | null;
  readonly field: Knob['field'];
  readonly value: number | string;
}

/** What an edited network file makes: a network, or mistakes. */
export type Edited = { readonly view: View } | { readonly problems: readonly Problem[] };

/** `contract.md`'s answer of `audit` and `why`. */
export interface ClaimView {
  readonly id: string;
  readonly printed: number;
  readonly text: string;
  readonly unit: string;
  readonly quoted: string;
  readonly where: string;
  readonly computed: number | null;
  readonly convention: string | null;
  readonly verdict: 'exact' | 'rounded' | 'truncated' | 'conditional' | 'wrong' | 'undecided';
  readonly reason: string;
  readonly explanations: readonly Explanation[];
  /** Hypotheses looked at; 0 where nothing was searched for. */
  readonly tried: number;
  /** The layer that it is about, where it is about one. */
  readonly layer: string | null;
}

export interface WhyView {
  /** What was asked, and what a product comes to. */
  readonly text: string;
  readonly number: number;
  readonly explanations: readonly Explanation[];
  /** Single changes looked at. */
  readonly tried: number;
}

export interface Explanation {
  readonly text: string;
  readonly value: number;
  readonly changes: readonly string[];
  /** That as many tries would hit the number by accident; `null` where nothing was searched for. */
  readonly chance: number | null;
}

export interface ReduceRequest {
  /** Shares of the original, 0 to 1; absent: no budget. */
  readonly weights?: number;
  readonly connections?: number;
  readonly objective: 'log' | 'square' | 'linear' | 'units' | 'fewest' | 'uniform';
  readonly step: number;
  readonly exact: boolean;
}

export interface ReduceView {
  readonly status: 'optimal' | 'within gap' | 'stopped' | 'infeasible';
  readonly objective: {
    readonly name: string;
    readonly value: number | null;
    readonly bound: number | null;
    readonly gap: number | null;
    readonly proof: string;
  };
  readonly before: Readonly<Record<'weights' | 'connections' | 'units' | 'memory', number>>;
  readonly after: Readonly<Record<'weights' | 'connections' | 'units' | 'memory', number>> | null;
  readonly least: Readonly<Record<'weights' | 'connections' | 'units' | 'memory', number>> | null;
  readonly widths: readonly {
    readonly name: string;
    readonly layers: readonly string[];
    readonly from: number;
    readonly to: number;
  }[];
  readonly frozen: readonly { readonly name: string; readonly width: number; readonly reason: string }[];
  /** The reduced network, opened; `null` where nothing fits. */
  readonly reduced: View | null;
}

export interface ParetoPoint {
  readonly weightsShare: number;
  readonly connectionsShare: number;
  readonly price: number | null;
}

/** Rows of `diff A B --format json`. */
export interface DiffView {
  readonly rows: readonly {
    readonly kind: 'same' | 'changed' | 'added' | 'removed';
    readonly before: string | null;
    readonly after: string | null;
    readonly changes: readonly string[];
    readonly weights: JsonFigure;
    readonly connections: JsonFigure;
  }[];
  /** What the second has more than the first. */
  readonly totals: Readonly<Record<'units' | 'weights' | 'biases' | 'connections' | 'parameters', JsonFigure>>;
  readonly counts: Readonly<Record<'same' | 'changed' | 'added' | 'removed', number>>;
}

export type ExportFormat = 'csv' | 'markdown' | 'latex' | 'json' | 'network-file' | 'pytorch';

/** What the engine does; each call answers once, may report progress, and can be cancelled. */
export interface Engine {
  published(): Promise<readonly { readonly name: string; readonly title: string; readonly source: string }[]>;
  open(source: Source, options?: OpenOptions): Promise<View>;
  /** Counts an open network with these numbers for its open sizes and no others; it is not read again. */
  rebind(id: number, bind: Bindings): Promise<View>;
  /** The network file of an open network: as published with its remarks, else written from the graph. */
  textOf(id: number): Promise<string>;
  /** Opens an edited network file; mistakes come back as problems instead of a rejection. Names in `bind` that it lost are passed over. */
  edit(text: string, name: string, bind?: Bindings): Promise<Edited>;
  /** Words that may stand at a place of a network file, from its schema. */
  complete(
    text: string,
    line: number,
    column: number,
  ): Promise<readonly { readonly word: string; readonly doc: string }[]>;
  explain(id: number, layer: string): Promise<LayerExplanation>;
  /**
   * For a layer, or `null` for the network itself (input size, towers). `opened` is the text before it was changed: sliders reach
   * as far as that network says, so that they do not rescale while they are dragged.
   */
  knobs(text: string, layer: string | null, opened?: string): Promise<readonly Knob[]>;
  /** Changes one field of one layer in a network file, remarks kept, and opens what that makes. */
  turn(text: string, turn: Turn, name: string, bind?: Bindings): Promise<Edited & { readonly text: string }>;
  audit(id: number): Promise<readonly ClaimView[]>;
  why(id: number, number: string): Promise<WhyView>;
  reduce(id: number, request: ReduceRequest): Promise<ReduceView>;
  pareto(id: number, request: ReduceRequest): Promise<readonly ParetoPoint[]>;
  /** The reduced network as a file to download: ONNX where the original was, with its weights cut, else a network file. */
  reducedFile(id: number): Promise<{ readonly file: Blob; readonly name: string }>;
  diff(before: number, after: number): Promise<DiffView>;
  write(id: number, format: ExportFormat): Promise<string>;
  /** The figure or the bars as SVG, paper-ready. */
  svg(id: number, what: 'figure' | 'bars'): Promise<string>;
  /** A folded block of the figure, unfolded. */
  unfold(id: number, expanded: readonly string[]): Promise<Figure>;
  close(id: number): Promise<void>;
}

export type Method = keyof Engine;

/** From 0 to 1 where the end is known. */
export interface Progress {
  readonly what: string;
  readonly share?: number;
}

/** To the engine. */
export type Request =
  | { readonly call: number; readonly method: Method; readonly args: readonly unknown[] }
  | { readonly cancel: number };

/** From the engine. `kind` says whose fault an error is, as core/errors.ts does. */
export type Answer =
  | { readonly call: number; readonly result: unknown }
  | { readonly call: number; readonly progress: Progress; readonly partial?: unknown }
  | { readonly call: number; readonly error: EngineError };

export interface EngineError {
  readonly message: string;
  readonly kind: 'malformed' | 'unsupported' | 'usage' | 'cancelled' | 'internal';
}
