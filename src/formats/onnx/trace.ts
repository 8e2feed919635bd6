/**
 * A trace: where each field of a file lies and what the reader made of its messages, for a file that is to be written again with
 * all that a Network does not hold. It is kept only where it is asked for.
 */

/** A field of a message; `start` to `end` are all its bytes, its tag included. */
export interface TracedField {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  /** What the reader made of it, where it is a message that the reader knows. */
  readonly message?: TracedMessage;
}

export interface TracedMessage {
  readonly value: unknown;
  readonly fields: readonly TracedField[];
}

/** Collects a trace while a file is read; a cursor holds it. */
export class Tracer {
  readonly #stack: TracedField[][] = [[]];
  #finished: TracedMessage | undefined;

  /** A message begins. */
  enter(): void {
    this.#stack.push([]);
  }

  /** A message ended, of which the reader made this. */
  leave(value: unknown): void {
    this.#finished = { value, fields: this.#stack.pop()! };
  }

  /** A field was read or passed over. */
  passed(number: number, start: number, end: number): void {
    const message = this.#finished;
    this.#finished = undefined;
    this.#stack.at(-1)!.push({ number, start, end, ...(message && { message }) });
  }

  /** The fields of the file itself. */
  get fields(): readonly TracedField[] {
    return this.#stack[0]!;
  }
}
