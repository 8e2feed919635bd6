/** Milliseconds of whole runs, and of the layers in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolder } from './folder.ts';
import { median } from './median.ts';
import { runsOf, type NodeTime } from './profile.ts';
import type { ModelSource, Runtime, Session, SessionOptions } from './runtime.ts';
import type { Values } from './values.ts';

/** Runs before the first that is timed: memory is laid out and weights are packed in them. */
const warmUps = 2;

export interface Timed {
  /** The median over the repeats. */
  readonly milliseconds: number;
  readonly results: ReadonlyMap<string, Values>;
}

export interface Candidate {
  readonly session: Session;
  readonly feeds: ReadonlyMap<string, Values>;
}

/** Times sessions by turns, so that whatever else the machine does meanwhile meets all of them alike. */
export async function timeByTurns(
  candidates: readonly Candidate[],
  repeat: number,
  onRound: (done: number) => void = () => undefined,
): Promise<readonly Timed[]> {
  const times = candidates.map((): number[] => []);
  const results = candidates.map((): ReadonlyMap<string, Values> => new Map());
  for (let round = -warmUps; round < repeat; round++) {
    for (const [i, { session, feeds }] of candidates.entries()) {
      const started = performance.now();
      results[i] = await session.run(feeds);
      if (round >= 0) times[i]!.push(performance.now() - started);
    }
    onRound(round + warmUps + 1);
  }
  return candidates.map((_, i) => ({ milliseconds: median(times[i]!), results: results[i]! }));
}

export interface ProfileOptions {
  readonly runtime: Runtime;
  readonly model: ModelSource;
  readonly session: SessionOptions;
  readonly feeds: ReadonlyMap<string, Values>;
  readonly repeat: number;
}

/** The times of the runtime's nodes in each of the repeats. The profile lies in a folder of its own, which is removed. */
export async function profileNodes(options: ProfileOptions): Promise<readonly (readonly NodeTime[])[]> {
  const { runtime, model, session: settings, feeds, repeat } = options;
  return withFolder(async (folder) => {
    const session = await runtime.open(model, { ...settings, profile: join(folder, 'profile') });
    try {
      for (let round = -warmUps; round < repeat; round++) await session.run(feeds);
      session.endProfiling();
    } finally {
      await session.release();
    }
    const [file] = readdirSync(folder);
    return file === undefined ? [] : runsOf(readFileSync(join(folder, file), 'utf8')).slice(warmUps);
  });
}
