/** In which blocks a layer stands. */
import type { Layer } from '../core/ledger.ts';

/**
 * The path of a layer without its own name; all of it where other layers stand in it, for then the layer is what a block does
 * itself: the sums of a residual block in a file that names them by their block.
 */
export function blocksFor(layers: readonly Layer[]): (layer: Layer) => readonly string[] {
  const blocks = new Set<string>();
  for (const { path } of layers) {
    for (let depth = path.length - 1; depth > 0; depth--) {
      const key = path.slice(0, depth).join('\n');
      if (blocks.has(key)) break; // and all of its beginnings
      blocks.add(key);
    }
  }
  return ({ path }) => (blocks.has(path.join('\n')) ? path : path.slice(0, -1));
}
