/** Opens and counts what the command line names; what fails is a sentence with its status, and the others are counted. */
import { countNetwork } from '../core/count.ts';
import { MalformedError, UsageError } from '../core/errors.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Network } from '../core/network.ts';
import { withBatch } from '../formats/batch.ts';
import type { Io } from './command.ts';
import { failureOf, type Failure } from './failure.ts';
import type { Values } from './option.ts';
import type { sourceOptions, towerOptions } from './shared-options.ts';
import { openSource } from './source.ts';

type CountValues = Values<typeof sourceOptions & typeof towerOptions> & { readonly strict?: boolean };

/** Opens and counts one network. Throws what its reader and the core throw. */
export async function countSource(source: string, values: CountValues, io: Io): Promise<Ledger> {
  return countOpened(source, await openSource(source, values, io), values);
}

/** Counts a network that was opened. Throws what the core throws. */
export function countOpened(source: string, network: Network, values: CountValues): Ledger {
  const ledger = countNetwork(network, {
    inputs: withBatch(network, new Map(values.input)),
    bind: new Map(values.bind),
    open: new Set(values.open),
    towers: values.towers,
    place: new Map(values.place),
  });
  const broken = ledger.inference.gaps.filter(({ kind }) => kind === 'rule');
  if (values.strict && broken.length > 0) {
    throw new MalformedError(`${source}: ${broken.map(({ reason }) => reason).join('; ')}`);
  }
  return ledger;
}

/** All of them; with one network its error is thrown, since there is nothing else to answer. */
export async function countSources(
  sources: readonly string[],
  values: CountValues,
  io: Io,
): Promise<{ readonly ledgers: readonly Ledger[]; readonly failures: readonly Failure[] }> {
  if (sources.filter((source) => source === '-').length > 1)
    throw new UsageError('standard input (-) can be read once');
  if (sources.length === 1) return { ledgers: [await countSource(sources[0]!, values, io)], failures: [] };
  const ledgers: Ledger[] = [];
  const failures: Failure[] = [];
  for (const source of sources) {
    try {
      ledgers.push(await countSource(source, values, io));
    } catch (error) {
      failures.push(failureOf(error));
    }
  }
  return { ledgers, failures };
}
