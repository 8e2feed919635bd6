/** Errors as they travel from the engine to the page: a sentence, and whose fault it is. */
import { messageOf } from '../../src/core/errors.ts';
import { pageWords } from './pageWords.ts';
import type { EngineError } from './protocol.ts';

/** What a call rejects with. */
export class EngineFailure extends Error implements EngineError {
  override readonly name = 'EngineFailure';
  readonly kind: EngineError['kind'];

  constructor({ message, kind }: EngineError) {
    super(message);
    this.kind = kind;
  }
}

const kinds: Readonly<Record<string, EngineError['kind']>> = {
  MalformedError: 'malformed',
  RuleError: 'malformed',
  UnsupportedError: 'unsupported',
  UnknownError: 'unsupported',
  UsageError: 'usage',
  AbortError: 'cancelled',
};

export function failureOf(error: unknown): EngineError {
  if (error instanceof EngineFailure) return { message: error.message, kind: error.kind };
  const kind = (error instanceof Error || error instanceof DOMException ? kinds[error.name] : undefined) ?? 'internal';
  if (kind === 'cancelled') return { message: 'cancelled', kind };
  if (kind !== 'internal') return { message: pageWords(messageOf(error)), kind };
  if (error instanceof RangeError) return { message: `this is too large for this browser: ${error.message}`, kind };
  return { message: `something went wrong in layerledger itself: ${messageOf(error)}`, kind };
}
