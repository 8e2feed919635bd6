/** The means by which a kind of layer adds its nodes: names, tensors, steps, and chains of layers within. */
import type { Builder } from '../../core/build.ts';
import { RuleError, UnknownError, messageOf } from '../../core/errors.ts';
import type { Tensor } from '../../core/network.ts';
import type { Shape } from '../../core/operator.ts';
import { formatShape } from '../../core/shape.ts';
import { sameSize, symbol, type Size } from '../../core/size.ts';
import { DocumentFault, type Path } from './fault.ts';
import { readNamed, siteOf, type Frame, type Here } from './frame.ts';
import type { Attributes, Chain, Layer, Step } from './kind.ts';
import { readText, type Placed } from './field.ts';
import type { Said } from './saying.ts';
import { generateName, idOf, isTaken, setNamed } from './scope.ts';

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
    const path = [...(rowOf() ?? [...here.scope.path, own]), ...(part === undefined ? [] : [part])];
    const options = { name, attributes, domain, outputs, path, tower: placed, place };
    const made = addNode(
      builder,
      operator,
      inputs,
      options,
      (sentence, cause) => new DocumentFault(`${id}: ${sentence}`, said.path, { cause }),
    );
    how.names?.forEach((label, i) => {
      if (label === '' || label.includes('.') || (label !== own && isTaken(here.scope, label, here.tower)))
        throw fault(`expected a new name without dots for output ${i}, got "${label}"`, 'outputs');
      if (label !== own) setNamed(here.scope, label, { value: made[i]!, id, tower: here.tower });
    });
    return made[0]!;
  }

  /** The path of its row, where the layer says that it is not its own. */
  function rowOf(): readonly string[] | undefined {
    const row = fields.get('row');
    if (!row) return undefined;
    const read = (value: unknown, path: Path): string => readText({ value, path }, 'the name of a row').value;
    if (Array.isArray(row.value)) return row.value.map((word: unknown, i) => read(word, [...row.path, i]));
    return [...here.scope.path, read(row.value, row.path)];
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
): readonly string[] {
  try {
    return builder.node(operator, inputs, options);
  } catch (error) {
    if (error instanceof UnknownError) return builder.openNode(operator, inputs, options);
    if (error instanceof RuleError) throw fault(messageOf(error.cause ?? error), error);
    throw error;
  }
}
