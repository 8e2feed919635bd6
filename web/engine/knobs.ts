/** What can be changed of a layer of a network file, or of the network itself, with its value now and a range for it. */
import { text as word } from '../../src/core/attributes.ts';
import type { Attribute, Network, Node } from '../../src/core/network.ts';
import { UsageError } from '../../src/core/errors.ts';
import { isWhole, type Size } from '../../src/core/size.ts';
import { openShape } from '../../src/core/infer.ts';
import type { Path } from '../../src/formats/network-file/fault.ts';
import type { Context } from './context.ts';
import { expectText, type ReadText } from './faults.ts';
import { findLayer, placeOf, valueAt, type Found } from './place.ts';
import { usesOf } from './uses.ts';
import type { Knob } from './protocol.ts';
import { ledgerOf } from './ledgerOf.ts';

/** Throws a MalformedError for a text with mistakes and a UsageError for a layer that it does not have. */
export function knobs(_: Context, text: string, layer: string | null, opened = text): readonly Knob[] {
  const now = knobsOf(expectText(text), layer);
  const before = opened === text ? now : knobsBefore(opened, layer);
  return now.map((knob) =>
    reaching(
      knob,
      before.find(({ field }) => field === knob.field),
    ),
  );
}

function knobsOf(read: ReadText, layer: string | null): readonly Knob[] {
  return layer === null ? networkKnobs(read) : layerKnobs(read, findLayer(read, layer));
}

/** None of a layer that the network did not have. */
function knobsBefore(opened: string, layer: string | null): readonly Knob[] {
  try {
    return knobsOf(expectText(opened), layer);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}

/** As far as the network reached before it was changed, and at least to the value now: its own reach follows the value. */
function reaching(knob: Knob, before: Knob | undefined): Knob {
  if (knob.most === undefined || before?.most === undefined) return knob;
  const { value, step = 1 } = knob;
  const least = typeof value === 'number' ? value : 0;
  return { ...knob, most: Math.max(Math.ceil(before.most / step) * step, least) };
}

/** The sides of a square input, and the towers. */
function networkKnobs({ network, document }: ReadText): readonly Knob[] {
  const [input, ...others] = network.graph.inputs;
  const [, , height, width] = (input && openShape(input)) ?? [];
  const towers = document.towers ?? 1;
  const laid: Knob = { field: 'towers', label: 'towers', value: towers, least: 1, most: Math.max(4, towers), step: 1 };
  const isImage = others.length === 0 && typeof height === 'number' && typeof width === 'number';
  if (!isImage) return [laid];
  const size: Knob = { field: 'input', label: 'input height and width', value: height === width ? height : `${height} x ${width}`, least: 1, most: 2 * Math.max(height, width), step: 1 }; // prettier-ignore
  return [size, laid];
}

/** What the layer's node and tensors are now, whatever the file says to get there. */
interface Now extends Found {
  readonly towers: number;
  readonly groups: number;
  readonly input: readonly Size[];
  readonly output: readonly Size[];
  readonly kernel: readonly number[];
  /** Width of an attention's heads together. */
  readonly headsWidth: Size | undefined;
  /** The number that the file says for a field, where it says one. */
  readonly saidFor: (field: string) => number | undefined;
}

type KnobMaker = (now: Now) => Knob | undefined;

function layerKnobs(read: ReadText, found: Found): readonly Knob[] {
  const { network } = read;
  const { values } = ledgerOf(network).inference;
  const { node, layer, said } = found;
  const shapes = node.inputs.map((name) => values.get(name)?.shape ?? []);
  const kernel = intsOf(node.attributes, 'kernel_shape') ?? shapes[1]?.slice(2).map(Number) ?? [];
  const [group = 1] = intsOf(node.attributes, 'group') ?? [];
  const saidFor = (field: string): number | undefined => numberAt(read, placeOf(read, found, field));
  const headsWidth = headsWidthOf(network, node);
  const now: Now = { ...found, towers: network.towers ?? 1, groups: group, input: shapes[0]!, output: layer.output ?? [], kernel, headsWidth, saidFor }; // prettier-ignore
  const fields = said.kind?.fields ?? {};
  return Object.entries(makers).flatMap(([field, make]) => {
    const knob = Object.hasOwn(fields, field) ? make(now) : undefined;
    return knob ? [{ ...knob, label: knob.label + reachOf(read, found, field) }] : [];
  });
}

function numberAt({ document }: ReadText, path: Path): number | undefined {
  const value = valueAt(document, path);
  return typeof value === 'number' ? value : undefined;
}

/** All of an attention's nodes stand where the file says it; its projections have the width in their weights. */
function headsWidthOf({ graph }: Network, { place }: Node): Size | undefined {
  const weights = graph.nodes.filter((node) => node.place === place && node.operator === 'MatMul').map(({ inputs }) => graph.tensors.get(inputs[1]!)); // prettier-ignore
  return weights.find((weight) => weight !== undefined)?.shape[1];
}

/** What else changes with it: `, width of stage2` where a block's use says it, `, in every residual` where the block does. */
function reachOf(read: ReadText, found: Found, field: string): string {
  const path = placeOf(read, found, field);
  if (path[0] === 'parameters') return path.at(-1) === field ? ', in the whole file' : `, the file's ${path.at(-1)}`;
  const isOwn = found.said.path.every((step, i) => step === path[i]);
  if (!isOwn) return `, ${path.at(-1)} of ${useNameOf(read, found)}`;
  return path[0] === 'blocks' ? `, in every ${path[1]}` : '';
}

function useNameOf({ document }: ReadText, { layer }: Found): string {
  const use = usesOf(document, layer.path).at(-1);
  const name = use?.said.fields.get('name')?.value;
  return typeof name === 'string' ? name : (use?.said.word ?? 'its block');
}

/** By the field of the network file that says it, in the order in which they are shown. */
const makers: Readonly<Record<string, KnobMaker>> = {
  filters: (now) => countKnob('filters', now, now.output[1]),
  units: (now) => countKnob('units', now, now.output.at(-1)),
  kernel: ({ kernel, input }) => {
    const sides = input.slice(2).map(Number).filter(Number.isFinite); // an open side is no bound
    const room = sides.length > 0 ? Math.max(...sides) : Number.POSITIVE_INFINITY;
    return axesKnob('kernel', kernel, Math.min(room, Math.max(11, 2 * Math.max(...kernel, 1) + 1)));
  },
  stride: ({ node, kernel }) => {
    const strides = intsOf(node.attributes, 'strides') ?? kernel.map(() => 1);
    return axesKnob('stride', strides, Math.max(8, 2 * Math.max(...strides, 1)));
  },
  padding: paddingKnob,
  dilation: ({ node, kernel }) => axesKnob('dilation', intsOf(node.attributes, 'dilations') ?? kernel.map(() => 1), 8),
  groups: groupsKnob,
  heads: headsKnob,
  vocabulary: (now) => tableKnob('vocabulary', 'vocabulary', now, 1),
  width: (now) => tableKnob('width', 'width', now, 8),
  count: (now) => tableKnob('count', 'positions', now, 1),
};

/** Filters and units, in steps that groups and towers divide. */
function countKnob(field: 'filters' | 'units', { groups, towers }: Now, size: Size | undefined): Knob | undefined {
  if (typeof size !== 'number') return undefined;
  const multiple = (groups * towers) / divisor(groups, towers);
  const step = size % multiple === 0 ? multiple : 1;
  return { field, label: field, value: size, least: step, most: Math.ceil((2 * size) / step) * step, step };
}

/** One number where all axes have the same, else `3 x 5`. */
function axesKnob(field: 'kernel' | 'stride' | 'dilation', sizes: readonly number[], most: number): Knob | undefined {
  if (sizes.length === 0) return undefined;
  return { field, label: field, value: together(sizes), least: 1, most, step: 1 };
}

function paddingKnob({ node, kernel }: Now): Knob | undefined {
  if (kernel.length === 0) return undefined;
  const isSame = word(node, 'auto_pad', 'NOTSET').startsWith('SAME');
  const value = isSame ? 'same' : together(intsOf(node.attributes, 'pads') ?? [0]);
  return { field: 'padding', label: 'padding', value, least: 0, most: Math.max(...kernel), step: 1, choices: ['valid', 'same'] }; // prettier-ignore
}

/** Common divisors of the channels that it reads and gives; over towers also what it reads. */
function groupsKnob({ layer, groups, towers, input, output }: Now): Knob | undefined {
  const [, from] = input;
  const [, to] = output;
  if (from === undefined || to === undefined || !isWhole(from) || !isWhole(to)) return undefined;
  const common = divisor(Number(from), Number(to));
  const words = towers > 1 ? ['own tower', 'all towers'] : [];
  const value = towers > 1 && layer.reads === 'own tower' ? 'own tower' : towers > 1 && groups === 1 ? 'all towers' : groups; // prettier-ignore
  return { field: 'groups', label: 'groups', value, choices: [...words, ...divisorsOf(common).map(String)] };
}

/** Divisors of the width that the heads share. */
function headsKnob({ headsWidth, saidFor }: Now): Knob | undefined {
  const value = saidFor('heads');
  if (value === undefined || headsWidth === undefined || !isWhole(headsWidth)) return undefined;
  return { field: 'heads', label: 'heads', value, choices: divisorsOf(Number(headsWidth)).map(String) };
}

/** A number that the file says for a table; a width moves in parts of itself, so that heads and groups still divide it. */
function tableKnob(field: Knob['field'], label: string, { saidFor }: Now, parts: number): Knob | undefined {
  const value = saidFor(field);
  if (value === undefined) return undefined;
  const step = parts > 1 && value % parts === 0 ? value / parts : 1;
  return { field, label, value, least: step, most: 2 * value, step };
}

/** As many as a list can offer. */
const mostDivisors = 4096;

function divisorsOf(size: number): readonly number[] {
  return Array.from({ length: Math.min(size, mostDivisors) }, (_, i) => i + 1).filter((each) => size % each === 0);
}

function together(sizes: readonly number[]): number | string {
  return sizes.every((size) => size === sizes[0]) ? sizes[0]! : sizes.join(' x ');
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

function intsOf(attributes: ReadonlyMap<string, Attribute>, name: string): readonly number[] | undefined {
  const found = attributes.get(name);
  return found?.kind === 'int' ? [Number(found.value)] : found?.kind === 'ints' ? found.value.map(Number) : undefined;
}
