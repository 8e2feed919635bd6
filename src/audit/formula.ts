/** Expressions of claims files as numbers. */
import { UsageError } from '../core/errors.ts';
import { isWhole } from '../core/size.ts';
import type { Scalar } from '../formats/network-file/document.ts';
import { parse } from '../formats/network-file/expression.ts';

type Term = ReturnType<typeof parse>;

/** Parsed once, since a search evaluates the same few expressions many thousand times. */
const parsed = new Map<string, Term>();

/** Throws a UsageError for a text that is no expression or a name that `lookup` does not know. NaN for an open size. */
export function evaluateNumber(value: Scalar, lookup: (name: string) => number | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  const fault = (sentence: string): Error => new UsageError(`"${value}": ${sentence}`);
  const term = parsed.get(value) ?? parse(value, { fault });
  if (parsed.size < most) parsed.set(value, term);
  let isOpen = false;
  const known = (name: string): number | undefined => {
    const number = lookup(name);
    isOpen ||= Number.isNaN(number);
    return Number.isNaN(number) ? 0 : number;
  };
  const result = term({ lookup: known, fault, suggest: () => '' });
  if (isOpen) return NaN;
  if (typeof result === 'boolean') return result ? 1 : 0;
  return isWhole(result) ? Number(result) : NaN;
}

/** Expressions that are kept: more than any claims file has. */
const most = 10_000;
