/** What makes a module: a call whose arguments are data, so that calls can be compared and what differs becomes a parameter. */
import { number, tuple } from './text.ts';

/** Python text as it stands. */
export interface Verbatim {
  readonly python: string;
}

export type Literal = number | bigint | boolean | Verbatim | Construction | readonly Literal[];

export interface Argument {
  readonly name: string;
  readonly value: Literal;
  /** Written without its name. */
  readonly isPositional?: boolean;
  /** The number that it is where it is not written: calls that differ in it are alike, and only others write it. */
  readonly otherwise?: number | undefined;
}

export interface Construction {
  readonly callee: string;
  readonly args: readonly Argument[];
}

/** `construct('nn.Conv2d', [['in_channels', 3]], { stride: 2 }, { stride: 1 })`; arguments that are `undefined` are left out. */
export function construct(
  callee: string,
  positional: readonly (readonly [name: string, value: Literal])[],
  named: Readonly<Record<string, Literal | undefined>> = {},
  defaults: Readonly<Record<string, number>> = {},
): Construction {
  const rest = Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, otherwise: defaults[name] }],
  );
  return { callee, args: [...positional.map(([name, value]) => ({ name, value, isPositional: true })), ...rest] };
}

export function isConstruction(value: Literal): value is Construction {
  return typeof value === 'object' && 'callee' in value;
}

/** A number in a construction, with what it means. */
export interface Slot {
  readonly name: string;
  readonly value: number | bigint;
}

/** The numbers of a construction in order; those of one call after another are what instances of a class differ by. */
export function slotsOf({ args }: Construction): readonly Slot[] {
  return args.flatMap(({ name, value }) => slotsOfLiteral(name, value));
}

function slotsOfLiteral(name: string, value: Literal): readonly Slot[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [{ name, value }];
  if (typeof value === 'boolean' || isVerbatim(value)) return [];
  if (isConstruction(value)) return slotsOf(value);
  return value.flatMap((entry) => slotsOfLiteral(name, entry));
}

/** The construction's text with `#` for each number: what is equal in all instances of a class. */
export function skeletonOf(construction: Construction): string {
  return constructionText(construction, () => '#');
}

/** The call in one line; `slot` gives the text of each number in turn. */
export function constructionText(
  { callee, args }: Construction,
  slot: (value: number | bigint) => string = number,
): string {
  return `${callee}(${argumentTexts(args, slot).join(', ')})`;
}

export function argumentTexts(args: readonly Argument[], slot: (value: number | bigint) => string): readonly string[] {
  return args.flatMap(({ name, value, isPositional, otherwise }) => {
    const text = literalText(value, slot);
    if (otherwise !== undefined && text === String(otherwise)) return [];
    return isPositional ? text : `${name}=${text}`;
  });
}

function literalText(value: Literal, slot: (value: number | bigint) => string): string {
  if (typeof value === 'number' || typeof value === 'bigint') return slot(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (isVerbatim(value)) return value.python;
  return isConstruction(value) ? constructionText(value, slot) : tuple(value.map((entry) => literalText(entry, slot)));
}

function isVerbatim(value: Literal): value is Verbatim {
  return typeof value === 'object' && 'python' in value;
}
