/** A tool's convention from a table: for each kind of call, what the tool counts there and under which name. */
import type { Ledger } from '../../core/ledger.ts';
import { add, multiply, sumOf, type Size } from '../../core/size.ts';
import { callsOf } from '../calls/index.ts';
import type { Call, CallOf } from '../calls/call.ts';
import { itemsOf, type Convention, type Deviation, type Encounter, type Item } from '../convention.ts';

/** What a tool counts at one call. */
export interface Part {
  readonly what: string;
  readonly value: Size;
  /** What would be right, where the tool is known to be wrong; `fault` is the deviation's key. */
  readonly right?: Size;
  readonly fault?: string;
}

/** What is counted at a call. */
export type Count = (call: Call) => readonly Part[];

/** Kinds without a rule count 0. */
type Rules = { readonly [K in Call['kind']]?: (call: CallOf<K>) => readonly Part[] };

export interface Tool extends Pick<Convention, 'name' | 'title' | 'source' | 'unit' | 'notes'> {
  readonly count: Count;
  /** What is done to every amount in the end. */
  readonly scale?: (value: Size, ledger: Ledger) => Size;
  /** Where the tool is wrong, by the key that its rules name. */
  readonly faults: Readonly<Record<string, Deviation>>;
  readonly parameters: ((ledger: Ledger) => readonly Item[]) | undefined;
}

export function toolConvention({ count, scale = (value) => value, faults, parameters, ...tool }: Tool): Convention {
  return {
    ...tool,
    cost: (ledger) =>
      itemsOf(
        partsOf(ledger, count).map(({ call, what, value }) => ({
          what,
          layer: call.layer,
          value: scale(value, ledger),
        })),
      ),
    ...(parameters && { parameters }),
    deviations: Object.values(faults),
    encounters: (ledger) => encountersOf(partsOf(ledger, count), faults),
  };
}

interface Counted extends Part {
  readonly call: Call;
}

function partsOf(ledger: Ledger, count: Count): readonly Counted[] {
  return callsOf(ledger).flatMap((call) => count(call).map((part) => ({ ...part, call })));
}

function encountersOf(parts: readonly Counted[], faults: Tool['faults']): readonly Encounter[] {
  return Object.entries(faults).flatMap(([key, deviation]) => {
    const met = parts.filter(({ fault, value, right }) => fault === key && right !== undefined && value !== right);
    if (met.length === 0) return [];
    return [
      { ...deviation, counted: sumOf(met.map(({ value }) => value)), right: sumOf(met.map(({ right }) => right!)) },
    ];
  });
}

/** Counts by a table, a rule a kind of call. */
export function byKind(rules: Rules): Count {
  return (call) => apply(call, rules);
}

/** Calls of functions count 0. */
export function ofModules(count: Count): Count {
  return (call) => (call.written === 'module' ? count(call) : []);
}

function apply<K extends Call['kind']>(call: CallOf<K>, rules: Rules): readonly Part[] {
  const rule: ((call: CallOf<K>) => readonly Part[]) | undefined = rules[call.kind];
  return rule ? rule(call) : [];
}

/** The names under which tools' items are shown; equal names in two tools are what a bridge between them compares. */
export const words = {
  base: 'convolutions and fully connected',
  bias: 'biases',
  batchNorm: 'batch normalisation',
  layerNorm: 'layer normalisation',
  groupNorm: 'group normalisation',
  instanceNorm: 'instance normalisation',
  activations: 'activations',
  again: 'activations again, as functions inside their modules',
  softmax: 'softmax',
  pooling: 'pooling',
  poolingAgain: 'pooling again, as functions inside its modules',
  adaptive: 'adaptive pooling',
  lrn: 'local response normalisation',
  upsampling: 'upsampling',
  upsamplingAgain: 'upsampling again, as functions inside its modules',
  products: 'products of activations',
  attention: 'attention',
  attentionFunctions: 'attention again, as functions inside its modules',
  recurrent: 'recurrent layers',
  embeddings: 'embedding tables',
} as const;

export function part(what: string, value: Size): Part {
  return { what, value };
}

/** A part that is known to be wrong. */
export function wrong(fault: string, { what, value, right }: Required<Omit<Part, 'fault'>>): Part {
  return { what, value, right, fault };
}

/** MACs of the projections and of the two products of a multi-head attention. */
export function attentionMacs({ queries, keys, width, batch }: CallOf<'multi-head attention'>): {
  readonly projections: Size;
  readonly products: Size;
} {
  const square = multiply(width, width);
  const each = add(multiply(2, queries), multiply(2, keys)); // Q and the output; K and V
  return {
    projections: multiply(batch, multiply(each, square)),
    products: multiply(batch, multiply(multiply(2, queries), multiply(keys, width))),
  };
}

/** F.local_response_norm: an average over the padded channels, and three operations an element. */
export function localResponse({ batch, channels, span, positions, x }: CallOf<'local response normalisation'>): Size {
  const padded = sumOf([channels, span, -1]);
  return add(multiply(batch, multiply(padded, positions)), multiply(3, x));
}

/** Weights of a recurrent cell: each gate reads the input and the state. */
export const gatesOf = { lstm: 4, gru: 3, rnn: 1 } as const;

export function cellWeights({ cell, inputs, states }: CallOf<'recurrent'>): Size {
  return multiply(gatesOf[cell], multiply(add(inputs, states), states));
}

export function normWord({ kind }: { readonly kind: Call['kind'] }): string {
  const names: Partial<Record<Call['kind'], string>> = {
    'batch normalisation': words.batchNorm,
    'layer normalisation': words.layerNorm,
    'group normalisation': words.groupNorm,
    'instance normalisation': words.instanceNorm,
  };
  return names[kind] ?? kind;
}
