/** Operators that draw random numbers. */
import { int, ints } from '../attributes.ts';
import { elementTypeOf } from '../elementType.ts';
import type { ElementType } from '../network.ts';
import type { Application, Operator } from '../operator.ts';
import { shaped } from '../shape.ts';
import { keepsShape } from './keep.ts';

const free = 'draws numbers and reads no units';

/** `dtype`, else what `otherwise` gives. */
function typeOf({ node }: Application, otherwise: ElementType | undefined): ElementType | undefined {
  const code = int(node, 'dtype');
  return code === undefined ? otherwise : elementTypeOf(code);
}

function ofShape(name: string, doc: string): Operator {
  return {
    name,
    domain: '',
    doc,
    infer: (use) => [{ type: typeOf(use, 'float32'), shape: ints(use.node, 'shape') ?? [] }],
    free,
  };
}

function likeInput(name: string, doc: string): Operator {
  return keepsShape(name, { doc, free, type: (use) => typeOf(use, use.inputs[0]?.type) });
}

const Multinomial: Operator = {
  name: 'Multinomial',
  domain: '',
  doc: 'Samples of classes by their probabilities.',
  infer(use) {
    const { shape } = shaped(use, 0, 'input', 2);
    return [{ type: typeOf(use, 'int32'), shape: [shape[0]!, int(use.node, 'sample_size', 1)] }];
  },
  free,
};

export const randomOperators: readonly Operator[] = [
  ofShape('RandomNormal', 'Normally distributed numbers.'),
  ofShape('RandomUniform', 'Uniformly distributed numbers.'),
  likeInput('RandomNormalLike', 'Normally distributed numbers, as many as the input has.'),
  likeInput('RandomUniformLike', 'Uniformly distributed numbers, as many as the input has.'),
  likeInput('Bernoulli', '1 with the probability that the input says, else 0.'),
  Multinomial,
];
