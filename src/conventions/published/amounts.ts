/** Amounts of a ledger that adjustments add or take away. */
import type { FigureName } from '../../core/figures.ts';
import type { Layer, Ledger } from '../../core/ledger.ts';
import { elementsOf } from '../../core/shape.ts';
import { multiply, type Size } from '../../core/size.ts';
import { callsOf } from '../calls/index.ts';
import type { Call } from '../calls/call.ts';
import { itemsOf, type Item } from '../convention.ts';

/** A figure of some layers as an item. */
export function ofLayers(
  what: string,
  layers: readonly Layer[],
  figure: FigureName,
  sign: 1 | -1 = 1,
): readonly Item[] {
  return itemsOf(layers.map((layer) => ({ what, layer: layer.name, value: signed(layer[figure], sign) })));
}

/** An amount of the calls as an item. */
export function ofCalls(what: string, ledger: Ledger, amount: (call: Call) => Size): readonly Item[] {
  return itemsOf(callsOf(ledger).map((call) => ({ what, layer: call.layer, value: amount(call) })));
}

export function inputUnits(ledger: Ledger): readonly Item[] {
  return itemsOf(
    ledger.inputs.map(({ name, shape }) => ({
      what: 'input units',
      layer: name,
      value: shape ? elementsOf(shape) : 0,
    })),
  );
}

function signed(size: Size, sign: 1 | -1): Size {
  return sign === 1 ? size : multiply(size, -1);
}

/** Normalisations by learned scales and shifts, or none; local response normalisation is of another kind. */
export function isNorm({ kind }: Call): boolean {
  return kind.endsWith('normalisation') && kind !== 'local response normalisation';
}
