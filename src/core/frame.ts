/** Frames: how the names of a body (a branch, a loop's body, a local function) become names of the whole network. */
import type { Attribute, Node } from './network.ts';
import type { Body } from './operator.ts';
import { multiply, type Size } from './size.ts';

export interface Frame {
  /** The network's names for the body's own. */
  readonly names: Map<string, string>;
  /** Put before what the body itself names; empty outside all bodies. */
  readonly prefix: string;
  /** Where names that the body does not give come from; a function has none. */
  readonly outer?: Frame;
  readonly attributes?: ReadonlyMap<string, Attribute>;
  readonly opsets: ReadonlyMap<string, number>;
  readonly repeats: Size;
  readonly choices: readonly { readonly node: string; readonly branch: string }[];
  readonly depth: number;
  /** The path of the node whose body this is, for functions, whose own paths begin anew. */
  readonly path: readonly string[];
}

export function rootFrame(opsets: ReadonlyMap<string, number>): Frame {
  return { names: new Map(), prefix: '', opsets, repeats: 1, choices: [], depth: 0, path: [] };
}

/** `count` makes the names of this entry differ from those of all others. */
export function frameOfBody(node: Node, body: Body, outer: Frame, count: number): Frame {
  const prefix = `${node.name}/${body.label}#${count}/`;
  const names = new Map<string, string>();
  const own = [
    ...body.given.keys(),
    ...body.graph.tensors.keys(),
    ...body.graph.inputs.map(({ name }) => name),
    ...body.graph.nodes.flatMap(({ outputs }) => outputs),
  ];
  for (const name of own) if (name !== '') names.set(name, prefix + name);
  const isFunction = body.opsets !== undefined;
  const attributes = body.attributes ?? outer.attributes;
  return {
    names,
    prefix,
    ...(!isFunction && { outer }),
    ...(attributes && { attributes }),
    opsets: body.opsets ?? outer.opsets,
    repeats: multiply(outer.repeats, body.repeats ?? 1),
    choices: body.undecided ? [...outer.choices, { node: node.name, branch: body.label }] : outer.choices,
    depth: outer.depth + 1,
    path: isFunction ? (node.path ?? [node.name]) : outer.path,
  };
}

/** The network's name for a name that a body uses. */
export function nameIn(frame: Frame, name: string): string {
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return name;
}

/** A body's node with the network's names, and the call's attributes where it refers to them. */
export function nodeIn(frame: Frame, node: Node): Node {
  const rename = (name: string): string => (name === '' ? '' : nameIn(frame, name));
  const isOfFunction = frame.path.length > 0;
  return {
    ...node,
    name: frame.prefix + node.name,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: frame.attributes ? resolvedAttributes(node, frame.attributes) : node.attributes,
    path: isOfFunction ? [...frame.path, ...(node.path ?? [node.name])] : (node.path ?? [node.name]),
  };
}

function resolvedAttributes(node: Node, given: ReadonlyMap<string, Attribute>): ReadonlyMap<string, Attribute> {
  const resolved = new Map<string, Attribute>();
  for (const [name, attribute] of node.attributes) {
    const value = attribute.kind === 'reference' ? given.get(attribute.value) : attribute;
    if (value) resolved.set(name, value);
  }
  return resolved;
}
