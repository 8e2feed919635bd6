/** Arithmetic, comparisons and choices on values that broadcast; torch broadcasts as ONNX does. */
import { int } from '../../core/attributes.ts';
import { isNumberText } from '../text.ts';
import type { Site, Translation, Translations } from './site.ts';

function infix(sign: string): Translation {
  return (site) => {
    if (site.version < 7 && int(site.node, 'axis') !== undefined)
      throw site.fail('it broadcasts along an axis of its own');
    return `${atom(site.arg(0))} ${sign} ${atom(site.arg(1))}`;
  };
}

function call(callee: string): Translation {
  return (site) => `${callee}(${site.inputs.map((_, i) => site.arg(i)).join(', ')})`;
}

/** Any number of operands, from left to right. */
function fold(join: (a: string, b: string) => string): Translation {
  return (site) => site.inputs.map((_, i) => site.arg(i)).reduce(join);
}

const Add = infix('+');
const Sub = infix('-');
const Mul = infix('*');
const Pow = infix('**');

/** Whole numbers are divided towards 0. */
const Div: Translation = (site) =>
  /int/.test(site.inputs[0]?.type ?? '')
    ? `torch.div(${site.arg(0)}, ${site.arg(1)}, rounding_mode='trunc')`
    : infix('/')(site);

const Mod: Translation = (site) =>
  `${int(site.node, 'fmod', 0) === 1 ? 'torch.fmod' : 'torch.remainder'}(${site.arg(0)}, ${site.arg(1)})`;

const comparisons: Translations = {
  Equal: infix('=='),
  Greater: infix('>'),
  GreaterOrEqual: infix('>='),
  Less: infix('<'),
  LessOrEqual: infix('<='),
  And: infix('&'),
  Or: infix('|'),
  Xor: infix('^'),
  BitwiseAnd: infix('&'),
  BitwiseOr: infix('|'),
  BitwiseXor: infix('^'),
};

const Sum = fold((a, b) => `${a} + ${b}`);
const Mean: Translation = (site) => `(${Sum(site)}) / ${site.inputs.length}`;
const Max: Translation = (site) => extreme(site, 'maximum', 'min');
const Min: Translation = (site) => extreme(site, 'minimum', 'max');
const Where = call('torch.where');

/** torch.maximum takes tensors alone; against a number it is a clamp. */
function extreme(site: Site, callee: string, bound: string): string {
  return fold((a, b) => {
    if (isNumberText(b)) return `torch.clamp(${a}, ${bound}=${b})`;
    return isNumberText(a) ? `torch.clamp(${b}, ${bound}=${a})` : `torch.${callee}(${a}, ${b})`;
  })(site);
}

/** A negative number binds looser than ** does. */
function atom(text: string): string {
  return text.startsWith('-') ? `(${text})` : text;
}

export const arithmetic: Translations = { ...comparisons, Add, Sub, Mul, Pow, Div, Mod, Sum, Mean, Max, Min, Where }; // prettier-ignore
