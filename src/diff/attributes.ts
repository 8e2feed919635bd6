/** An attribute's value in words, where it is short enough to be one. */
import type { Attribute } from '../core/network.ts';

/** Longer lists are data, not settings. */
const mostEntries = 16;

/** `undefined` for graphs, tensors, types and long lists. */
export function attributeText(attribute: Attribute): string | undefined {
  switch (attribute.kind) {
    case 'int':
    case 'string':
      return String(attribute.value);
    case 'float':
      return rounded(attribute.value);
    case 'ints':
    case 'strings':
      return listed(attribute.value.map(String));
    case 'floats':
      return listed(attribute.value.map(rounded));
    default:
      return undefined;
  }
}

function listed(words: readonly string[]): string | undefined {
  return words.length > mostEntries ? undefined : `[${words.join(', ')}]`;
}

/** A float32 has about seven digits: 9.99999974e-6 is the 1e-5 of a file that keeps doubles. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}
