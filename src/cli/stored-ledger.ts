/**
 * Ledgers of the published networks as they stand, counted when the command was built: `layerledger count alexnet` then loads
 * neither readers nor operators, which take longer to load than Node takes to start (bench/cold-start.ts).
 * scripts/build.mjs writes those that are short; a test holds what is stored equal to what is counted.
 */
import type { Layer } from '../core/ledger.ts';
import type { Size } from '../core/size.ts';
import type { Counted } from '../report/counted.ts';

/** As JSON has it: a Map is a list of its entries. */
type Stored = Omit<Counted, 'bindings'> & { readonly bindings: readonly (readonly [string, Size])[] };

/** `undefined` for other names, and where the command runs from its sources. */
export function storedLedger(name: string): Counted | undefined {
  if (!/^\w[\w.-]*$/.test(name)) return undefined;
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
  const file = new URL(`ledgers/${name}.json`, import.meta.url);
  if (!existsSync(file)) return undefined;
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the build wrote it
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  return { ...stored, layers: stored.layers.map(restored), bindings: new Map(stored.bindings) };
}

/** JSON has `null` for an axis to which the textbook's formula does not apply. */
function restored(layer: Layer): Layer {
  const { textbook, ...derivations } = layer.derivations;
  return textbook
    ? { ...layer, derivations: { ...derivations, textbook: textbook.map((axis) => axis ?? undefined) } }
    : layer;
}
