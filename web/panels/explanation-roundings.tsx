/** Where a window does not fit: what each way of rounding would give. */
import type { LayerExplanation } from '../engine/protocol.ts';
import { said } from './tools/figures.ts';

export function Roundings({ roundings }: Pick<LayerExplanation, 'roundings'>) {
  if (roundings.length === 0) return null;
  return (
    <div class="misfit">
      <h3>The window does not fit evenly</h3>
      <ul>
        {roundings.map(({ axis, rounding, size }) => (
          <li key={`${axis} ${rounding}`}>
            {axis}, {rounding}: <b>{said(size)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
