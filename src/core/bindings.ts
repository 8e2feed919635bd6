/** Which open sizes of a network's inputs get a number: those that the caller binds, and the batch, which is 1. */
import { UsageError } from './errors.ts';
import { openShape } from './infer.ts';
import type { Network } from './network.ts';
import type { Shape } from './operator.ts';
import { isAtLeast, isWhole, symbolsOf, type Size } from './size.ts';

export interface BindingOptions {
  /** Shapes that replace the declared ones, by the input's name; the key `''` is the only input. */
  readonly inputs?: ReadonlyMap<string, Shape>;
  /** Sizes for open names. */
  readonly bind?: ReadonlyMap<string, Size>;
  /** Names to leave open, the batch's for one. */
  readonly open?: ReadonlySet<string>;
}

export interface Bound {
  readonly inputs: ReadonlyMap<string, Shape>;
  readonly bindings: ReadonlyMap<string, Size>;
}

/**
 * The contract's rule: an open size called batch, or N in first place, is 1 unless it is bound or left open on purpose.
 * Throws a UsageError for a name that the network does not have or a size below 1.
 */
export function bindSizes(network: Network, options: BindingOptions = {}): Bound {
  const { bind = new Map<string, Size>(), open = new Set<string>() } = options;
  const inputs = namedInputs(network, options.inputs ?? new Map());
  const shapes = shapesOf(network, inputs);
  const names = new Set(shapes.flat().flatMap(symbolsOf));
  for (const name of [...bind.keys(), ...open]) expectName(name, names);
  for (const [name, size] of bind) {
    if (isWhole(size) && !isAtLeast(size, 1))
      throw new UsageError(`"${name}" is bound to ${size}; a size is at least 1`);
  }
  const batches = shapes.flatMap((shape) =>
    shape.flatMap((size, axis) => symbolsOf(size).filter((name) => isBatch(name, axis))),
  );
  const defaults = batches.filter((name) => !bind.has(name) && !open.has(name));
  return { inputs, bindings: new Map([...defaults.map((name) => [name, 1] as const), ...bind]) };
}

/** The names of the sizes that a network's inputs leave open. Throws a UsageError for an input that it does not have. */
export function openSizes(network: Network, inputs: ReadonlyMap<string, Shape> = new Map()): ReadonlySet<string> {
  return new Set(shapesOf(network, namedInputs(network, inputs)).flat().flatMap(symbolsOf));
}

function shapesOf({ graph }: Network, inputs: ReadonlyMap<string, Shape>): readonly Shape[] {
  return graph.inputs.map((value) => inputs.get(value.name) ?? openShape(value) ?? []);
}

function isBatch(name: string, axis: number): boolean {
  return /^batch([_ -]?size)?$/i.test(name) || (axis === 0 && name === 'N');
}

function namedInputs({ graph }: Network, given: ReadonlyMap<string, Shape>): ReadonlyMap<string, Shape> {
  const names = graph.inputs.map(({ name }) => name);
  return new Map([...given].map(([name, shape]) => [inputName(name, names), shape]));
}

function inputName(name: string, names: readonly string[]): string {
  if (name === '' && names.length === 1) return names[0]!;
  if (name === '')
    throw new UsageError(`the network has ${names.length} inputs; name the one that is meant: ${names.join(', ')}`);
  if (names.includes(name)) return name;
  throw new UsageError(`the network has no input "${name}"; it has ${names.join(', ') || 'none'}`);
}

function expectName(name: string, names: ReadonlySet<string>): void {
  if (names.has(name)) return;
  const known = names.size === 0 ? 'all its sizes are numbers' : `its open sizes are ${[...names].join(', ')}`;
  throw new UsageError(`the network has no open size "${name}"; ${known}`);
}
