/**
 * The Lagrangian dual: multipliers that make budgets dear enough. Every evaluation is an elimination and gives a lower bound;
 * Kelley's cutting planes choose the next multipliers.
 */
import { decode, type Decoded } from './decode.ts';
import { eliminate, type Potential } from './eliminate.ts';
import { peakOf, type Cut } from './master.ts';
import { isDue, type Meter, type Paused } from './meter.ts';
import type { Model } from './model.ts';
import type { Plan } from './plan.ts';

export interface Dual {
  readonly bound: number;
  /** Of the best bound. */
  readonly potential: Potential;
  /** The multipliers tried and their bounds, in order. */
  readonly trials: readonly Trial[];
}

export interface Trial {
  readonly multipliers: readonly number[];
  readonly bound: number;
}

export interface Ascent {
  /** Multipliers to begin with; none are zeros. */
  readonly start?: readonly number[] | undefined;
  /** Called with every choice that an evaluation comes to; returns the price of the best that fits so far. */
  readonly onChoice: (decoded: Decoded) => number;
  /** A bound that is good enough: it closes the gap that was asked for. */
  readonly enough: (price: number) => number;
}

/** Units of work for what is done with a choice: some milliseconds for a hundred variables. */
const choiceWork = 200_000;
/** Evaluations after which it is left as it is; two budgets take about 20. */
const mostTrials = 120;
/** How near to the top of the cutting planes the bound has to come, as a share of what lies between bound and price. */
const nearEnough = 2e-3;

/** The top of the dual, or a bound above every price there is, which proves that nothing fits. */
export function* ascend(model: Model, plan: Plan, meter: Meter, { start, onChoice, enough }: Ascent): Paused<Dual> {
  const dearest = dearestOf(model);
  const scales = model.budgets.map((budget) => Math.max(1, Math.abs(budget)));
  let ceilings = scales.map(() => 10 * (dearest + 1e-6));
  let multipliers: readonly number[] = start ?? scales.map(() => 0);
  const cuts: Cut[] = [];
  const trials: Trial[] = [];
  let best: { bound: number; potential: Potential } | undefined;
  for (;;) {
    const potential = yield* eliminate(model, plan, { price: 1, multipliers }, meter);
    const bound = multipliers.reduce((sum, each, r) => sum - each * model.budgets[r]!, potential.value);
    trials.push({ multipliers, bound });
    if (best === undefined || bound > best.bound) best = { bound, potential };
    const decoded = decode(model, plan, potential);
    const price = onChoice(decoded);
    if (isDue(meter, choiceWork)) yield;
    if (best.bound >= enough(price) || best.bound > dearest * (1 + 1e-9) + 1e-9 || trials.length >= mostTrials) break;
    cuts.push({
      price: decoded.price,
      over: decoded.amounts.map((amount, r) => (amount - model.budgets[r]!) / scales[r]!),
    });
    const peak = peakOf(cuts, ceilings);
    const isAtCeiling = peak.multipliers.some((each, r) => each >= ceilings[r]! * (1 - 1e-9));
    const rest = (Math.min(price, dearest) - best.bound) * nearEnough;
    if (peak.value - best.bound <= Math.max(rest, 1e-10 * Math.abs(best.bound), 1e-13)) {
      if (!isAtCeiling || ceilings[0]! > 1e12 * (dearest + 1)) break;
    }
    if (isAtCeiling) ceilings = ceilings.map((ceiling) => 30 * ceiling);
    multipliers = peak.multipliers.map((each, r) => each / scales[r]!);
  }
  return { ...best, trials };
}

/** What the dearest values cost together: no choice costs more. */
export function dearestOf(model: Model): number {
  return model.variables.reduce((sum, { prices }) => sum + prices.reduce((a, b) => Math.max(a, b), 0), 0);
}
