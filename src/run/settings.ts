/** What every kind of run is told. */
import type { Runtime } from './runtime.ts';
import type { Values } from './values.ts';

export interface RunSettings {
  readonly runtime: Runtime;
  /** By the inputs' names; the others are made up. */
  readonly given?: ReadonlyMap<string, Values>;
  /** Of what is made up. */
  readonly seed?: number;
  /** Timed runs. */
  readonly repeat?: number;
  readonly threads?: number | undefined;
  /** Told what begins. */
  readonly onStep?: ((what: string) => void) | undefined;
}

/** What holds where nothing is told. */
export const usual: Required<Pick<RunSettings, 'given' | 'seed' | 'repeat'>> = {
  given: new Map(),
  seed: 1,
  repeat: 10,
};
