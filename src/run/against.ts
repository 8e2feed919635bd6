/** Two networks on the same input: how far apart their outputs are, and their times by turns in one process. */
import { UsageError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import { formatShape } from '../core/shape.ts';
import { feedsOf, takenShape } from './inputs.ts';
import type { Model } from './model.ts';
import type { Session } from './runtime.ts';
import { usual, type RunSettings } from './settings.ts';
import { timeByTurns } from './time.ts';
import { fits, numbersOf, type Values } from './values.ts';

export interface Difference {
  readonly name: string;
  /** Its name in the other network, where that differs. */
  readonly other?: string;
  readonly greatest: number;
  /** ‖a − b‖ / ‖a‖, Euclidean; 0 where both are 0. */
  readonly relative: number;
  readonly cosine: number;
  /** The share of rows whose greatest element stands at the same place. */
  readonly top: number;
}

export interface Against {
  readonly differences: readonly Difference[];
  /** Medians of both. */
  readonly milliseconds: readonly [number, number];
  readonly notes: readonly string[];
}

export interface Side {
  readonly ledger: Ledger;
  readonly model: Model;
}

export interface AgainstOptions extends Omit<RunSettings, 'onStep'> {
  readonly sides: readonly [Side, Side];
}

/** The second gets the first one's inputs, by name, or in their order where names differ. */
export async function runAgainst(options: AgainstOptions): Promise<Against> {
  const { runtime, sides, given, seed, repeat, threads } = { ...usual, ...options };
  const [first, second] = sides;
  const { feeds, notes } = feedsOf(first.ledger.inference, given, seed);
  const others = feedsOf(second.ledger.inference, feedsOfOther(feeds, first.ledger, second.ledger), seed);
  const open = ({ model }: Side): Promise<Session> =>
    runtime.open(model.source, { folder: model.folder, threads, spin: false });
  const sessions = [await open(first)];
  try {
    sessions.push(await open(second));
    const candidates = [{ session: sessions[0]!, feeds }, { session: sessions[1]!, feeds: others.feeds }]; // prettier-ignore
    const [a, b] = await timeByTurns(candidates, Math.max(repeat, 1));
    return {
      differences: differencesOf(a!.results, b!.results),
      milliseconds: [a!.milliseconds, b!.milliseconds],
      notes: [...first.model.notes, ...second.model.notes, ...notes],
    };
  } finally {
    for (const session of sessions) await session.release();
  }
}

/** Throws a UsageError where the other network takes another number of inputs, or other shapes. */
function feedsOfOther(feeds: ReadonlyMap<string, Values>, first: Ledger, second: Ledger): ReadonlyMap<string, Values> {
  const names = first.network.graph.inputs.map(({ name }) => name);
  const others = second.network.graph.inputs.map(({ name }) => name);
  if (names.length !== others.length)
    throw new UsageError(
      `${first.network.name} has ${names.length} inputs and ${second.network.name} ${others.length}`,
    );
  const isSame = names.every((name) => others.includes(name));
  return new Map(
    names.map((name, i) => {
      const [values, other] = [feeds.get(name)!, isSame ? name : others[i]!];
      const taken = takenShape(other, second.inference);
      if (taken && !fits(values.shape, taken))
        throw new UsageError(
          `the two cannot be given the same: input "${name}" of ${first.network.name} is ${formatShape(values.shape)}, and "${other}" of ${second.network.name} takes ${formatShape(taken)}`,
        );
      return [other, values];
    }),
  );
}

/** Outputs by name, or in their order where names differ. Throws a UsageError where shapes or their number differ. */
export function differencesOf(
  first: ReadonlyMap<string, Values>,
  second: ReadonlyMap<string, Values>,
): readonly Difference[] {
  if (first.size !== second.size)
    throw new UsageError(`one network has ${first.size} outputs and the other ${second.size}`);
  const others = [...second.keys()];
  const isSame = [...first.keys()].every((name) => second.has(name));
  return [...first].map(([name, values], i) => {
    const other = isSame ? name : others[i]!;
    return { ...differenceOf(name, values, second.get(other)!), ...(other !== name && { other }) };
  });
}

export function differenceOf(name: string, a: Values, b: Values): Difference {
  if (formatShape(a.shape) !== formatShape(b.shape))
    throw new UsageError(`output "${name}" is ${formatShape(a.shape)} in one and ${formatShape(b.shape)} in the other`);
  const [x, y] = [numbersOf(a), numbersOf(b)];
  let [greatest, squares, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const difference = x[i]! - y[i]!;
    greatest = Number.isNaN(difference) ? NaN : Math.max(greatest, Math.abs(difference));
    squares += difference * difference;
    xx += x[i]! * x[i]!;
    yy += y[i]! * y[i]!;
    xy += x[i]! * y[i]!;
  }
  return {
    name,
    greatest,
    relative: squares === 0 ? 0 : Math.sqrt(squares / xx),
    cosine: xx === 0 && yy === 0 ? 1 : xy / Math.sqrt(xx * yy),
    top: agreement(x, y, a.shape.at(-1) ?? 1),
  };
}

function agreement(x: Float64Array, y: Float64Array, width: number): number {
  const rows = x.length / width;
  if (rows === 0) return 1;
  const same = Array.from({ length: rows }, (_, row) => {
    const place = (numbers: Float64Array): number => greatestAt(numbers.subarray(row * width, (row + 1) * width));
    return place(x) === place(y);
  });
  return same.filter(Boolean).length / rows;
}

function greatestAt(numbers: Float64Array): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i]! > numbers[best]!) best = i;
  return best;
}
