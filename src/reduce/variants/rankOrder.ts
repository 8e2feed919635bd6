/** Which units between two factors go first: the last, since the first hold the most. */
import type { Scores } from '../rank.ts';
import type { Reducible } from '../reducible.ts';

/**
 * Scores for the ranks of the layers given (fc1 for fc1.a and fc1.b), to put over scores by norm or importance: factors are made of
 * as many directions as are kept, so that their channels have no norms before.
 */
export function rankOrder({ classes }: Reducible, layers: readonly string[]): Scores {
  const scores = new Map<number, number>();
  for (const layer of layers) {
    const own = classes.free.find(({ name }) => name === `${layer}.a`);
    own?.atoms.forEach((root, i) => scores.set(root, (own.atoms.length - i) / own.atoms.length));
  }
  return scores;
}
