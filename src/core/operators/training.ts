/** Steps of training, ai.onnx.preview.training: they change parameters and compute no units. */
import type { Known, Operator } from '../operator.ts';
import { like, operand } from '../shape.ts';

/** R, T, then groups of tensors: values, gradients, and as many kinds of state as the optimiser keeps. */
function optimiser(name: string, doc: string, groups: number): Operator {
  return {
    name,
    domain: 'ai.onnx.preview.training',
    doc,
    infer(use) {
      const each = Math.floor((use.inputs.length - 2) / groups);
      const known = (index: number): Known => {
        const { type, shape } = operand(use, index, 'optimised tensor');
        return shape ? like({ type }, shape) : { type };
      };
      return use.node.outputs.map((_, i) => known(i < each ? 2 + i : 2 + each + i));
    },
    free: 'changes parameters; computes no units',
  };
}

export const trainingOperators: readonly Operator[] = [
  optimiser('Adagrad', 'One step of Adagrad.', 3),
  optimiser('Adam', 'One step of Adam.', 4),
  optimiser('Momentum', 'One step of gradient descent with momentum.', 3),
];
