/** Pools over the whole map: https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html and its relatives. */
import { factor, product } from '../derivation.ts';
import type { Counted, Facts, Operator } from '../operator.ts';
import { like } from '../shape.ts';
import { axisWords, type Window } from '../window.ts';
import { batchOf, pooledMap } from './pool.ts';
import { factsOfSliding, slide } from './windows.ts';

export const GlobalMaxPool: Operator = globalPool('GlobalMaxPool', 'The largest input of each feature map.', wholeMap);
export const GlobalAveragePool: Operator = globalPool('GlobalAveragePool', 'The mean of each feature map.', wholeSum);
export const GlobalLpPool: Operator = globalPool('GlobalLpPool', 'The p-norm of each feature map.', wholeSum);

function globalPool(name: string, doc: string, count: (use: Counted) => Facts): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const x = pooledMap(use);
      return [
        like(
          x,
          x.shape.map((size, i) => (i < 2 ? size : 1)),
        ),
      ];
    },
    count,
    counts: count === wholeSum ? 'window sums: every input of the map' : 'the size of its output, derived',
  };
}

/** One window as large as the map. */
function wholeMap(use: Counted): Facts {
  const spatial = pooledMap(use).shape.slice(2);
  const windows = axisWords(spatial.length).map((axis, i): Window => {
    return {
      axis,
      input: spatial[i]!,
      kernel: spatial[i]!,
      stride: 1,
      dilation: 1,
      before: 0,
      after: 0,
      rounding: 'floor',
    };
  });
  return factsOfSliding(slide(windows));
}

function wholeSum(use: Counted): Facts {
  const { shape } = pooledMap(use);
  const cells = axisWords(shape.length - 2).map((axis, i) => factor(`input ${axis.name}`, shape[i + 2]!, axis.input));
  return { ...wholeMap(use), windowSums: product([...cells, factor('channels', shape[1]!, 'C'), ...batchOf(shape)]) };
}
