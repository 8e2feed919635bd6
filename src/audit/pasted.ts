/** A number as people paste it: with a unit, roughly, or as products and powers that are worked out. */
import { UsageError } from '../core/errors.ts';
import { expectCountable, quote, readPrinted, type Printed } from './printed.ts';
import { say } from './words.ts';

export interface Pasted {
  /** The text, and what it comes to where there was something to work out. */
  readonly text: string;
  readonly printed: Printed;
  /** What stands for a power of 1000 or 1024: `G` of `1.4 GFLOPs`. */
  readonly suffix: string;
  /** Bytes are looked for among bytes. What other units count is found out. */
  readonly isBytes: boolean;
}

/**
 * Reads what `readPrinted` reads, with a unit behind it and "about" before it, and sums, products and powers of it: `1.4 GFLOPs`,
 * `232.5 MiB`, `~60M`, `55 × 48 × 96`, `2^20`, `1.8 × 10⁹`. Throws a UsageError that says what is read.
 */
export function readPasted(text: string): Pasted {
  const { number, scale, unit } = partsOf(plainSigns(text));
  const terms = `${number} ${scale}`.split('+').map((term) => term.split('*').map((factor) => factor.trim()));
  const isWorkedOut = terms.flat().length > 1 || number.includes('^');
  const printed = told(text, () => (isWorkedOut ? sum(terms) : readPrinted(terms[0]![0]!)));
  expectCountable(printed.value, text);
  return {
    text: isWorkedOut ? `${text.trim()} = ${say(printed.value)}` : text.trim(),
    printed,
    suffix: /^[KMGTB]i?$/.exec(scale)?.[0] ?? '',
    isBytes: /^b/i.test(unit),
  };
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** One sign for each operation, and nothing around the number. */
function plainSigns(text: string): string {
  return text
    .trim()
    .replace(/^(?:[=~≈∼≃≅]|(?:about|approximately|approx\.?|around|roughly|nearly|almost|circa|ca\.?)\s)\s*/i, '')
    .replace(/[.,;:+]+$/, '')
    .replaceAll(
      /[⁰¹²³⁴-⁹]+/g,
      (raised) => `^${raised.replaceAll(/./g, (digit) => String(superscripts.indexOf(digit)))}`,
    )
    .replaceAll('**', '^')
    .replaceAll(/[×·⋅∙✕](?=\s*\d)|(?<=[\w%]\s*)x(?=\s*\d)/gi, '*')
    .replaceAll(/\s*\*\s*10\s*\^\s*(\d+)/g, 'e$1')
    .replaceAll(/(?<=\de)\+(?=\d)/gi, '')
    .replace(/^10\s*\^\s*(?=\d+(?:\s*[a-z]|$))/i, '1e');
}

interface Parts {
  readonly number: string;
  readonly scale: string;
  readonly unit: string;
}

/** What counts the same with a number as without it; as the units of claims. */
const units = [
  'bytes?', 'b', 'flops?', 'macs?', 'mult(?:iply)?[- ]?(?:add|accumulate)s?', 'madds?', 'adds?', 'op(?:eration)?s?', 'connections?',
  'param(?:eter)?s?', 'weights?', 'units?', 'neurons?', 'percent',
]; // prettier-ignore

const scales = 'thousand|million|billion|trillion|bn|[kmg]i|[kmgtpb]';

/** What stands behind the last digit: `GFLOPs`, `M parameters`, `MiB`. A B by itself is a billion. */
const behind = new RegExp(`^(?:(${scales}|[%x×])|(${scales})?\\s*(${units.join('|')}))?$`, 'i');

/** A number of nothing where what stands behind it is no unit. */
function partsOf(text: string): Parts {
  const [, number = '', rest = ''] = /^(.*\d)\s*(.*)$/s.exec(text) ?? [];
  const [, alone, before = '', unit = ''] = behind.exec(rest) ?? [];
  return { number: behind.test(rest) ? number : '', scale: canonical(alone ?? before), unit };
}

/** `mi` → `Mi`, `Million` → `million`. */
function canonical(scale: string): string {
  const lower = scale.toLowerCase();
  return lower.length > 2 || lower === 'x' || lower === 'k' ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** As precise as its coarsest term. */
function sum(terms: readonly (readonly string[])[]): Printed {
  const products = terms.map(product);
  const value = products.reduce((so, each) => so + each.value, 0);
  return { value, step: Math.max(...products.map(({ step }) => step)) };
}

/** As precise, in proportion, as its coarsest factor; factors that are written as whole numbers are meant to the last digit. */
function product(factors: readonly string[]): Printed {
  const read = factors.map(factorOf);
  const value = read.reduce((so, each) => so * each.value, 1);
  const coarsest = Math.max(...read.map((each) => (each.value === 0 ? 0 : each.step / each.value)));
  return { value, step: coarsest === 0 ? 1 : value * coarsest };
}

function factorOf(text: string): Printed {
  const [, base, exponent] = /^(.*\d)\s*\^\s*(\d{1,3})$/s.exec(text) ?? [];
  const { value, step } = readPrinted(base ?? text);
  const isWhole = step >= 1 && !/[a-z%]/i.test(text);
  if (exponent === undefined) return { value, step: isWhole ? 0 : step };
  const raised = value ** Number(exponent);
  return { value: raised, step: isWhole ? 0 : raised * Number(exponent) * (step / value) };
}

const forms =
  'write 253,440 or 253 440, 4.11G, 2.7Ki, 60 million, 1.8e9 or 94.86%, also with a unit (232.5 MiB, 1.4 GFLOPs, 61M parameters), a product (55 × 48 × 96) or a power (2^20)';

/** A fault in a part of the text is told of the whole. */
function told(text: string, read: () => Printed): Printed {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError) || /too large/.test(error.message)) throw error;
    throw new UsageError(`${quote(text)} is no number that is understood; ${forms}`, { cause: error });
  }
}
