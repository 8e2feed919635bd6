/**
 * A problem compiled for elimination: constant amounts gone, what depends on one variable in a table, the rest a sum of
 * products of powers; a sum of variables is a variable of its own, tied to two others.
 */

export interface Domain {
  /** Ascending. */
  readonly values: Float64Array;
  readonly prices: Float64Array;
  /** For each resource, what each value uses on its own. */
  readonly amounts: readonly Float64Array[];
}

/** `perCell[r] · Π value^power` over two or more different variables. */
export interface Product {
  readonly scope: readonly number[];
  readonly powers: readonly number[];
  readonly perCell: readonly number[];
}

/** `total = Σ times · part`, over two parts: a link of a chain of prefix sums. */
export interface Sum {
  readonly total: number;
  readonly parts: readonly [Part, Part];
}

export interface Part {
  readonly variable: number;
  readonly times: number;
}

export interface Model {
  /** Of each resource that can be exceeded, less what is used whatever is chosen. */
  readonly budgets: readonly number[];
  /** The problem's variables, then the sums. */
  readonly variables: readonly Domain[];
  readonly originals: number;
  readonly products: readonly Product[];
  readonly sums: readonly Sum[];
}

/** The model with the values that are kept only. */
export function restrict(model: Model, kept: readonly (readonly boolean[])[]): Model {
  const variables = model.variables.map(({ values, prices, amounts }, v) => {
    const isKept = (_: number, k: number): boolean => kept[v]![k]!;
    return {
      values: values.filter(isKept),
      prices: prices.filter(isKept),
      amounts: amounts.map((each) => each.filter(isKept)),
    };
  });
  return { ...model, variables };
}
