/** A network file as plain data, as YAML or JSON give it and as the built-in networks are compiled. */

/** A number, yes or no, or an expression that gives one. */
export type Scalar = number | bigint | boolean | string;

/** A layer: its kind alone (`relu`), or its kind and fields (`{conv: 96, kernel: 11}`). The table of kinds says which fields. */
export type LayerText = string | LayerFields;
export type LayerFields = Readonly<Record<string, unknown>>;

/** `3 x 227 x 227`, `[3, 227, 227]`, or sizes by name; a word in it is a parameter or an open size. */
export type ShapeText =
  | Scalar
  | readonly Scalar[]
  | { readonly channels?: Scalar; readonly height?: Scalar; readonly width?: Scalar };

export interface InputFields {
  readonly shape: ShapeText;
  readonly type?: string;
  /** `false`: the shape is whole, without a batch in front. */
  readonly batch?: boolean;
}

export interface BlockText {
  readonly note?: string;
  /** Parameters by name with their defaults; an empty default has to be given where the block is used. */
  readonly parameters?: Readonly<Record<string, Scalar | null>>;
  readonly layers: readonly LayerText[];
}

/** A further network of the same file: what it has instead. */
interface VariantText {
  readonly network?: string;
  readonly aliases?: readonly string[];
  readonly parameters: Readonly<Record<string, Scalar>>;
}

/** How the network was trained; core/network.ts says what the fields mean. */
export interface TrainingText {
  readonly source?: string;
  readonly batch?: number;
  readonly momentum?: number;
  readonly 'weight decay'?: number;
  readonly 'learning rate'?: number;
  readonly schedule?: string;
  readonly epochs?: number;
  readonly initial?: readonly {
    readonly layers?: readonly string[];
    readonly weights?: { readonly normal: number } | 'he';
    readonly biases?: number;
  }[];
  readonly notes?: string | readonly string[];
}

export interface NetworkDocument {
  readonly network?: string;
  /** Other names under which a built-in network is found. */
  readonly aliases?: readonly string[];
  /** Of a built-in family: the networks that other values of its parameters give, by name. */
  readonly variants?: Readonly<Record<string, VariantText>>;
  readonly source?: string;
  readonly notes?: string | readonly string[];
  readonly training?: TrainingText;
  readonly towers?: number;
  /** Absent: the open size `batch`. */
  readonly batch?: Scalar;
  readonly parameters?: Readonly<Record<string, Scalar>>;
  /** Version of ai.onnx. */
  readonly opset?: number;
  /** Tensors that several layers read, by name. */
  readonly tensors?: Readonly<Record<string, unknown>>;
  readonly input?: ShapeText | InputFields;
  readonly inputs?: Readonly<Record<string, ShapeText | InputFields>>;
  readonly blocks?: Readonly<Record<string, BlockText>>;
  readonly layers: readonly LayerText[];
  /** Names of layers whose outputs are the network's; absent: the last layer. */
  readonly outputs?: string | readonly string[];
}
