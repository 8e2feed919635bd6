/** Runs a network: its outputs, whether every shape is the inferred one, and where the time goes. */
import { symbolsOf } from '../core/size.ts';
import { UsageError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { attribute } from './attribute-times.ts';
import { checkShapes, fetchable, type ShapeCheck } from './check.ts';
import { costsOf, sentencesOf, type LayerCost } from './cost.ts';
import { feedsOf } from './inputs.ts';
import type { Model } from './model.ts';
import { measureRoofline, type Roofline } from './roofline.ts';
import { usual, type RunSettings } from './settings.ts';
import { summarise, type Summary } from './summary.ts';
import { profileNodes, timeByTurns } from './time.ts';
import type { Values } from './values.ts';

/** With a `repeat` of 0: one run, no times. */
export interface RunOptions extends RunSettings {
  /** Counted for the inputs that it is run on. */
  readonly ledger: Ledger;
  readonly model: Model;
  /** `auto`: where all values between inputs and outputs take at most 1 GiB. */
  readonly check?: 'auto' | 'always' | 'never';
}

export interface Run {
  readonly outputs: ReadonlyMap<string, Values>;
  readonly summaries: readonly Summary[];
  /** `undefined` where it was left out; a note says why. */
  readonly check: ShapeCheck | undefined;
  readonly timing: Timing | undefined;
  readonly notes: readonly string[];
}

export interface Timing {
  readonly repeat: number;
  /** The median of whole runs, without the profile. */
  readonly milliseconds: number;
  readonly layers: readonly LayerCost[];
  /** Milliseconds of nodes that ONNX Runtime added, by operator. */
  readonly added: ReadonlyMap<string, number>;
  readonly roofline: Roofline;
  /** When fewer connections would not be less time. */
  readonly sentences: readonly string[];
}

/** Bytes of all intermediate values beyond which they are not fetched unasked. */
const checkedAtMost = 2 ** 30;

/** Throws a UsageError for inputs that do not fit, and an UnsupportedError with ONNX Runtime's own words. */
export async function runNetwork(options: RunOptions): Promise<Run> {
  const { runtime, ledger, model, given, seed, repeat, threads, onStep } = { ...usual, ...options };
  const { feeds, notes: made } = feedsOf(ledger.inference, given, seed);
  onStep?.('running');
  const session = await runtime.open(model.source, { folder: model.folder, threads });
  const [timed] = await timeByTurns([{ session, feeds }], Math.max(repeat, 1)).finally(() => session.release());
  const check = await checkOf(options, feeds);
  const timing = repeat === 0 ? undefined : await timingOf({ ...options, repeat }, feeds, timed!.milliseconds);
  const summaries = [...timed!.results].map(([name, values]) => summarise(name, values));
  return {
    outputs: timed!.results,
    summaries,
    check: check.check,
    timing,
    notes: [...model.notes, ...made, ...check.notes, ...summaries.flatMap(oddities)],
  };
}

async function checkOf(
  { runtime, ledger, model, check = 'auto', onStep }: RunOptions,
  feeds: ReadonlyMap<string, Values>,
): Promise<{ readonly check: ShapeCheck | undefined; readonly notes: readonly string[] }> {
  const { inference } = ledger;
  if (check === 'never') return { check: undefined, notes: [] };
  const { bytes } = fetchable(inference);
  if (check === 'auto' && bytes > checkedAtMost) {
    const note = `shapes were not checked: all values together take ${bytes} bytes; --check always does it`;
    return { check: undefined, notes: [note] };
  }
  onStep?.('checking shapes');
  const { folder } = model;
  return { check: await checkShapes({ runtime, inference, feeds, model: await model.bytes(), folder }), notes: [] };
}

async function timingOf(
  { runtime, ledger, model, repeat, threads, onStep }: RunOptions & { readonly repeat: number },
  feeds: ReadonlyMap<string, Values>,
  milliseconds: number,
): Promise<Timing> {
  onStep?.('timing layers');
  const session = { folder: model.folder, threads };
  const runs = await profileNodes({ runtime, model: model.source, session, feeds, repeat });
  const { layers, added } = attribute(ledger, runs);
  onStep?.('measuring what the machine can do');
  const roofline = await measureRoofline(runtime, threads);
  const costs = costsOf(ledger, layers, roofline);
  return { repeat, milliseconds, layers: costs, added, roofline, sentences: sentencesOf(costs) };
}

function oddities({ name, notNumbers, infinite }: Summary): readonly string[] {
  return [
    ...(notNumbers > 0 ? [`output "${name}" has ${notNumbers} elements that are no number (NaN)`] : []),
    ...(infinite > 0 ? [`output "${name}" has ${infinite} infinite elements`] : []),
  ];
}

/** A run needs every size. Throws a UsageError for a size that was left open on purpose. */
export function expectClosed({ inputs }: Ledger): void {
  const open = inputs.find(({ shape }) => shape?.some((size) => symbolsOf(size).length > 0));
  const name = open?.shape?.flatMap(symbolsOf)[0];
  if (name !== undefined)
    throw new UsageError(`a run needs every size, and input "${open!.name}" has ${name} open; give it with --bind ${name}=8`); // prettier-ignore
}
