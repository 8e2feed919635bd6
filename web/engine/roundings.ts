/** Where a window does not fit its input evenly: how many positions each way of rounding would give. */
import { ints } from '../../src/core/attributes.ts';
import { RuleError } from '../../src/core/errors.ts';
import type { Layer, Ledger } from '../../src/core/ledger.ts';
import { windowsOf } from '../../src/core/operators/windows.ts';
import { positionsOf, unevenFit, type Window } from '../../src/core/window.ts';
import { jsonSize } from '../../src/report/figure.ts';
import type { LayerExplanation } from './protocol.ts';

type Roundings = LayerExplanation['roundings'];

/** What each is called: `rounding` and `padding` of a network file say them. */
const ways = [
  { rounding: 'floor', words: 'floor: the rest is not read' },
  { rounding: 'ceil', words: 'ceil: the last window reaches past the edge' },
  { rounding: 'same', words: 'padding same: zeros at the edges' },
] as const;

/** Empty where every window fits, and for layers without windows. */
export function roundingsOf({ inference }: Ledger, layer: Layer): Roundings {
  if (!layer.derivations.output) return [];
  const step = inference.steps.find(({ node }) => layer.nodes.includes(node.name) && node.operator === layer.operator);
  if (!step) return [];
  const [input, weight] = step.node.inputs.map((name) => inference.values.get(name)?.shape);
  const kernel = ints(step.node, 'kernel_shape') ?? weight?.slice(2);
  if (!input || !kernel) return [];
  return windowsOf(step, input.slice(2), kernel).flatMap(roundingsOfAxis);
}

function roundingsOfAxis(window: Window): Roundings {
  const floor = positionsAt(window, 'floor');
  if (floor === undefined || !unevenFit({ ...window, rounding: 'floor' }, floor)) return [];
  return ways.flatMap(({ rounding, words }) => {
    const size = positionsAt(window, rounding);
    return size === undefined ? [] : [{ axis: window.axis.name, rounding: words, size: jsonSize(size) }];
  });
}

function positionsAt(window: Window, rounding: Window['rounding']) {
  try {
    return positionsOf({ ...window, rounding }).value;
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
