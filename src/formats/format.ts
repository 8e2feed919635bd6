/** What a format is: how a file of it is recognised, and the lazily loaded reader that turns it into a Network. */
import type { Network } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';

/** What a reader is told beside the bytes. */
export interface ReadContext {
  /** The file's name, for messages and as the network's name where the file holds none. */
  readonly name: string;
  /**
   * Shapes that replace those of the inputs, by name; the key `''` is the only input. Formats whose weights follow from the
   * input's shape build the network for it.
   */
  readonly inputs?: ReadonlyMap<string, Shape>;
  /** Values for the parameters that a network file declares, instead of their defaults. */
  readonly parameters?: Readonly<Record<string, number | string | boolean>> | undefined;
  /** Called as reading goes on, with the bytes passed so far (skipped ones too) and the file's size. */
  readonly onProgress?: ((passed: number, size: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Format {
  readonly name: string;
  /** Whether the network is built for the shapes of its inputs, so that its weights follow from them. */
  readonly isBuiltForInputs: boolean;
  /** File name endings, with the dot. */
  readonly extensions: readonly string[];
  /** Whether a file that begins with these bytes (up to 4096) can be of this format; asked where the ending does not tell. */
  recognises(head: Uint8Array): Promise<boolean>;
  /** Throws a MalformedError or an UnsupportedError whose message begins with the file's name. */
  read(blob: Blob, context: ReadContext): Promise<Network>;
}
