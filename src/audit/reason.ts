/** Why a claim has its verdict, in a sentence with the numbers in it. */
import { equation, readable, render, type Derivation } from '../core/derivation.ts';
import type { ClaimText } from './document.ts';
import type { Match, Printed } from './printed.ts';
import type { Subject } from './subject.ts';
import { say } from './words.ts';

export interface Judged {
  readonly claim: ClaimText;
  readonly printed: Printed;
  readonly subject: Subject;
  readonly computed: number;
  readonly match: Match | undefined;
}

export function reasonOf(judged: Judged): string {
  const { claim, printed, computed, match } = judged;
  if (Number.isNaN(computed)) return `${claim.value ?? 'it'} depends on a size that is open`;
  const arithmetic = arithmeticOf(judged);
  if (claim.relation === 'at most' || claim.relation === 'at least') return boundReason(judged, arithmetic);
  if (match === 'exact') return arithmetic;
  const digits = printed.step === 1 ? 'a whole number' : `steps of ${say(printed.step)}`;
  if (match === 'rounded' || match === 'truncated') return `${arithmetic}; ${match} to ${digits}`;
  const percent = (100 * (printed.value - computed)) / computed;
  const off = `${say(printed.value)} is ${say(Math.abs(Number(percent.toPrecision(3))))} % too ${percent > 0 ? 'much' : 'little'}`;
  return `${arithmetic}; ${off}`;
}

/** The largest sum that is spelled out: more terms are no help. */
const mostTerms = 8;

function arithmeticOf({ claim, subject, computed }: Judged): string {
  const { figure, rows } = subject;
  if (figure !== undefined && figure !== 'parameters') {
    const named = rows.filter((row) => row.figures[figure] !== 0);
    const derivation = named.length === 1 ? derivationOf(named[0]!.layer.derivations[figure]) : undefined;
    if (derivation !== undefined) return derivation;
    if (named.length > 1 && named.length <= mostTerms) {
      return `${named.map((row) => say(row.figures[figure])).join(' + ')} = ${say(computed)}`;
    }
  }
  const sizes = [...subject.sizes].map(([name, value]) => `${name} = ${say(value)}`);
  const given = sizes.length > 0 && sizes.length <= mostTerms ? ` with ${sizes.join(', ')}` : '';
  const of =
    subject.network && subject.rows.length > 0
      ? ` of ${subject.network.ledger.network.name}${claim.layers === undefined ? '' : `, ${[claim.layers].flat().join(', ')}`}`
      : '';
  return `${subject.expression}${of} = ${say(computed)}${given}`;
}

function derivationOf(derivation: Derivation | undefined): string | undefined {
  if (derivation?.kind === 'factor') return `${derivation.words} = ${render(derivation, readable)}`;
  return derivation && equation(derivation, readable);
}

/** Of a bound over parts, those that break it are named. */
function boundReason({ claim, printed, subject, computed }: Judged, arithmetic: string): string {
  const isKept = (value: number): boolean =>
    claim.relation === 'at most' ? value <= printed.value : value >= printed.value;
  const breaking = [...subject.parts].filter(([, value]) => !isKept(value));
  const unit = claim.unit === 'percent' ? ' %' : '';
  const bound = `${claim.relation} ${say(printed.value)}${unit}`;
  const hundredth = (value: number): string => say(Math.round((value / printed.step) * 100) / (100 / printed.step));
  if (breaking.length > 0)
    return `${breaking.map(([name, value]) => `${name} ${hundredth(value)}${unit}`).join(', ')}, where ${bound} is claimed`;
  return isKept(computed) ? `${arithmetic}, ${bound}` : `${arithmetic}, where ${bound} is claimed`;
}
