/** Families: one file, several networks. */
import type { NetworkDocument } from './document.ts';

/** The document of one of a family's networks; the family's own where it has no variant of that name. */
export function variantOf(family: NetworkDocument, name: string): NetworkDocument {
  const { variants, aliases, ...document } = family;
  const variant = variants?.[name];
  if (!variant) return { ...document, ...(aliases && { aliases }) };
  return { ...document, ...variant, parameters: { ...document.parameters, ...variant.parameters } };
}
