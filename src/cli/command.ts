/** What a command is: its options as data, and a function from them to text. */
import { parseArguments, type Operands } from './parse.ts';
import type { Options, Values } from './option.ts';

/** The contract's exit statuses: answered, answered with no, wrong command line, answered with gaps, unreadable input. */
export type Status = 0 | 1 | 2 | 3 | 4;

export interface Answer {
  /** For standard output. */
  readonly text: string;
  readonly status?: Status;
  /** For standard error, a sentence each. */
  readonly remarks?: readonly string[];
  /** A file that the text goes to instead; `-` is standard output after all. */
  readonly file?: string | undefined;
}

/** What a command may use of the process it runs in. */
export interface Io {
  /** Columns of the terminal that the answer is shown on; absent where it goes elsewhere. */
  readonly width?: number | undefined;
  /** Whether colours are wanted where `--color` does not say. */
  readonly colour: boolean;
  readStdin(): Promise<Blob>;
  /** Called while bytes are read. */
  readonly onProgress?: ((name: string, passed: number, size: number) => void) | undefined;
  /** Called when a part of long work begins. */
  readonly onStep?: ((what: string) => void) | undefined;
  /** Prints a part of the answer at once, of a command that goes on until it is stopped. */
  readonly onPart?: ((part: Pick<Answer, 'text' | 'remarks'>) => void) | undefined;
  /** Calls `heard` when the process is told to end, by Ctrl-C or by the system. */
  readonly onStop?: ((heard: () => void) => void) | undefined;
  /** Calls `heard` at the next interrupt (Ctrl-C) instead of ending; what it returns takes that back. */
  readonly onInterrupt?: ((heard: () => void) => () => void) | undefined;
}

interface Example {
  readonly command: string;
  readonly says: string;
}

export interface CommandHelp {
  readonly name: string;
  readonly summary: string;
  /** What the help says below the options, a paragraph each. */
  readonly details?: readonly string[];
  readonly operands: Operands;
  readonly options: Options;
  readonly examples: readonly Example[];
}

export interface Command extends CommandHelp {
  run(args: readonly string[], io: Io): Promise<Answer>;
}

interface Definition<O extends Options> extends CommandHelp {
  readonly options: O;
  answer(operands: readonly string[], values: Values<O>, io: Io): Promise<Answer>;
}

/** A command that parses its own arguments, so that `answer` gets typed values. */
export function defineCommand<O extends Options>(definition: Definition<O>): Command {
  const { answer, ...help } = definition;
  return {
    ...help,
    run: (args, io) => {
      const { operands, values } = parseArguments(args, definition.options, definition.operands);
      return answer(operands, values, io);
    },
  };
}
