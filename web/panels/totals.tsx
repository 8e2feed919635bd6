/** The three totals, what kinds of layers hold them, and how they differ from the original. */
import { original, view } from '../state/app.ts';
import { Delta } from './delta.tsx';
import { kindShares, type KindShare } from './kinds.ts';
import { shareWords, shownFigures, type ShownFigure } from './sizes.ts';
import { said } from './tools/figures.ts';

const meanings: Readonly<Record<ShownFigure, string>> = {
  units: 'output values of layers with weights',
  weights: 'learned multipliers, each counted once; biases apart',
  connections: 'multiply-accumulates through weights',
};

export function Totals() {
  if (!view.value) return null;
  return (
    <section class="totals" aria-label="Totals">
      {shownFigures.map((figure) => (
        <Total key={figure} figure={figure} />
      ))}
    </section>
  );
}

function Total({ figure }: { readonly figure: ShownFigure }) {
  const { ledger } = view.value!;
  const words = said(ledger.totals[figure]);
  return (
    <div class={`total figure-${figure}`}>
      <h2 title={meanings[figure]}>
        {figure}
        {ledger.uncounted.length > 0 && <span class="total-bound">, at least</span>}
      </h2>
      <p class={words.length > 14 ? 'total-number total-long' : 'total-number'}>
        <span class="total-words" title={words.length > 14 ? words : undefined}>
          {words}
        </span>{' '}
        <Delta before={original.value?.ledger.totals[figure]} after={ledger.totals[figure]} />
      </p>
      <Shares shares={kindShares(ledger, figure)} />
    </div>
  );
}

/** A bar in parts and its words; the bar adds nothing to the words for who cannot see it. */
function Shares({ shares }: { readonly shares: readonly KindShare[] }) {
  if (shares.length === 0) return <p class="total-kinds">depends on open sizes</p>;
  return (
    <>
      <div class="total-bar" aria-hidden="true">
        {shares.map(({ kind, share }) => (
          <span key={kind} style={{ '--share': share }} />
        ))}
      </div>
      <ul class="total-kinds">
        {shares.map(({ kind, share }) => (
          <li key={kind}>
            {kind} <b>{shareWords(share)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}
