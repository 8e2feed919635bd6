/** What is wrong with an ONNX file, with the place where it was found; `read.ts` turns it into the public error. */

export class Fault extends Error {
  override readonly name = 'Fault';
  /** The messages that enclose the place, innermost first: `attribute "pads"`, `node[12]`, `graph`. */
  readonly trail: string[] = [];

  /** Byte of the file at which the fault shows. */
  readonly offset: number;
  /** Whether the file is broken, or right but beyond what layerledger treats. */
  readonly blame: 'malformed' | 'unsupported';

  constructor(offset: number, sentence: string, blame: 'malformed' | 'unsupported' = 'malformed') {
    super(sentence);
    this.offset = offset;
    this.blame = blame;
  }
}

/** The error with one more enclosing message in its trail. */
export function within(error: unknown, message: string): unknown {
  if (error instanceof Fault && message !== '') error.trail.push(message);
  return error;
}

/** `byte 4711, graph.node[12].attribute "pads": a length of 99 bytes is declared; 12 are left`. */
export function sentenceOf(fault: Fault): string {
  const trail = fault.trail.toReversed().join('.');
  return `byte ${fault.offset}${trail && `, ${trail}`}: ${fault.message}`;
}

/** A name or text as an error quotes it: at most 80 characters, with what cannot be printed escaped. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
