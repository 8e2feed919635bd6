/** The parameters of a class: which of its numbers differ between its instances, and which follow from one another. */
import type { Slot } from '../construction.ts';
import { number, identifier, unused } from '../text.ts';

export interface Plan {
  readonly parameters: readonly { readonly name: string; readonly slot: number }[];
  /** The text of each number. */
  readonly texts: readonly string[];
}

/**
 * A number that is the same in all instances is written as it is. Others are parameters: equal ones share one, and one that
 * is everywhere the same whole multiple of another is written `4 * width`.
 */
export function planParameters(instances: readonly (readonly Slot[])[]): Plan {
  const first = instances[0] ?? [];
  const taken = new Set(['self']);
  const parameters: { name: string; slot: number }[] = [];
  const column = (slot: number): readonly (number | bigint)[] => instances.map((numbers) => numbers[slot]!.value);
  const texts = first.map(({ name, value }, slot) => {
    const own = column(slot);
    if (own.every((entry) => entry === value)) return number(value);
    for (const parameter of parameters) {
      const text = inTermsOf(own, column(parameter.slot), parameter.name);
      if (text !== undefined) return text;
    }
    const made = { name: unused(identifier(name, 'size'), taken), slot };
    parameters.push(made);
    return made.name;
  });
  return { parameters, texts };
}

/** Multiples that networks are made of: more would be chance. */
const mostFold = 16;

function inTermsOf(
  own: readonly (number | bigint)[],
  other: readonly (number | bigint)[],
  name: string,
): string | undefined {
  const ratio = (a: readonly (number | bigint)[], b: readonly (number | bigint)[]): number | undefined => {
    const fold = Number(a[0]) / Number(b[0]);
    const isFold = Number.isInteger(fold) && fold >= 1 && fold <= mostFold;
    return isFold && a.every((value, i) => Number.isInteger(Number(value)) && Number(value) === fold * Number(b[i]))
      ? fold
      : undefined;
  };
  const up = ratio(own, other);
  if (up !== undefined) return up === 1 ? name : `${up} * ${name}`;
  const down = ratio(other, own);
  return down === undefined ? undefined : `${name} // ${down}`;
}
