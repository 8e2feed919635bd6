/** The kinds of variants, in the order in which several are applied: sizes first, so that ranks are those of the final matrices. */
import { globalPooling } from './globalPooling.ts';
import { groups } from './groups.ts';
import { input } from './input.ts';
import { lowRank } from './lowRank.ts';
import { separable } from './separable.ts';
import { stride } from './stride.ts';
import type { Change, Ground, Variant, VariantKind, VariantName } from './variant.ts';

export const variantKinds: { readonly [Name in VariantName]: VariantKind<Name> } = {
  input,
  stride,
  'global-pooling': globalPooling,
  groups,
  separable,
  'low-rank': lowRank,
};

// eslint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type
export const variantNames = Object.keys(variantKinds) as readonly VariantName[];

export function changeBy<Name extends VariantName>(ground: Ground, variant: Variant<Name>): Change {
  return kindOf<Name>(variant).change(ground, variant);
}

/** As `parseVariant` reads it: `groups=conv3:2`. */
export function formatVariant<Name extends VariantName>(variant: Variant<Name>): string {
  const rest = kindOf<Name>(variant).format(variant);
  return rest === '' ? variant.kind : `${variant.kind}=${rest}`;
}

function kindOf<Name extends VariantName>({ kind }: Variant<Name>): VariantKind<Name> {
  const table: { readonly [Each in Name]: VariantKind<Each> } = variantKinds;
  return table[kind];
}
