/** Losses over class scores: batch × classes × further axes, against labels of batch × further axes. */
import { text } from '../attributes.ts';
import type { Application, Operator, Shape } from '../operator.ts';
import { like, shaped } from '../shape.ts';

const free = 'compares with labels; no weights of its own';

export const NegativeLogLikelihoodLoss: Operator = {
  name: 'NegativeLogLikelihoodLoss',
  domain: '',
  doc: 'The negative logarithm of the probability given to each label.',
  infer: (use) => [like(shaped(use, 0, 'input'), lossShape(use))],
  free,
};

/** The logarithms of the probabilities come out too. */
export const SoftmaxCrossEntropyLoss: Operator = {
  name: 'SoftmaxCrossEntropyLoss',
  domain: '',
  doc: 'Softmax, and the negative logarithm of the probability given to each label.',
  infer(use) {
    const scores = shaped(use, 0, 'scores');
    return [like(scores, lossShape(use)), like(scores, scores.shape)];
  },
  free,
};

/** A scalar, unless `reduction` is none. */
function lossShape(use: Application): Shape {
  const labels = shaped(use, 1, 'labels');
  return text(use.node, 'reduction', 'mean') === 'none' ? labels.shape : [];
}
