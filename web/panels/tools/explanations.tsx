/** What a number could be, the best explanation first, each with what would have to be otherwise. */
import type { Explanation } from '../../engine/protocol.ts';
import { said } from './figures.ts';

export function Explanations({ explanations }: { readonly explanations: readonly Explanation[] }) {
  return (
    <ol class="tool-explanations">
      {explanations.map(({ text, value, changes }, i) => (
        <li key={i}>
          <strong>{said(value)}</strong> {text}
          {changes.length > 0 && <small> {changes.join('; ')}</small>}
        </li>
      ))}
    </ol>
  );
}
