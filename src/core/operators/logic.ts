/** Comparisons and logic on operands that broadcast; the result is bool. */
import { equal, evaluate, greater } from '../evaluate.ts';
import type { Operator } from '../operator.ts';
import { broadcastOperands, shaped } from '../shape.ts';
import { isWhole, type Size } from '../size.ts';

type Binary = (a: Size, b: Size) => Size | undefined;

function comparison(name: string, doc: string, entry: Binary): Operator {
  return {
    name,
    domain: '',
    doc,
    infer(use) {
      const [a, b] = [shaped(use, 0, 'A'), shaped(use, 1, 'B')];
      const shape = broadcastOperands(use, [a, b]);
      return [{ type: 'bool', shape, values: evaluate('bool', [a, b], shape, entry) }];
    },
    free: 'compares; adds nothing up',
  };
}

const onBools =
  (apply: (a: boolean, b: boolean) => boolean): Binary =>
  (a, b) =>
    isWhole(a) && isWhole(b) ? Number(apply(a !== 0, b !== 0)) : undefined;

const not = (a: Size | undefined): Size | undefined => (a === undefined ? undefined : a === 0 ? 1 : 0);

export const logicOperators: readonly Operator[] = [
  comparison('Equal', 'a = b.', equal),
  comparison('Greater', 'a > b.', greater),
  comparison('GreaterOrEqual', 'a ≥ b.', (a, b) => not(greater(b, a))),
  comparison('Less', 'a < b.', (a, b) => greater(b, a)),
  comparison('LessOrEqual', 'a ≤ b.', (a, b) => not(greater(a, b))),
  comparison('And', 'Both a and b.', onBools((a, b) => a && b)), // prettier-ignore
  comparison('Or', 'a or b.', onBools((a, b) => a || b)), // prettier-ignore
  comparison('Xor', 'Either a or b.', onBools((a, b) => a !== b)), // prettier-ignore
];
