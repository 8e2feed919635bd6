/** The ledger of a network: a row for each layer, with facts and derivations, and a list of what was not counted. */
import { chooseBranches, countStrands, type Uncounted } from './counting.ts';
import { sum, type Derivation } from './derivation.ts';
import { UnknownError, UnsupportedError } from './errors.ts';
import { addFigures, figureNames, figuresOf, type FigureName, type Figures } from './figures.ts';
import { infer, type InferOptions, type Inference } from './infer.ts';
import { layersOf, type CountedStrand, type NamedLayer } from './layers.ts';
import { peakActivationBytes } from './memory.ts';
import { bitsOf, type Network } from './network.ts';
import type { ParameterUse, Reads, Shape } from './operator.ts';
import { elementsOf } from './shape.ts';
import { add, ceilDivide, multiply, sumOf, type Size } from './size.ts';
import { strandsOf, type Strand } from './strand.ts';
import { shareOverTowers, type TowerShares } from './towers.ts';

export type { Uncounted };

/** A row of the ledger. */
export interface Layer extends Figures {
  readonly name: string;
  readonly path: readonly string[];
  /** Names of the nodes that it is made of. */
  readonly nodes: readonly string[];
  readonly operator: string;
  readonly output: Shape | undefined;
  readonly reads: Reads | null;
  /** The one tower on which it sits, from 1; absent where it is laid over all of them or there are none. */
  readonly tower?: number;
  readonly derivations: Derivations;
  readonly notes: readonly string[];
}

export interface Derivations extends Partial<Readonly<Record<FigureName, Derivation>>> {
  /** One an axis that a window made. */
  readonly output?: readonly Derivation[];
  /** The same by the textbook's formula, where it applies; it may give another number. */
  readonly textbook?: readonly (Derivation | undefined)[];
}

export interface Totals extends Figures {
  /** Every learned number, each counted once. */
  readonly parameters: Size;
  /** The most bytes of activations that are needed at one time; `undefined` where that depends on open sizes. */
  readonly peakActivationBytes: Size | undefined;
}

export interface Ledger {
  readonly network: Network;
  readonly inputs: readonly { readonly name: string; readonly shape: Shape | undefined }[];
  readonly bindings: ReadonlyMap<string, Size>;
  readonly layers: readonly Layer[];
  readonly totals: Totals;
  readonly towers: TowerShares | undefined;
  readonly uncounted: readonly Uncounted[];
  readonly notes: readonly string[];
  readonly inference: Inference;
}

export interface LedgerOptions extends InferOptions {
  /** Over how many towers the network is laid, where the network does not say it itself. */
  readonly towers?: number;
}

/**
 * Counts a network: one forward pass of its inputs. Throws a MalformedError for a graph that cannot be ordered, and an
 * UnsupportedError for one that expands, or whose totals grow, beyond all reason.
 */
export function ledgerOf(network: Network, options: LedgerOptions = {}): Ledger {
  try {
    return ledgerOfInferred(infer(network, options), options);
  } catch (error) {
    if (!(error instanceof UnknownError)) throw error; // a node's is in `uncounted`; this is one of a sum over nodes
    throw new UnsupportedError(`the figures cannot be added up: ${error.message}`, { cause: error });
  }
}

function ledgerOfInferred(inference: Inference, options: LedgerOptions): Ledger {
  const { network } = inference;
  const { strands, layoutOf, notes } = strandsOf(inference, options.towers ?? network.towers ?? 1);
  const uncounted: Uncounted[] = inputGaps(inference);
  const { counted, notes: choiceNotes } = chooseBranches(countStrands(strands, inference, uncounted));
  const named = layersOf(counted, inference);
  const accounts = openAccounts(counted, inference);
  const layers = named.map((layer) => layerOf(layer, inference, accounts));
  return {
    network,
    inputs: network.graph.inputs.map(({ name }) => ({ name, shape: inference.values.get(name)?.shape })),
    bindings: options.bindings ?? new Map(),
    layers,
    totals: totalsOf(layers, inference),
    towers: shareOverTowers(named, layers, inference, layoutOf),
    uncounted,
    notes: [...network.notes, ...inference.notes, ...notes, ...choiceNotes, ...layers.flatMap(notesOf)],
    inference,
  };
}

function notesOf({ name, notes }: Layer): readonly string[] {
  return notes.map((note) => `${name}: ${note}`);
}

/** Inputs whose sizes the file does not hold at all: everything that depends on them stays open. */
function inputGaps({ network, values }: Inference): Uncounted[] {
  const open = network.graph.inputs.filter(({ name }) => values.get(name)?.shape === undefined);
  return open.map(({ name }) => ({
    name,
    operator: 'input',
    reason: `the file does not say the shape of input "${name}"; give it with --input ${name}=1x3x224x224`,
  }));
}

const roleFigure = {
  weight: 'weights',
  embedding: 'weights',
  bias: 'biases',
  norm: 'normParameters',
  other: 'otherParameters',
  buffer: 'buffers',
} as const satisfies Record<ParameterUse['role'], FigureName>;

/** Which tensors were counted so far, by the layer that they were counted in, and which are the weights of a product. */
interface Accounts {
  readonly owners: Map<string, string>;
  readonly multiplied: ReadonlySet<string>;
}

function openAccounts(counted: readonly CountedStrand[], inference: Inference): Accounts {
  const weights = counted.flatMap((strand) =>
    (strand.facts.parameters ?? [])
      .filter(({ role }) => role === 'weight')
      .map((use) => rootOf(strand, use, inference)),
  );
  return { owners: new Map(), multiplied: new Set(weights) };
}

function layerOf(layer: NamedLayer, inference: Inference, accounts: Accounts): Layer {
  const { derivations, weightBytes, notes } = entriesOf(layer, inference, accounts);
  const { window, textbook } = layer.main.facts;
  const figures: Partial<Record<FigureName, Size>> = { weightBytes, outputBytes: outputBytesOf(layer, inference) };
  for (const name of figureNames) if (derivations[name]) figures[name] = derivations[name].value;
  return {
    ...figuresOf(figures),
    name: layer.name,
    path: layer.path,
    nodes: layer.strands.flatMap(({ nodes }) => nodes.map(({ name }) => name)),
    operator: layer.main.nodes[0]!.operator,
    output: outputOf(layer, inference),
    reads: derivations.units || derivations.connections ? layer.main.laid.reads : null,
    ...(layer.main.tower !== undefined && { tower: layer.main.tower }),
    derivations: { ...derivations, ...(window && { output: window }), ...(textbook && { textbook }) },
    notes: notes.length > 1 ? [...new Set(notes)] : notes,
  };
}

interface Entries {
  readonly derivations: Partial<Record<FigureName, Derivation>>;
  readonly weightBytes: Size;
  readonly notes: readonly string[];
}

/** What the strands of a layer state, added up; a tensor counts in the layer that uses it first. */
function entriesOf(layer: NamedLayer, inference: Inference, { owners, multiplied }: Accounts): Entries {
  const derivations: Partial<Record<FigureName, Derivation>> = {};
  const notes: string[] = [];
  let weightBytes: Size = 0;
  const put = (name: FigureName, derivation: Derivation | undefined): void => {
    if (derivation) derivations[name] = derivations[name] ? sum([derivations[name], derivation]) : derivation;
  };
  for (const strand of layer.strands) {
    const { facts } = strand;
    for (const name of connectionFigures) put(name, facts[name]);
    for (const use of parametersOf(strand, layer)) {
      const root = rootOf(strand, use, inference);
      const figure = roleFigure[use.role];
      const owner = owners.get(root);
      owners.set(root, owner ?? layer.name);
      if (owner === undefined) {
        put(figure, use.elements);
        // a table that is multiplied by as well is the weights of that product (tied embeddings)
        if (use.role === 'embedding' && !multiplied.has(root)) put('embeddings', use.elements);
        if (figure === 'weights') weightBytes = add(weightBytes, bytesOf(strand, use, inference));
      } else if (owner !== layer.name && figure === 'weights') {
        notes.push(`shares its weights with ${owner}, where they are counted`);
      }
    }
    if (facts.notes) notes.push(...facts.notes);
  }
  if (layer.bias) put('biasConnections', layer.main.facts.units);
  return { derivations, weightBytes, notes };
}

const connectionFigures = [
  'units',
  'connections',
  'connectionsOntoPadding',
  'biasConnections',
  'weightlessConnections',
  'windowSums',
] as const satisfies readonly FigureName[];

/** The tensors that a strand uses; the vector of the layer's bias Add is its bias. */
function parametersOf(strand: CountedStrand, layer: NamedLayer): readonly ParameterUse[] {
  const uses = strand.facts.parameters ?? [];
  return strand === layer.bias ? uses.map((use) => ({ ...use, role: 'bias' as const })) : uses;
}

function rootOf({ nodes }: Strand, { input }: ParameterUse, { values }: Pick<Inference, 'values'>): string {
  const name = nodes[0]!.inputs[input]!;
  return values.get(name)?.root ?? name;
}

function bytesOf(strand: Strand, use: ParameterUse, { values }: Inference): Size {
  if (use.bytes !== undefined) return use.bytes;
  const type = values.get(rootOf(strand, use, { values }))?.type ?? 'float32';
  return bytes(use.elements.value, bitsOf[type]);
}

function bytes(elements: Size, bits: number): Size {
  return bits % 8 === 0 ? multiply(elements, bits / 8) : ceilDivide(multiply(elements, bits), 8);
}

/** Bytes of everything that the layer's last node gives, on all towers. */
function outputBytesOf({ strands }: NamedLayer, inference: Inference): Size {
  return sumOf(strands.at(-1)!.nodes.flatMap(({ outputs }) => outputs.map((name) => valueBytes(name, inference))));
}

/** Bytes of a value's elements at their type; 0 where the shape is not known. */
export function valueBytes(name: string, { values }: Pick<Inference, 'values'>): Size {
  const value = values.get(name);
  return value?.shape ? bytes(elementsOf(value.shape), bitsOf[value.type ?? 'float32']) : 0;
}

/** The main node's output; over towers, with the channels of all of them together. */
function outputOf({ main }: NamedLayer, { values }: Inference): Shape | undefined {
  const shape = values.get(main.nodes[0]!.outputs[0] ?? '')?.shape;
  if (!shape || main.nodes.length === 1) return shape;
  const axis = Math.min(1, shape.length - 1);
  return shape.map((size, i) => (i === axis ? multiply(size, main.nodes.length) : size));
}

function totalsOf(layers: readonly Layer[], inference: Inference): Totals {
  const figures = addFigures(layers);
  const { weights, biases, normParameters, otherParameters } = figures;
  return {
    ...figures,
    parameters: sumOf([weights, biases, normParameters, otherParameters]),
    peakActivationBytes: peakActivationBytes(inference),
  };
}
