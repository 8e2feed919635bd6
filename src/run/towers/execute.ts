/** Runs the towers' segments one after another, sending each the values that it reads of other towers, and nothing else. */
import type { Ledger } from '../../core/ledger.ts';
import { countNetwork } from '../../core/count.ts';
import { median } from '../median.ts';
import type { Runtime, Session } from '../runtime.ts';
import type { Values } from '../values.ts';
import { wholeOf } from '../cost.ts';
import { groupBy } from '../group.ts';
import { gather } from './blocks.ts';
import type { Cutter } from './cutter.ts';
import type { Import } from './piece.ts';
import type { Segment } from './segments.ts';

export interface TowersRun {
  readonly each: readonly TowerRun[];
  /** Every value that was sent, in the order of the runs. */
  readonly exchanges: readonly Exchange[];
  readonly outputs: ReadonlyMap<string, Values>;
  /** Milliseconds of all segments one after another, and of the longest of each stage: what it takes if the towers run at once. */
  readonly milliseconds: number;
  readonly atOnce: number;
}

export interface TowerRun {
  /** From 1. */
  readonly tower: number;
  /** Models that it was run as, one after each exchange. */
  readonly models: number;
  /** Of those models, counted by themselves. */
  readonly weights: number;
  readonly connections: number;
  /** Values that were sent to it and that the ledger's `receives` has; bytes of these. */
  readonly received: number;
  readonly receivedBytes: number;
  /** Values that were sent to it besides. */
  readonly receivedBesides: number;
  readonly milliseconds: number;
}

export interface Exchange {
  /** To which tower, from 1. */
  readonly tower: number;
  readonly value: string;
  readonly reader: string;
  readonly values: number;
  readonly bytes: number;
  readonly isCounted: boolean;
}

export interface ExecuteOptions {
  readonly runtime: Runtime;
  readonly ledger: Ledger;
  readonly cutter: Cutter;
  readonly segments: readonly Segment[];
  readonly feeds: ReadonlyMap<string, Values>;
  readonly repeat: number;
  readonly threads?: number | undefined;
  /** A segment's model as a file. */
  readonly modelOf: (segment: Segment) => Promise<Uint8Array>;
}

interface Opened {
  readonly segment: Segment;
  readonly session: Session;
  readonly times: number[];
}

export async function executeTowers(options: ExecuteOptions): Promise<TowersRun> {
  const { runtime, segments, threads, modelOf, repeat } = options;
  const opened: Opened[] = [];
  try {
    for (const segment of segments) {
      opened.push({
        segment,
        session: await runtime.open(await modelOf(segment), { threads, spin: false }),
        times: [],
      });
    }
    let outputs = await runOnce(opened, options);
    for (const { times } of opened) times.length = 0; // the first run warms up
    for (let i = 0; i < Math.max(repeat, 1); i++) outputs = await runOnce(opened, options);
    return summary(opened, outputs, options);
  } finally {
    for (const { session } of opened) await session.release();
  }
}

/** What each tower holds: values by the tower's own names. */
type Store = Map<string, Values>;

async function runOnce(opened: readonly Opened[], options: ExecuteOptions): Promise<ReadonlyMap<string, Values>> {
  const { cutter, feeds, ledger } = options;
  const stores = Array.from({ length: cutter.towers }, (): Store => new Map(feeds));
  const shared: Store = new Map(feeds);
  const storeOf = (tower: number | undefined): Store => (tower === undefined ? shared : stores[tower]!);
  for (const { segment, session, times } of opened) {
    const store = storeOf(segment.tower);
    for (const each of segment.imports) if (!store.has(each.name)) store.set(each.name, assemble(each, cutter, stores));
    const given = segment.network.graph.inputs.map(({ name }) => [name, (store.get(name) ?? stores[0]!.get(name))!] as const); // prettier-ignore
    const started = performance.now();
    const results = await session.run(new Map(given));
    times.push(performance.now() - started);
    for (const [name, values] of results) store.set(name, values);
  }
  return new Map(ledger.network.graph.outputs.map(({ name }) => [name, outputOf(name, cutter, stores, shared)]));
}

function assemble({ value, wanted, tower }: Import, cutter: Cutter, stores: readonly Store[]): Values {
  const placement = cutter.placementOf(value);
  if (placement.kind === 'tower') return stores[placement.tower]!.get(value)!;
  if (placement.kind !== 'split' || !wanted) return stores[tower ?? 0]!.get(value)!;
  const held = placement.parts.map((part, t) => ({ values: stores[t]!.get(value)!, part }));
  return gather(held, wanted.axis, wanted.part);
}

function outputOf(name: string, cutter: Cutter, stores: readonly Store[], shared: Store): Values {
  const placement = cutter.placementOf(name);
  if (placement.kind === 'together') return shared.get(name)!;
  if (placement.kind === 'everywhere') return stores[0]!.get(name)!;
  if (placement.kind === 'tower') return stores[placement.tower]!.get(name)!;
  const held = placement.parts.map((part, t) => ({ values: stores[t]!.get(name)!, part }));
  const size = placement.parts.flat().reduce((most, [, end]) => Math.max(most, end), 0);
  return gather(held, placement.axis, [[0, size]]);
}

function summary(
  opened: readonly Opened[],
  outputs: ReadonlyMap<string, Values>,
  { cutter }: ExecuteOptions,
): TowersRun {
  const times = opened.map(({ segment, times: all }) => ({ segment, milliseconds: median(all) }));
  const exchanges = opened.flatMap(({ segment }) => segment.imports.flatMap(exchangeOf));
  const total = (list: readonly { readonly milliseconds: number }[]): number =>
    list.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const stages = groupBy(times, ({ segment }) => segment.stage);
  return {
    each: Array.from({ length: cutter.towers }, (_, tower) => {
      const own = times.filter(({ segment }) => segment.tower === tower);
      const sent = exchanges.filter((each) => each.tower === tower + 1);
      const counted = sent.filter(({ isCounted }) => isCounted);
      return {
        tower: tower + 1,
        models: own.length,
        ...countsOf(own.map(({ segment }) => segment)),
        received: sumOf(counted, 'values'),
        receivedBytes: sumOf(counted, 'bytes'),
        receivedBesides: sumOf(sent, 'values') - sumOf(counted, 'values'),
        milliseconds: total(own),
      };
    }),
    exchanges,
    outputs,
    milliseconds: total(times),
    atOnce: [...stages.values()].reduce((sum, list) => sum + Math.max(...list.map((each) => each.milliseconds)), 0),
  };
}

function exchangeOf({ tower, value, reader, received, bytes, isCounted }: Import): readonly Exchange[] {
  if (tower === undefined || received === 0) return [];
  return [{ tower: tower + 1, value, reader, values: received, bytes, isCounted }];
}

/** The ledger of each model, added up: it shares nothing with the ledger's own division over towers. */
function countsOf(segments: readonly Segment[]): { readonly weights: number; readonly connections: number } {
  const totals = segments.map(({ network }) => countNetwork(network).totals);
  return {
    weights: totals.reduce((sum, each) => sum + wholeOf(each.weights), 0),
    connections: totals.reduce((sum, each) => sum + wholeOf(each.connections), 0),
  };
}

function sumOf(list: readonly Exchange[], key: 'values' | 'bytes'): number {
  return list.reduce((sum, each) => sum + each[key], 0);
}
