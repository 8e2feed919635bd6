/** A temporary folder that is gone afterwards, whatever ends the work. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a new folder to the work and removes it when the work has ended, or the process has: by itself, by Ctrl-C or by a request to
 * stop. A process that is killed outright leaves it.
 */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'layerledger-run-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const stop = (signal: NodeJS.Signals): void => {
    remove();
    forget();
    process.kill(process.pid, signal); // ends as it would have without this
  };
  const forget = (): void => {
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, stop);
  };
  process.once('exit', remove);
  for (const signal of signals) process.once(signal, stop);
  try {
    return await work(folder);
  } finally {
    forget();
    remove();
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
