/** Fully connected layers and embeddings. */
import { productOf, sameSize, type Size } from '../../../core/size.ts';
import { required, size } from '../field.ts';
import { defineKind, type Layer } from '../kind.ts';
import { biasField } from './convolution.ts';

export const fullyConnected = defineKind({
  key: 'fully connected',
  also: ['dense', 'linear', 'fc'],
  stem: 'fc',
  doc: 'Fully connected: every unit reads every input. Feature maps are flattened first; over a sequence (three axes with the batch) it applies to the last axis at every position; there, with the weights of an embedding, each unit has an entry’s vector.',
  main: 'units',
  fields: { units: required(size('How many units it has.')), bias: biasField },
  build(layer, { units, bias }) {
    const rank = layer.shape?.length ?? 2;
    if (rank === 3) {
      const product = layer.step(
        'MatMul',
        [layer.input, sequenceWeight(layer, units)],
        {},
        bias ? { role: 'product' } : {},
      );
      return bias ? layer.step('Add', [product, layer.learned('bias', [units])]) : product;
    }
    if (rank < 2)
      throw layer.fault(
        `a fully connected layer reads a vector or feature maps, and what it reads has ${rank} axes with the batch`,
      );
    const flat = rank > 2 ? layer.step('Flatten', [layer.input], {}, { role: 'flatten' }) : layer.input;
    const inputs = layer.shape ? productOf(layer.shape.slice(1)) : layer.axis(1);
    const tensors = [layer.learned('weight', [units, inputs]), ...(bias ? [layer.learned('bias', [units])] : [])];
    return layer.step('Gemm', [flat, ...tensors], { transB: 1 });
  },
});

export const embedding = defineKind({
  key: 'embedding',
  stem: 'embedding',
  doc: 'A learned vector for each of a vocabulary’s entries, looked up by number; its input has "type: int64".',
  main: 'vocabulary',
  fields: {
    vocabulary: required(size('How many entries the table has.')),
    width: required(size('How many numbers stand for an entry.')),
  },
  build: (layer, { vocabulary, width }) =>
    layer.step('Gather', [layer.learned('weight', [vocabulary, width]), layer.input]),
});

/** Inputs × units; an embedding's table, entries × width, is turned (Press and Wolf 2017, tied embeddings). */
function sequenceWeight(layer: Layer, units: Size): string {
  const inputs = layer.axis(2);
  const held = layer.sharedShape('weight');
  const isTable =
    held?.length === 2 && sameSize(held[0]!, units) && sameSize(held[1]!, inputs) && !sameSize(units, inputs);
  if (!isTable) return layer.learned('weight', [inputs, units]);
  return layer.step('Transpose', [layer.learned('weight', [units, inputs])], { perm: [1, 0] }, { role: 'turned' });
}
