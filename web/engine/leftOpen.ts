/** What a network's inputs leave open: sizes with a name, which a number may be bound to, and shapes that the file does not say. */
import { bindSizes } from '../../src/core/bindings.ts';
import { openShape } from '../../src/core/infer.ts';
import type { Network, Value } from '../../src/core/network.ts';
import type { Shape } from '../../src/core/operator.ts';
import { symbolsOf, type Size } from '../../src/core/size.ts';
import { jsonSize } from '../../src/report/figure.ts';
import type { Opened } from './context.ts';
import type { Bindings, JsonFigure, LeftOpen } from './protocol.ts';

type Inputs = ReadonlyMap<string, Shape> | undefined;

export function leftOpen({ network, count }: Pick<Opened, 'network' | 'count'>): LeftOpen {
  const { bindings: defaults } = bindSizes(network, { inputs: count.inputs ?? new Map() });
  const jsonOf = (size: Size | undefined): JsonFigure | null => (size === undefined ? null : jsonSize(size));
  const sizes = namesOf(network, count.inputs).map((name) => ({
    name,
    size: jsonOf(count.bind?.get(name)),
    otherwise: jsonOf(defaults.get(name)),
  }));
  const isUnsaid = (input: Value): boolean =>
    input.type.kind === 'tensor' && !shapeOfInput(network, input, count.inputs);
  return { sizes, inputs: network.graph.inputs.filter(isUnsaid).map(({ name }) => name) };
}

/** Of the numbers that were given those whose names the network has: an edited one may have lost a name. */
export function bindingsFor(network: Network, bind: Bindings, inputs?: Inputs): ReadonlyMap<string, Size> {
  const names = new Set(namesOf(network, inputs));
  return new Map(bind.filter(([name]) => names.has(name)));
}

/** The shape with which an input is counted, before open sizes are bound. */
function shapeOfInput({ graph }: Network, input: Value, inputs: Inputs): Shape | undefined {
  const isOnly = graph.inputs.length === 1;
  return inputs?.get(input.name) ?? (isOnly ? inputs?.get('') : undefined) ?? openShape(input);
}

/** The network with the shapes that somebody gave for its inputs as if the file said them; open sizes stay open. */
export function withInputs({ network, count }: Opened): Network {
  if (!count.inputs || count.inputs.size === 0) return network;
  return withShapes(network, (input) => shapeOfInput(network, input, count.inputs));
}

/** The network as it was counted: with numbers for the sizes that somebody bound, too. */
export function asCounted({ network, ledger }: Opened): Network {
  return withShapes(network, ({ name }) => ledger.inference.values.get(name)?.shape);
}

function withShapes(network: Network, shapeOf: (input: Value) => Shape | undefined): Network {
  const inputs = network.graph.inputs.map((input): Value => {
    const shape = shapeOf(input);
    return shape && input.type.kind === 'tensor' ? { ...input, type: { ...input.type, shape } } : input;
  });
  return { ...network, graph: { ...network.graph, inputs } };
}

function namesOf(network: Network, inputs: Inputs): readonly string[] {
  const shapes = network.graph.inputs.map((input) => shapeOfInput(network, input, inputs) ?? []);
  return [...new Set(shapes.flat().flatMap(symbolsOf))];
}
