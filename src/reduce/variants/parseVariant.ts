/** Variants as they are written on the command line: `global-pooling`, `low-rank=fc1`, `groups=conv3:2`, `input=192`. */
import { UsageError } from '../../core/errors.ts';
import { variantKinds, variantNames } from './table.ts';
import type { Variant, VariantName } from './variant.ts';

/** Throws a UsageError for a kind that there is not, or for what stands behind it. */
export function parseVariant(text: string): Variant {
  const at = text.indexOf('=');
  const [name, rest] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  if (isName(name)) return variantKinds[name].parse(rest);
  throw new UsageError(`no variant is called "${name}"; there are ${variantNames.map((each) => variantKinds[each].usage).join(', ')}`); // prettier-ignore
}

function isName(name: string): name is VariantName {
  return Object.hasOwn(variantKinds, name);
}
