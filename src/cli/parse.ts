/**
 * Reads a command line strictly: an unknown option, a missing value or one operand too many is an error that says what is
 * near. Own code, since commander (bundled: 14 ms) would take more than half of the time that bench/cold-start.ts allows.
 */
import { UsageError } from '../core/errors.ts';
import { nearest } from '../formats/network-file/nearest.ts';
import type { Options, Values } from './option.ts';

export interface Operands {
  /** As the help writes it: `NETWORK…`. */
  readonly usage: string;
  readonly least: number;
  readonly most: number;
}

export interface Parsed<O extends Options> {
  readonly values: Values<O>;
  readonly operands: readonly string[];
}

/** Throws a UsageError. `--` ends the options; `-` alone is an operand. */
export function parseArguments<O extends Options>(args: readonly string[], options: O, expected: Operands): Parsed<O> {
  const values = new Map<string, unknown>(Object.entries(options).map(([name, { initial }]) => [name, initial]));
  const given = new Set<string>();
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    if (word === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const { name, attached } = splitOption(word, options);
    const option = options[name]!;
    if (given.has(name) && option.repeatable === undefined) throw new UsageError(`--${name} is given twice`);
    given.add(name);
    const value =
      option.value === undefined ? expectNone(name, attached) : (attached ?? nextValue(args, ++i, name, option.value));
    values.set(
      name,
      inContext(name, () => option.take(values.get(name), value)),
    );
  }
  expectOperands(operands, expected);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- each option itself has made its value
  return { values: Object.fromEntries(values) as Values<O>, operands };
}

/** `--name=value`, `--name`, `-o`, `-ovalue`. */
function splitOption(word: string, options: Options): { name: string; attached: string | undefined } {
  if (!word.startsWith('--')) {
    const found = Object.entries(options).find(([, { short }]) => short === word[1]);
    if (!found) throw new UsageError(unknownOption(word, options));
    return { name: found[0], attached: word.length > 2 ? word.slice(2) : undefined };
  }
  const end = word.indexOf('=');
  const name = word.slice(2, end === -1 ? undefined : end);
  if (!Object.hasOwn(options, name)) throw new UsageError(unknownOption(`--${name}`, options));
  return { name, attached: end === -1 ? undefined : word.slice(end + 1) };
}

function unknownOption(word: string, options: Options): string {
  const near = nearest(word.replace(/^-+/, ''), Object.keys(options));
  return `there is no option ${word}${near === undefined ? '' : `; did you mean --${near}?`}`;
}

function expectNone(name: string, attached: string | undefined): string {
  if (attached === undefined) return '';
  throw new UsageError(`--${name} takes no value`);
}

function nextValue(args: readonly string[], at: number, name: string, value: string): string {
  const next = args[at];
  if (next !== undefined && (!next.startsWith('--') || next === '--')) return next;
  throw new UsageError(`--${name} needs a value: --${name} ${value}`);
}

function inContext<T>(name: string, take: () => T): T {
  try {
    return take();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`--${name} ${error.message}`, { cause: error });
    throw error;
  }
}

function expectOperands(operands: readonly string[], { usage, least, most }: Operands): void {
  if (operands.length < least) throw new UsageError(`${usage} is missing`);
  if (operands.length > most)
    throw new UsageError(`"${operands[most]}" is one operand too many; ${usage || 'none'} is expected`);
}
