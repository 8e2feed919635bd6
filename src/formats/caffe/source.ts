/** A text and its places: turns an offset into `file:line:column`, which every message about a prototxt begins with. */
import { MalformedError } from '../../core/errors.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
  /** `file:12:3`. */
  locate(offset: number): string;
  /** `line 12, column 3`. */
  place(offset: number): string;
  /** The error that says `sentence` of the text at `offset`. */
  malformed(offset: number, sentence: string): MalformedError;
}

export function sourceOf(file: string, text: string): Source {
  const starts = lineStarts(text);
  const at = (offset: number): readonly [line: number, column: number] => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - starts[low]! + 1];
  };
  const locate = (offset: number): string => [file, ...at(offset)].join(':');
  return {
    file,
    text,
    locate,
    place(offset) {
      const [line, column] = at(offset);
      return `line ${line}, column ${column}`;
    },
    malformed: (offset, sentence) => new MalformedError(`${locate(offset)}: ${sentence}`),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}
