/** What a number could be, the best explanation first, with how likely it is an accident, and what that proves. */
import { accidentWords, triedWords } from '../../../src/report/chance.ts';
import type { Explanation } from '../../engine/protocol.ts';
import { said } from './figures.ts';

interface ExplanationsProps {
  readonly explanations: readonly Explanation[];
  /** Changes that were looked at; 0 where nothing was searched for. */
  readonly tried: number;
}

export function Explanations({ explanations, tried }: ExplanationsProps) {
  return (
    <>
      <ol class="tool-explanations">
        {explanations.map((explanation, i) => (
          <One key={i} {...explanation} />
        ))}
      </ol>
      {tried > 0 && <p class="tool-hint">{triedWords(tried)}.</p>}
    </>
  );
}

/** The words say what would have to be otherwise, and the value in most cases. */
function One({ text, value, chance }: Explanation) {
  const accident = accidentWords(chance);
  return (
    <li>
      {!text.includes(said(value)) && <strong>{said(value)} </strong>}
      {text}
      {accident !== undefined && <small>; {accident}</small>}
    </li>
  );
}
