/** What papers mean by neurons or units. The textbook's figure is the outputs of layers with weights. */
import type { Ledger } from '../../core/ledger.ts';
import type { Item } from '../convention.ts';
import type { Adjustment } from './adjustment.ts';
import { inputUnits, ofCalls, ofLayers } from './amounts.ts';

const quantity = 'units';

export const unitAdjustments: readonly Adjustment[] = [
  {
    key: 'input', quantity, slot: 'input', words: 'with the input’s units',
    source: 'LeCun et al. 1989, whose 1,256 units include 256 of the input',
    items: inputUnits,
  },
  {
    key: 'pooling', quantity, slot: 'pooling', words: 'with the outputs of pooling layers',
    items: (ledger) => ofCalls('pooling', ledger, (call) => (call.kind.endsWith('pooling') ? call.y : 0)),
  },
]; // prettier-ignore

export function unitBase({ layers }: Ledger): readonly Item[] {
  return ofLayers('units', layers, 'units');
}
