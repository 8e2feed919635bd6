/** The means by which a kind of layer adds its nodes: names, tensors, steps, and chains of layers within. */
import type { Builder } from '../../core/build.ts';
import { RuleError, UnknownError, messageOf } from '../../core/errors.ts';
import type { Tensor } from '../../core/network.ts';
import type { Shape } from '../../core/operator.ts';
import { formatShape } from '../../core/shape.ts';
import { sameSize, symbol, type Size } from '../../core/size.ts';
import { DocumentFault } from './fault.ts';
import { readNamed, siteOf, type Frame, type Here } from './frame.ts';
import type { Attributes, Chain, Layer, Step } from './kind.ts';
import type { Placed } from './field.ts';
import type { Said } from './saying.ts';
import { generateName, idOf } from './scope.ts';

interface Options {
  readonly said: Said;
  readonly here: Here;
  /** Absent: made from the stem that the first node brings. */
  readonly name: string | undefined;
  /** The tower on which the layer sits: its weights, and what they compute. What only rearranges values lies where they lie. */
  readonly tower: number | undefined;
  /** Adds the nodes of a list of layers. */
  readonly chain: (layers: Placed<unknown>, how?: Chain) => string;
}

export function startLayer(frame: Frame, { said, here, name: given, tower, chain }: Options): Layer {
  const { builder } = frame;
  const { fields, path, word } = said;
  const shared = fields.get('weights of');
  const owner = shared && readNamed(shared, here);
  const place = frame.placeOf(path);
  const shape = builder.shapeOf(here.value);
  const stem = said.kind?.stem ?? word;
  const owned = new Set<string>();
  let name = given;
  return {
    input: here.value, shape, towers: frame.towers, site: siteOf(frame, path, here),
    axis, learned, tensor, step, chain, fault,
    sharedShape: (role) => owner && builder.shapeOf(`${owner.id}.${role}`),
    shapeOf: (value) => builder.shapeOf(value),
    read: (reference) => readNamed(reference, here).value,
  }; // prettier-ignore

  function identify(fromStep = ''): { readonly id: string; readonly own: string } {
    name ??= generateName(here.scope, fromStep || stem, here.tower);
    return { id: idOf(here.scope, name, here.tower), own: name };
  }

  function axis(index: number): Size {
    const what = index < 0 ? 'features' : index === 1 ? 'channels' : `axis_${index}`;
    return shape?.at(index) ?? symbol(`${identify().id}_${what}`);
  }

  function learned(role: string, shape: Shape): string {
    const name = owner ? sharedTensor(owner.id, role, shape) : tensor(role, { type: 'float32', shape });
    owned.add(name);
    return name;
  }

  function sharedTensor(owner: string, role: string, shape: Shape): string {
    const name = `${owner}.${role}`;
    const held = builder.shapeOf(name);
    if (!held) throw fault(`shares the weights of ${owner}, which has no ${role}`, 'weights of');
    if (held.length === shape.length && held.every((size, i) => sameSize(size, shape[i]!))) return name;
    throw fault(`needs a ${role} of ${formatShape(shape)}, and that of ${owner} is ${formatShape(held)}`, 'weights of');
  }

  function tensor(role: string, held: Tensor): string {
    return builder.tensor(`${identify().id}.${role}`, held);
  }

  function step(operator: string, inputs: readonly string[], attributes: Attributes = {}, how: Step = {}): string {
    const { id, own } = identify(how.stem);
    const name = how.role === undefined ? id : `${id}.${how.role}`;
    const { domain = '', outputs = 1, part } = how;
    const placed = fields.has('tower') || inputs.some((input) => owned.has(input)) ? tower : undefined;
    const path = [...here.scope.path, own, ...(part === undefined ? [] : [part])];
    const options = { name, attributes, domain, outputs, path, tower: placed, place };
    return addNode(
      builder,
      operator,
      inputs,
      options,
      (sentence, cause) => new DocumentFault(`${id}: ${sentence}`, said.path, { cause }),
    );
  }

  function fault(sentence: string, field = ''): DocumentFault {
    return new DocumentFault(`${name ?? word}: ${sentence}`, fields.get(field)?.path ?? path);
  }
}

type NodeOptions = NonNullable<Parameters<Builder['node']>[2]>;

/** Adds a node; what is not known of it stays open, and a rule that it breaks is the document's fault. */
function addNode(
  builder: Builder,
  operator: string,
  inputs: readonly string[],
  options: NodeOptions,
  fault: (sentence: string, cause: unknown) => Error,
): string {
  try {
    return builder.node(operator, inputs, options)[0]!;
  } catch (error) {
    if (error instanceof UnknownError) return builder.openNode(operator, inputs, options)[0]!;
    if (error instanceof RuleError) throw fault(messageOf(error.cause ?? error), error);
    throw error;
  }
}
