/** The lines above a ledger: which network, counted for which input. */
import type { Counted } from './counted.ts';
import { formatSize } from '../core/size.ts';
import { shapeText } from './grid.ts';

export interface Head {
  readonly title: string;
  /** `input 1 × 3 × 227 × 227` */
  readonly inputs: string;
  readonly source: string | undefined;
}

export function headOf({ network, inputs, bindings, towers }: Counted): Head {
  const bound = [...bindings].map(([name, size]) => `${name} = ${formatSize(size)}`);
  const shapes = inputs.map(({ name, shape }) => `${name} ${shape ? shapeText(shape) : '(shape not known)'}`);
  const laid = towers ? [`laid over ${towers.each.length} towers`] : [];
  return {
    title: network.name,
    inputs: [shapes.length === 0 ? 'no inputs' : `counted for ${shapes.join(', ')}`, ...bound, ...laid].join('; '),
    source: network.source === network.name ? undefined : network.source,
  };
}
