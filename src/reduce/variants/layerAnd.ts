/** What stands on the command line behind a kind of variant: a layer, and a number behind its last colon. */
import { UsageError } from '../../core/errors.ts';

/** `conv3:2` is the layer conv3 and 2; a colon that no number follows belongs to the layer's name. Throws for an empty name. */
export function layerAnd(text: string, kind: string): readonly [layer: string, number: string | undefined] {
  const [, layer = text, number] = /^(.+):(\d[^:]*|)$/.exec(text) ?? [];
  if (layer === '') throw new UsageError(`${kind} needs the name of a layer: ${kind}=conv3`);
  return [layer, number];
}

export function wholeOf(text: string | undefined, said: string, least: number): number {
  const value = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`"${said}": a whole number from ${least} is expected after a colon`);
}
