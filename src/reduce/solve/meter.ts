/** Work counted in inner steps, so that a pure computation can pause about every 20 ms without looking at a clock. */

export interface Meter {
  units: number;
}

/** A unit is about 10 ns on a slow machine. */
const slice = 1_000_000;

/** Whether it is time to pause; counts the units. */
export function isDue(meter: Meter, units: number): boolean {
  meter.units += units;
  if (meter.units < slice) return false;
  meter.units = 0;
  return true;
}

/** A computation that pauses; nothing is said at a pause. */
export type Paused<T> = Generator<void, T, void>;

/** To the end, without a pause. */
export function finish<T>(computation: Generator<unknown, T, undefined>): T {
  for (;;) {
    const step = computation.next();
    if (step.done === true) return step.value;
  }
}
