/** Runs a command in this process, as a terminal or a pipe would see it. */
import { main, type Outcome } from '../../src/cli/main.ts';
import type { Io } from '../../src/cli/command.ts';

const piped: Io = { colour: false, readStdin: async () => new Blob([]) };

export function run(command: string | readonly string[], io: Partial<Io> = {}): Promise<Outcome> {
  return main(typeof command === 'string' ? command.split(' ') : command, { ...piped, ...io });
}

/** The answer as JSON; fails where the command did not answer. */
export async function runJson<T>(command: string): Promise<T> {
  const { stdout, stderr } = await run(`${command} --format json`);
  if (stdout === '') throw new Error(stderr);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is checked where that matters
  return JSON.parse(stdout) as T;
}
