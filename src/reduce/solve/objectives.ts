/** What a cut costs: one pure function an objective, from a width and what is left of it to a price. */

export interface Cut {
  readonly original: number;
  /** What is left: at most the original, more than 0. */
  readonly value: number;
  /** How much the class counts: the number of layers that produce it, by default. */
  readonly weight: number;
  /** Units that one channel has, over the units of the whole network. Needed by `units` only. */
  readonly unitShare?: number;
}

export interface Objective {
  readonly doc: string;
  price(cut: Cut): number;
}

/**
 * `uniform` is none of these, because its price is not a sum (see uniform.ts); `importance` is a table that the caller has.
 */
export const objectives = {
  log: {
    doc: 'The product of the shares that are kept is largest: halving twice costs twice as much as halving once.',
    price: ({ original, value, weight }) => weight * Math.log(original / value),
  },
  square: {
    doc: 'The sum of the squared cuts is least: one deep cut costs more than several shallow ones.',
    price: ({ original, value, weight }) => weight * (1 - value / original) ** 2,
  },
  linear: {
    doc: 'The sum of the relative cuts is least. It prefers to shred one layer over touching several.',
    price: ({ original, value, weight }) => weight * (1 - value / original),
  },
  units: {
    doc: 'The share of all units that is lost is least.',
    price: ({ original, value, unitShare = 0 }) => (original - value) * unitShare,
  },
  fewest: {
    doc: 'The fewest classes are changed, however deeply.',
    price: ({ original, value }) => (value < original ? 1 : 0),
  },
} as const satisfies Readonly<Record<string, Objective>>;

export type ObjectiveName = keyof typeof objectives;

/** The prices of a variable's values; the last one is the original. */
export function pricesOf(
  objective: ObjectiveName,
  values: readonly number[],
  cut: Omit<Cut, 'original' | 'value'>,
): number[] {
  const original = values.at(-1)!;
  return values.map((value) => objectives[objective].price({ ...cut, original, value }));
}
