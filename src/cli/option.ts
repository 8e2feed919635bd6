/** Options of a command as data: the parser, the help and the shell completion walk the same table. */
import { UsageError } from '../core/errors.ts';

export interface Option<T> {
  readonly help: string;
  /** What the value is called in the help; absent: a switch, which takes none. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** One letter, given with one dash. */
  readonly short?: string;
  readonly repeatable?: true;
  /** What it is where it is not given. */
  readonly initial: T;
  /** Throws a UsageError whose message goes after the option's name. */
  take(soFar: T, value: string): T;
}

/** By name, without dashes. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values of a table of options. */
export type Values<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

export function flag(help: string): Option<boolean> {
  return { help, initial: false, take: () => true };
}

export function single<T>(value: string, help: string, parse: (text: string) => T): Option<T | undefined> {
  return { help, value, initial: undefined, take: (_, text) => parse(text) };
}

export function repeated<T>(value: string, help: string, parse: (text: string) => T): Option<readonly T[]> {
  return { help, value, repeatable: true, initial: [], take: (soFar, text) => [...soFar, parse(text)] };
}

/** `initial` is one of the choices, or `undefined`. */
export function choice<const T extends string, const I extends T | undefined>(
  choices: readonly T[],
  initial: I,
  help: string,
): Option<T | I> {
  return { help, value: 'NAME', choices, initial, take: (_, text) => expectChoice(choices, text) };
}

function expectChoice<T extends string>(choices: readonly T[], text: string): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`takes ${choices.join(', ')}, not "${text}"`);
}
