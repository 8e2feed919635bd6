/** Adds the nodes of one layer to the network that is being built. */
import type { Builder } from '../../core/build.ts';
import { MalformedError, RuleError, UnknownError, messageOf } from '../../core/errors.ts';
import type { Tensor } from '../../core/network.ts';
import { formatShape } from '../../core/shape.ts';
import { isWhole, productOf, sameSize, symbol } from '../../core/size.ts';
import type { Blobs } from './blobs.ts';
import type { Layer } from './layer.ts';
import { layerTypes } from './layers/index.ts';
import type { Attributes, Count, Giving, LayerType, Shape, Translation } from './translation.ts';

/** What all layers of a net have in common while it is built. */
export interface Building {
  readonly builder: Builder;
  readonly blobs: Blobs;
  readonly joined: ReadonlyMap<Layer, Layer>;
  /** Tensors that several layers use, by the name under which they share them. */
  readonly shared: Map<string, { readonly tensor: string; readonly shape: Shape; readonly layer: string }>;
  /** Shapes of values that inference cannot know, as far as the layer that gives them tells. */
  readonly told: Map<string, Shape>;
  /** Values that are flattened already, by what they are flattened from. */
  readonly flat: Map<string, string>;
  /** Values that a node reads. */
  readonly read: Set<string>;
  /** Values of tops, in the order of their layers. */
  readonly given: string[];
}

/** Translates a layer whose bottoms are `inputs`. Throws a MalformedError with the layer's place. */
export function translateLayer(building: Building, layer: Layer, inputs: readonly string[]): void {
  const t = translationOf(building, layer, inputs);
  const layerType = layerTypes.get(layer.type);
  try {
    if (!layerType) return t.giveUnknown();
    checkCount(t, 'bottoms', layer.bottoms.length, layerType);
    checkCount(t, 'tops', layer.tops.length, layerType);
    layerType.translate(t);
    noteUnread(t);
  } catch (error) {
    if (error instanceof RuleError || error instanceof UnknownError) throw located(layer, error);
    throw error;
  }
}

/** The sentence of a broken rule, with the layer's place in the file. */
function located(layer: Layer, error: RuleError | UnknownError): MalformedError {
  const sentence = messageOf(error.cause ?? error);
  return new MalformedError(`${layer.fields.source.locate(layer.at)}: ${layer.name}: ${sentence}`, { cause: error });
}

function checkCount(t: Translation, what: 'bottoms' | 'tops', count: number, layerType: LayerType): void {
  const [least, most] = bounds(layerType[what]);
  if (count >= least && count <= most) return;
  const range =
    least === most ? String(least) : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
  const noun = range === '1' ? what.slice(0, -1) : what;
  throw t.fault(`expected ${range} ${noun} for a layer of type ${t.layer.type}, got ${count}`);
}

function bounds(count: Count): readonly [number, number] {
  return typeof count === 'number' ? [count, count] : count;
}

/** Fields that say how to train or on what to run, not what is computed on. */
const idle =
  /(?:^|_)filler$|^(?:engine|force_nd_im2col|stable_prod_grad|moving_average_fraction|use_global_stats|debug_info|eps|axis)$/;

/** A misspelt field, or one of a fork, would otherwise go unnoticed. */
function noteUnread(t: Translation): void {
  for (const { section, field } of t.layer.fields.unread()) {
    if (idle.test(field.name)) continue;
    t.note(`${t.layer.name}: ${section}.${field.name} (${t.layer.fields.source.place(field.at)}) is not read`);
  }
}

function translationOf(building: Building, layer: Layer, inputs: readonly string[]): Translation {
  const { builder, blobs, joined, shared, told, flat, read, given } = building;
  const { source } = layer.fields;
  const origin = {
    path: layer.name.split('/').filter((part) => part !== ''),
    layer: layer.name,
    place: source.place(layer.at),
  };
  const t: Translation = {
    layer,
    x: inputs[0] ?? '',
    inputs,
    joined: joined.get(layer),
    section: (name) => layer.fields.section(name),
    shapeOf,
    open: (what) => symbol(`${layer.name.replace(/\W+/g, '_')}_${what}`),
    blob,
    wholes: (role, values) => hold(role, { type: 'int64', shape: [values.length], values }),
    number: (role, value) => t.step(role, 'Constant', [], { value_float: { kind: 'float', value } }),
    step: (role, operator, reads, attributes = {}) => t.steps(role, operator, reads, attributes, 1)[0]!,
    steps,
    flat() {
      const value = flat.get(t.x) ?? t.step('flatten', 'Flatten', [t.x], { axis: 1 });
      flat.set(t.x, value);
      return value;
    },
    give,
    pass(top, value) {
      const name = layer.tops[top]!;
      if (layer.bottoms[top]?.blob !== name.blob) blobs.nameTop(layer, top);
      blobs.hold(name, value);
    },
    giveUnknown,
    note: (sentence) => builder.note(sentence),
    fault(sentence, fields, field) {
      const at = (field !== undefined && fields?.all(field)[0]?.at) || (fields?.at ?? layer.at);
      return source.malformed(at, `${layer.name}: ${sentence}`);
    },
  };
  return t;

  function shapeOf(value: string): Shape | undefined {
    return builder.shapeOf(value) ?? told.get(value);
  }

  function hold(role: string, tensor: Tensor): string {
    return builder.tensor(blobs.unused(`${layer.name}:${role}`), tensor);
  }

  function blob(index: number, role: string, shape: Shape, owner: Layer = layer): string {
    const name = owner.shared[index] ?? '';
    const held = name === '' ? undefined : shared.get(name);
    if (held) return reuse(held, name, shape);
    const tensor = builder.tensor(blobs.unused(`${owner.name}.${role}`), { type: 'float32', shape });
    if (name !== '') shared.set(name, { tensor, shape, layer: owner.name });
    return tensor;
  }

  /** A blob of equal count may be shared in another shape (ParamSpec.PERMISSIVE); open sizes are left to inference. */
  function reuse(
    held: { readonly tensor: string; readonly shape: Shape; readonly layer: string },
    name: string,
    shape: Shape,
  ): string {
    const isSame = held.shape.length === shape.length && held.shape.every((size, i) => sameSize(size, shape[i]!));
    if (isSame || ![...held.shape, ...shape].every(isWhole)) return held.tensor;
    if (productOf(held.shape) !== productOf(shape)) {
      const own = `its own are ${formatShape(shape)}`;
      throw t.fault(`shares "${name}" with ${held.layer}, whose weights are ${formatShape(held.shape)}; ${own}`);
    }
    return t.step('shared', 'Reshape', [held.tensor, t.wholes('shape', shape.map(Number))]);
  }

  function steps(
    role: string,
    operator: string,
    reads: readonly string[],
    attributes: Attributes,
    count: number,
  ): readonly string[] {
    const names = Array.from({ length: count }, (_, i) => blobs.unused(`${layer.name}:${role}${i === 0 ? '' : i}`));
    return add(operator, reads, { name: names[0]!, attributes, outputs: names });
  }

  function give(operator: string, reads: readonly string[], attributes: Attributes = {}, how: Giving = {}): void {
    const tops = how.tops ?? layer.tops.map((_, i) => i);
    const outputs = tops.map((top) => blobs.nameTop(layer, top));
    add(operator, reads, { name: layer.name, attributes, outputs });
    for (const [i, top] of tops.entries()) {
      blobs.hold(layer.tops[top]!, outputs[i]!);
      if (how.shape && builder.shapeOf(outputs[i]!) === undefined) told.set(outputs[i]!, how.shape);
      given.push(outputs[i]!);
    }
  }

  function giveUnknown(stored: readonly string[] = [], shape?: Shape): void {
    const outputs = layer.tops.map((_, top) => blobs.nameTop(layer, top));
    const reads = [...inputs, ...stored];
    for (const value of reads) read.add(value);
    builder.openNode(layer.type, reads, { ...origin, name: layer.name, domain: 'caffe', outputs });
    for (const [top, output] of outputs.entries()) {
      blobs.hold(layer.tops[top]!, output);
      if (shape) told.set(output, shape);
      given.push(output);
    }
  }

  type Named = { readonly name: string; readonly attributes: Attributes; readonly outputs: readonly string[] };

  /** A node whose outputs stay open where one of its inputs is not known. */
  function add(operator: string, reads: readonly string[], named: Named): readonly string[] {
    for (const value of reads) read.add(value);
    const isOpen = reads.some((value) => value !== '' && builder.shapeOf(value) === undefined);
    const options = { ...origin, ...named };
    if (isOpen) return builder.openNode(operator, reads, options);
    try {
      return builder.node(operator, reads, options);
    } catch (error) {
      if (!(error instanceof UnknownError)) throw error;
      return builder.openNode(operator, reads, options);
    }
  }
}
