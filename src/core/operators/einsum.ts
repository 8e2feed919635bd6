/** Einstein summation: https://onnx.ai/onnx/operators/onnx__Einsum.html */
import { text } from '../attributes.ts';
import { factor, product, type Factor } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Counted, Facts, Operator, Shape } from '../operator.ts';
import { broadcast, formatShape, like, shaped } from '../shape.ts';
import type { Size } from '../size.ts';
import { parametersOf } from './parameters.ts';

/** The equation without its operands' shapes: letters for each operand and for the result; `.` stands for the ellipsis. */
interface Equation {
  readonly terms: readonly string[];
  readonly result: string;
}

export const Einsum: Operator = {
  name: 'Einsum',
  domain: '',
  doc: 'Products of operands summed over the indices that the result lacks.',
  infer(use) {
    const { equation, sizes, leading } = indexed(use);
    const shape = Array.from(equation.result).flatMap((letter) => (letter === '.' ? leading : [sizeOf(sizes, letter)]));
    return [like(shaped(use, 0, 'operand 0'), shape)];
  },
  count: countEinsum,
  counts:
    'units, weights and connections where an operand is learned, else weightless connections: every combination of indices',
};

/**
 * Every combination of indices is one multiply-accumulate for each operand after the first: as written, without looking for
 * an order of pairs that needs fewer.
 */
function countEinsum(use: Counted): Facts {
  const { equation, sizes, leading } = indexed(use);
  if (equation.terms.length < 2) return {};
  const ellipsis = leading.map((size, i) => factor(`leading axis ${i}`, size));
  const all = [...sizes].map(([letter, size]) => factor(`index ${letter}`, size));
  const joins: readonly Factor[] = equation.terms.length > 2 ? [factor('products', equation.terms.length - 1)] : [];
  const connections = product([...ellipsis, ...all, ...joins]);
  const weight = use.inputs.findLastIndex((input) => input?.learned);
  if (weight < 0) return { weightlessConnections: connections };
  const kept = all.filter((_, i) => equation.result.includes([...sizes.keys()][i]!));
  const onResult = equation.result.includes('.') ? ellipsis : [];
  return {
    units: product([...onResult, ...kept]),
    connections,
    parameters: parametersOf(
      use,
      Object.fromEntries(use.inputs.flatMap((input, i) => (input?.learned ? [[i, 'weight' as const]] : []))),
    ),
  };
}

function indexed(use: Application): { equation: Equation; sizes: ReadonlyMap<string, Size>; leading: Shape } {
  const equation = parse(text(use.node, 'equation', ''));
  if (equation.terms.length !== use.inputs.length) {
    throw new RuleError(`the equation has ${equation.terms.length} terms for ${use.inputs.length} operands`);
  }
  const sizes = new Map<string, Size>();
  const leadings: Shape[] = [];
  equation.terms.forEach((term, i) => {
    const { shape } = shaped(use, i, `operand ${i}`);
    const spread = shape.length - term.replace('.', '').length;
    if (term.includes('.') ? spread < 0 : spread !== 0) {
      throw new RuleError(
        `term "${term.replace('.', '...')}" does not fit operand ${i}, which is ${formatShape(shape)}`,
      );
    }
    const at = term.indexOf('.');
    if (at >= 0) leadings.push(shape.slice(at, at + spread));
    const own = at < 0 ? shape : shape.toSpliced(at, spread);
    Array.from(term.replace('.', '')).forEach((letter, axis) =>
      sizes.set(letter, joined(use, sizes.get(letter), own[axis]!, letter)),
    );
  });
  return { equation, sizes, leading: broadcast(use, leadings, 'axes of the ellipsis') };
}

/** An index of size 1 stretches, as in NumPy. */
function joined(use: Application, held: Size | undefined, size: Size, letter: string): Size {
  if (held === undefined || held === 1) return size;
  return size === 1 ? held : use.unify(held, size, `index ${letter}`);
}

/** Without `->`, the result has the indices that appear once, in the order of their letters, after an ellipsis. */
function parse(equation: string): Equation {
  const [left, right] = equation.replaceAll(/\s/g, '').replaceAll('...', '.').split('->');
  const terms = left!.split(',');
  const wrong = /[^A-Za-z.,]/.exec(left! + (right ?? ''));
  if (wrong) throw new RuleError(`the equation "${equation}" holds "${wrong[0]}"`);
  if (right !== undefined) return { terms, result: right };
  const letters = Array.from(left!).filter((letter) => /[A-Za-z]/.test(letter));
  const once = letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter)).sort();
  return { terms, result: (left!.includes('.') ? '.' : '') + once.join('') };
}

function sizeOf(sizes: ReadonlyMap<string, Size>, letter: string): Size {
  const size = sizes.get(letter);
  if (size === undefined) throw new RuleError(`index ${letter} of the result is in no operand`);
  return size;
}
