/** Applies one operator to operands that a few letters describe, and says what it infers and counts. */
import { buildNetwork, type NodeOptions } from '../../../src/core/build.ts';
import { definition, equation } from '../../../src/core/derivation.ts';
import { infer } from '../../../src/core/infer.ts';
import type { ElementType } from '../../../src/core/network.ts';
import type { Facts, Operand, Role } from '../../../src/core/operator.ts';
import { formatShape } from '../../../src/core/shape.ts';
import { symbol, type Size } from '../../../src/core/size.ts';
import { factsOf } from '../../../src/core/strand.ts';

/** An operand: computed, or a tensor of the network, perhaps with its elements. */
interface Given {
  readonly shape: readonly Size[];
  readonly type: ElementType;
  readonly constant: boolean;
  readonly values?: readonly number[];
}

/** A computed value: `x('1x3xHxW')`; a scalar is `x('')`. */
export function x(shape: string, type: ElementType = 'float32'): Given {
  return { shape: sizesOf(shape), type, constant: false };
}

/** A tensor whose elements are not known: a weight. */
export function w(shape: string, type: ElementType = 'float32'): Given {
  return { shape: sizesOf(shape), type, constant: true };
}

/** A vector of known elements, or a scalar. */
export function v(values: number | readonly number[], type: ElementType = 'int64'): Given {
  return typeof values === 'number'
    ? { shape: [], type, constant: true, values: [values] }
    : { shape: [values.length], type, constant: true, values };
}

interface Options extends Pick<NodeOptions, 'attributes' | 'outputs' | 'domain'> {
  readonly opset?: number;
}

interface Applied {
  readonly outputs: readonly Operand[];
  readonly facts: Facts;
}

/** An operand that is `undefined` is an optional input left out. Throws what the operator throws. */
export function apply(
  operator: string,
  operands: readonly (Given | undefined)[],
  { opset = 22, ...options }: Options = {},
): Applied {
  const builder = buildNetwork('one node', { opset });
  const names = operands.map((operand, i) => {
    if (!operand) return '';
    const { shape, type, constant, values } = operand;
    if (!constant) return builder.input(`in${i}`, shape, type);
    return builder.tensor(`in${i}`, { type, shape, ...(values && { values }) });
  });
  const made = builder.node(operator, names, options);
  for (const name of made) builder.output(name);
  const inference = infer(builder.finish());
  const [gap] = inference.gaps;
  if (gap) throw new Error(gap.reason);
  const step = inference.steps.at(-1)!;
  const facts = factsOf(inference, step, { towers: 1, reads: null, siblings: 1 });
  return { outputs: made.map((name) => inference.values.get(name)!), facts };
}

/** `float32 1 × 96 × 55 × 55` for each output, and ` = 1, 2` where its elements are known. */
export function shapesOf({ outputs }: Applied): readonly string[] {
  return outputs.map(({ type, shape, values }) => {
    const elements = values ? ` = ${formatShape(values).replaceAll(' × ', ', ').replace('scalar', 'none')}` : '';
    return `${type} ${formatShape(shape!)}${elements}`;
  });
}

/** Every figure with its derivation, and the parameters by role. */
export function figuresOf({ facts }: Applied): Readonly<Record<string, string>> {
  const { parameters = [], window, textbook: _, notes: __, ...figures } = facts;
  const roles = [...new Set(parameters.map(({ role }) => role))];
  const said = (role: Role): string =>
    parameters.filter((parameter) => parameter.role === role).map(({ elements }) => equation(elements)).join('; '); // prettier-ignore
  return {
    ...Object.fromEntries(
      Object.entries(figures).flatMap(([name, figure]) => (figure ? [[name, equation(figure)]] : [])),
    ),
    ...Object.fromEntries(roles.map((role) => [role, said(role)])),
    ...(window && window.length > 0 && { window: window.map((axis) => definition(axis)).join('; ') }),
  };
}

function sizesOf(shape: string): readonly Size[] {
  if (shape === '') return [];
  return shape.split('x').map((size) => (/^\d+$/.test(size) ? Number(size) : symbol(size)));
}
