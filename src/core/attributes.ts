/** Reads a node's attributes with ONNX's defaults; a value of another kind is against the rules. */
import { RuleError } from './errors.ts';
import type { Attribute, Node, Tensor } from './network.ts';

type Whole = number | bigint;

export function hasAttribute(node: Node, name: string): boolean {
  return node.attributes.has(name);
}

/** A whole-number attribute of at most 2^53 − 1 in magnitude. */
export function int(node: Node, name: string, otherwise: number): number;
export function int(node: Node, name: string): number | undefined;
export function int(node: Node, name: string, otherwise?: number): number | undefined {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? otherwise : safe(expectKind(attribute, 'int', name).value, name);
}

export function ints(node: Node, name: string): readonly number[] | undefined {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return undefined;
  return expectKind(attribute, 'ints', name).value.map((value) => safe(value, name));
}

/** A number; exporters write `1` for `1.0`. */
export function float(node: Node, name: string): number | undefined {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return undefined;
  return attribute.kind === 'int' ? Number(attribute.value) : expectKind(attribute, 'float', name).value;
}

export function floats(node: Node, name: string): readonly number[] | undefined {
  const attribute = node.attributes.get(name);
  if (attribute === undefined) return undefined;
  return attribute.kind === 'ints' ? attribute.value.map(Number) : expectKind(attribute, 'floats', name).value;
}

export function text(node: Node, name: string, otherwise: string): string {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? otherwise : expectKind(attribute, 'string', name).value;
}

export function tensor(node: Node, name: string): Tensor | undefined {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? undefined : expectKind(attribute, 'tensor', name).value;
}

function expectKind<K extends Attribute['kind']>(
  attribute: Attribute,
  kind: K,
  name: string,
): Extract<Attribute, { kind: K }> {
  if (isOfKind(attribute, kind)) return attribute;
  throw new RuleError(`attribute "${name}" is of kind ${attribute.kind}, where ${kind} is expected`);
}

function isOfKind<K extends Attribute['kind']>(
  attribute: Attribute,
  kind: K,
): attribute is Extract<Attribute, { kind: K }> {
  return attribute.kind === kind;
}

function safe(value: Whole, name: string): number {
  const short = Number(value);
  if (Number.isSafeInteger(short)) return short;
  throw new RuleError(`attribute "${name}" is ${value}; at most 2^53 − 1 is allowed`);
}
