/** One class of error for each kind of blame; every message is a sentence with the numbers in it. */

/** The bytes or the text of a file are not what the format demands. Exit status 4. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

/** The file is what it should be, but layerledger cannot treat it. Exit status 4. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}

/** The caller asked for something that makes no sense. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A network breaks a rule of one of its operators: shapes contradict, groups do not divide, an axis is out of range. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
}

/** Something that a rule needs is not known: a rank, a size that depends on data, an operator. A gap, not a fault. */
export class UnknownError extends Error {
  override readonly name = 'UnknownError';
}

/** What an error says, for the sentence of another one. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
