/** The command: finds what is asked for, runs it and says what to print; it prints nothing itself. */
import { UsageError } from '../core/errors.ts';
import { printableSentence } from '../core/printable.ts';
import { version } from '../report/version.ts';
import { keepCompiled } from './compile-cache.ts';
import type { Answer, Io, Status } from './command.ts';
import { commands } from './commands/index.ts';
import { failureOf } from './failure.ts';

export interface Outcome {
  readonly status: Status;
  readonly stdout: string;
  readonly stderr: string;
}

export async function main(args: readonly string[], io: Io): Promise<Outcome> {
  try {
    return await delivered(await dispatch(args, io));
  } catch (error) {
    const { sentence, status } = failureOf(error);
    const hint = status === 2 ? [`"${['layerledger', ...known(args), '--help'].join(' ')}" shows how it is used`] : [];
    return { status, stdout: '', stderr: linesOf([sentence, ...hint]) };
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<Answer> {
  const [name, ...rest] = args;
  if (name === undefined) return { text: await help(), status: 2 };
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) return { text: await help() };
  if (name === '--version' || name === '-V') return { text: `${version}\n` };
  const called = name === 'help' ? rest[0]! : name;
  const entry = commands.find((command) => command.name === called);
  if (!entry) throw new UsageError(await unknownCommand(called));
  if (name !== 'count') keepCompiled();
  const command = await entry.load();
  if (name === 'help' || wantsHelp(rest)) return { text: (await import('./help.ts')).commandHelp(command) };
  return command.run(rest, io);
}

/** `--help` anywhere before `--`. */
function wantsHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).some((word) => word === '--help' || word === '-h');
}

async function help(): Promise<string> {
  const { generalHelp } = await import('./help.ts');
  return generalHelp(await Promise.all(commands.map(({ load }) => load())), version);
}

async function unknownCommand(name: string): Promise<string> {
  const { nearest } = await import('../formats/network-file/nearest.ts');
  const { isPublished } = await import('../formats/published.ts');
  const near = nearest(name, commands.map((command) => command.name)); // prettier-ignore
  if (near !== undefined) return `there is no command "${name}"; did you mean ${near}?`;
  if (isPublished(name) || /[./]/.test(name))
    return `there is no command "${name}"; did you mean "layerledger count ${name}"?`;
  return `there is no command "${name}"; there are ${commands.map((command) => command.name).join(', ')}`;
}

async function delivered({ text, status = 0, remarks = [], file }: Answer): Promise<Outcome> {
  if (file === undefined || file === '-') return { status, stdout: text, stderr: linesOf(remarks) };
  const { writeWhole } = await import('../node/write.ts');
  writeWhole(file, text);
  return { status, stdout: '', stderr: linesOf(remarks) };
}

function known(args: readonly string[]): readonly string[] {
  return commands.some(({ name }) => name === args[0]) ? [args[0]!] : [];
}

/** Each line says whose it is; a name from a file cannot steer the terminal. */
export function linesOf(sentences: readonly string[]): string {
  return sentences
    .flatMap((sentence) => sentence.split('\n'))
    .map((sentence) => `layerledger: ${printableSentence(sentence)}\n`)
    .join('');
}
