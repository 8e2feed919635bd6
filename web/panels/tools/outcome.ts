/** What became of taking something away: said, or failed. */
import type { Signal } from '@preact/signals';

export interface Outcome {
  readonly said: Signal<string | undefined>;
  readonly failure: Signal<string | undefined>;
}
