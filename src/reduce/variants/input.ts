/** Another size of the input: fewer positions of everything. */
import { openShape } from '../../core/infer.ts';
import { UsageError } from '../../core/errors.ts';
import type { Value } from '../../core/network.ts';
import { elementCount, formatShape } from '../../core/shape.ts';
import { shapeOf } from './site.ts';
import type { Change, Ground, Variant, VariantKind } from './variant.ts';

export const input: VariantKind<'input'> = {
  doc: 'A smaller input: every map gets smaller, and details that only the larger one shows are lost. Weights of convolutions stay as they are.',
  usage: 'input=[NAME:]SIZE',
  parse: (text) => {
    const at = text.lastIndexOf(':');
    const sizes = text.slice(at + 1).split(/[x×]/).map((size) => sizeOf(size.trim(), text)); // prettier-ignore
    return { kind: 'input', inputs: new Map([[at < 0 ? '' : text.slice(0, at), sizes]]) };
  },
  format: ({ inputs }) => [...inputs].map(([name, sizes]) => `${name === '' ? '' : `${name}:`}${sizes.join('x')}`).join(','), // prettier-ignore
  change,
};

function sizeOf(text: string, whole: string): number {
  const size = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(size) && size >= 1) return size;
  throw new UsageError(`"input=${whole}": a size such as 192 or 1x3x192x192 is expected`);
}

/**
 * The share that is kept is that of the positions of the input, which is what is given up; a larger input keeps all. The share of
 * all connections would count again what the budget counts already.
 */
function change({ network, ledger, count }: Ground, { inputs }: Variant<'input'>): Change {
  const before = new Map(network.graph.inputs.map(({ name }) => [name, shapeOf({ ledger }, name)]));
  const after = new Map(before);
  for (const [given, sizes] of inputs) {
    const name = nameOf(given, [...before.keys()]);
    after.set(name, resized(name, before.get(name)!, sizes));
  }
  const changed = [...after].filter(([name, shape]) => formatShape(shape) !== formatShape(before.get(name)!));
  if (changed.length === 0) throw new UsageError(`the input has the size ${[...before.values()].map(formatShape).join(', ')} already`); // prettier-ignore
  const elements = (shapes: ReadonlyMap<string, readonly number[]>): number =>
    changed.reduce((sum, [name]) => sum + elementCount(shapes.get(name)!), 0);
  const { bind: _, open: __, ...rest } = count;
  return {
    network: {
      ...network,
      graph: { ...network.graph, inputs: network.graph.inputs.map((value) => declaredAs(value, before, after)) },
    },
    count: { ...rest, inputs: after },
    share: Math.min(1, elements(after) / elements(before)),
    says: changed.map(([name, shape]) => `${name} of ${formatShape(shape)} instead of ${formatShape(before.get(name)!)}`).join('; '), // prettier-ignore
  };
}

function nameOf(given: string, names: readonly string[]): string {
  const [only] = names;
  if (given === '' && names.length === 1) return only!;
  if (given !== '' && names.includes(given)) return given;
  throw new UsageError(given === '' ? `the network has ${names.length} inputs, ${names.join(', ')}; name one: input=${names[0]}:192` : `the network has no input "${given}"; it has ${names.join(', ')}`); // prettier-ignore
}

/** One number stands for all axes behind the channels; else all axes, or all but the batch. */
function resized(name: string, shape: readonly number[], sizes: readonly number[]): readonly number[] {
  const [size] = sizes;
  if (sizes.length === 1 && shape.length > 2) return shape.map((each, axis) => (axis < 2 ? each : size!));
  if (sizes.length === shape.length) return sizes;
  if (sizes.length === shape.length - 1) return [shape[0]!, ...sizes];
  throw new UsageError(`${name} is of ${formatShape(shape)}; a size of ${sizes.length} axes does not fit it`);
}

/** Axes that stay as they are stay as they were declared, the open batch for one. */
function declaredAs(
  value: Value,
  before: ReadonlyMap<string, readonly number[]>,
  after: ReadonlyMap<string, readonly number[]>,
): Value {
  const [was, is, declared] = [before.get(value.name)!, after.get(value.name)!, openShape(value)];
  if (value.type.kind !== 'tensor') return value;
  const shape = is.map((size, axis) => (size === was[axis] && declared ? declared[axis]! : size));
  return { ...value, type: { ...value.type, shape } };
}
