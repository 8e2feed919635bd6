/** A node as the generic layer: its operator, its attributes, the tensors that it alone reads, and the values by name. */
import { UnsupportedError } from '../../core/errors.ts';
import type { Attribute, Node } from '../../core/network.ts';
import type { Sizes } from './writeSize.ts';
import { tensorText, type Tensors } from './writeTensors.ts';

interface Surroundings {
  readonly tensors: Tensors;
  readonly sizes: Sizes;
  /** How the value is found from where the layer stands. */
  readonly nameOf: (value: string) => string;
}

/** The layer's fields. Throws an UnsupportedError for bodies and types among the attributes. */
export function operatorFields(node: Node, around: Surroundings): Readonly<Record<string, unknown>> {
  const { tensors, sizes, nameOf } = around;
  const own = ownTensors(node, tensors);
  const named = new Map([...own].map(([key, value]) => [value, key]));
  const learned = [...own].filter(
    ([, value]) => tensors.isPlainWeight(value) && tensors.all.get(value)!.shape.length > 0,
  );
  const others = [...own].filter(([, value]) => !learned.some(([, other]) => other === value));
  const text = (value: string): Readonly<Record<string, unknown>> => tensorText(tensors.all.get(value)!, sizes, nameOf);
  const attributes = [...node.attributes].map(
    ([key, attribute]) => [key, attributeText(node, key, attribute, around)] as const,
  );
  return {
    operator: node.operator,
    ...(node.domain !== '' && { domain: node.domain }),
    inputs: node.inputs.map((value) => (value === '' ? '' : (named.get(value) ?? nameOf(value)))),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    ...(learned.length > 0 && {
      learned: Object.fromEntries(learned.map(([key, value]) => [key, text(value)['shape']])),
    }),
    ...(others.length > 0 && { tensors: Object.fromEntries(others.map(([key, value]) => [key, text(value)])) }),
  };
}

/** The tensors that the layer brings, by short names that no layer has: `w1` is that of its input 1. */
function ownTensors({ inputs }: Node, tensors: Tensors): ReadonlyMap<string, string> {
  return new Map(
    inputs.flatMap((value, i) => (value !== '' && tensors.isOwn(value) ? [[`tensor ${i}`, value] as const] : [])),
  );
}

/** A whole number that is a float to ONNX says so; a word that begins like an expression cannot be told from one. */
function attributeText(node: Node, key: string, attribute: Attribute, { sizes, nameOf }: Surroundings): unknown {
  const refuse = (what: string): UnsupportedError => new UnsupportedError(`${node.name} (${node.operator}): a network file cannot say attribute "${key}": ${what}`); // prettier-ignore
  switch (attribute.kind) {
    case 'int':
    case 'strings':
      return attribute.value;
    case 'ints':
      if (attribute.value.some((value) => typeof value === 'bigint')) throw refuse('numbers beyond 2^53');
      return attribute.value;
    case 'float':
      return Number.isInteger(attribute.value) || !Number.isFinite(attribute.value)
        ? { float: attribute.value }
        : attribute.value;
    case 'floats':
      return { floats: attribute.value };
    case 'string':
      if (attribute.value.startsWith('=')) throw refuse('a text that begins with =');
      return attribute.value;
    case 'tensor':
      return tensorText(attribute.value, sizes, nameOf);
    default:
      throw refuse(`it is of kind ${attribute.kind}`);
  }
}
