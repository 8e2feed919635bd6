/** Nodes one behind another. */
import type { Attributes, Translation } from '../translation.ts';

/** One node of a chain: its operator, what it reads beside the value so far, and its attributes. */
export interface Link {
  readonly operator: string;
  readonly inputs?: readonly string[];
  readonly attributes?: Attributes;
}

/** Adds the links one after another; the last gives the layer's top. */
export function giveChain(t: Translation, start: string, links: readonly Link[]): void {
  const how = { shape: t.shapeOf(start) };
  if (links.length === 0) return t.give('Identity', [start], {}, how);
  let value = start;
  for (const [i, { operator, inputs = [], attributes = {} }] of links.entries()) {
    if (i === links.length - 1) t.give(operator, [value, ...inputs], attributes, how);
    else value = t.step(`${operator.toLowerCase()}${i}`, operator, [value, ...inputs], attributes);
  }
}
