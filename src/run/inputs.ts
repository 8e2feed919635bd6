/** What a network is fed: the tensors that were given, and made-up ones for the other inputs. */
import { UnsupportedError, UsageError } from '../core/errors.ts';
import { openShape, type Inference } from '../core/infer.ts';
import type { Network } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { elementCount, formatShape } from '../core/shape.ts';
import { symbolsOf } from '../core/size.ts';
import { generatorOf } from '../formats/weights/generator.ts';
import { fits, isHeld, valuesOf, type HeldType, type Values } from './values.ts';

export interface Feeds {
  readonly feeds: ReadonlyMap<string, Values>;
  /** What was made up, a sentence each. */
  readonly notes: readonly string[];
}

/** More elements than a made-up input may have: 1 GiB of float32. */
const mostMadeUp = 2 ** 28;

/**
 * A tensor for each input of an inferred network. Throws a UsageError for one that does not fit its input, and for an input whose
 * sizes are open.
 */
export function feedsOf(inference: Inference, given: ReadonlyMap<string, Values>, seed: number): Feeds {
  const { network } = inference;
  const notes: string[] = [];
  const feeds = network.graph.inputs.map(({ name }) => {
    const values = given.get(name);
    if (values) return [name, fitted(name, values, inference)] as const;
    const next = generatorOf(name, seed);
    const made = madeUp(name, inference, () => next() / 2 ** 32);
    notes.push(`input "${name}" is made up: ${made.how}`);
    return [name, fitted(name, made.values, inference)] as const;
  });
  return { feeds: new Map(feeds), notes };
}

/** The shape that a run takes: a size that the network states holds, whatever other one it was counted for. */
export function takenShape(name: string, { network, values }: Inference): Shape | undefined {
  const input = network.graph.inputs.find((value) => value.name === name);
  const [stated, counted] = [input && openShape(input), values.get(name)?.shape];
  if (!stated || stated.length !== counted?.length) return stated ?? counted;
  return stated.map((size, i) => (typeof size === 'number' ? size : counted[i]!));
}

function fitted(name: string, values: Values, inference: Inference): Values {
  const { type } = inference.values.get(name) ?? {};
  const shape = takenShape(name, inference);
  if ((type === undefined || type === values.type) && fits(values.shape, shape)) return values;
  const wanted = `${type ?? 'any type'} ${shape ? formatShape(shape) : 'of any shape'}`;
  throw new UsageError(`input "${name}" takes ${wanted}, not ${values.type} ${formatShape(values.shape)}`);
}

interface Made {
  readonly values: Values;
  /** A phrase. */
  readonly how: string;
}

function madeUp(name: string, inference: Inference, next: () => number): Made {
  const { type = 'float32' } = inference.values.get(name) ?? {};
  const shape = closedShape(name, inference);
  if (!isHeld(type)) throw new UnsupportedError(`input "${name}" of type ${type} cannot be made up`);
  const count = elementCount(shape);
  if (count > mostMadeUp) throw new UnsupportedError(`input "${name}" would have ${count} elements; at most ${mostMadeUp} are made up`); // prettier-ignore
  const { number, how } = elementFor(name, type, inference, next);
  return { values: valuesOf(type, shape, Float64Array.from({ length: count }, number)), how };
}

function elementFor(
  name: string,
  type: HeldType,
  { network }: Inference,
  next: () => number,
): { readonly number: () => number; readonly how: string } {
  if (/mask/i.test(name)) return { number: () => 1, how: 'ones, as its name says mask' };
  if (type === 'bool') return { number: () => 0, how: 'false' };
  if (type.startsWith('float')) return { number: next, how: 'random numbers from 0 to 1' };
  const rows = tableRows(name, network);
  if (rows !== undefined) return { number: () => Math.floor(next() * rows), how: `random rows of a table of ${rows}` };
  if (type === 'uint8') return { number: () => Math.floor(next() * 256), how: 'random numbers from 0 to 255' };
  return { number: () => 1, how: 'ones, since the network does not say which whole numbers it takes' };
}

function closedShape(name: string, { values }: Inference): readonly number[] {
  const shape = values.get(name)?.shape;
  if (!shape)
    throw new UsageError(`the shape of input "${name}" is not known; give it with --input ${name}=1x3x224x224`);
  const open = [...new Set(shape.flatMap(symbolsOf))];
  if (open.length === 0) return shape.map(Number);
  const bind = open.map((size) => `--bind ${size}=8`).join(' ');
  throw new UsageError(`input "${name}" has shape ${formatShape(shape)}; give its open sizes, such as ${bind}`);
}

/** Operators through which the elements of an index pass as they are. */
const passing = new Set(['Cast', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Transpose', 'Expand']);

/** The fewest rows of the tables that an input picks from; `undefined` where it picks from none. */
function tableRows(name: string, { graph }: Network): number | undefined {
  const carriers = new Set([name]);
  let least = Infinity;
  for (const { operator, inputs, outputs } of graph.nodes) {
    if (passing.has(operator) && carriers.has(inputs[0] ?? '')) outputs.forEach((output) => carriers.add(output));
    if (operator !== 'Gather' || !carriers.has(inputs[1] ?? '')) continue;
    const rows = graph.tensors.get(inputs[0] ?? '')?.shape[0];
    if (typeof rows === 'number') least = Math.min(least, rows);
  }
  return Number.isFinite(least) ? least : undefined;
}
