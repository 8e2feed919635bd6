/** A layer's figures: the three that matter first, its sizes next, the rest on demand. */
import type { ExplainedFigure } from '../engine/protocol.ts';
import { Equation } from './equation.tsx';
import { said } from './tools/figures.ts';

const first: readonly string[] = ['connections', 'weights', 'units'];

export function ExplainedFigures({ figures }: { readonly figures: readonly ExplainedFigure[] }) {
  const main = first.flatMap((key) => figures.filter((figure) => figure.key === key && figure.value !== 0));
  const sizes = figures.filter(({ key }) => key === 'output');
  const others = figures.filter(({ key, value }) => !first.includes(key) && key !== 'output' && value !== 0);
  return (
    <>
      {main.map((figure) => (
        <Explained key={figure.key} figure={figure} />
      ))}
      {sizes.length > 0 && <h3 class="explanation-part">Its size</h3>}
      {sizes.map((figure) => (
        <Explained key={figure.title} figure={figure} />
      ))}
      {others.length > 0 && (
        <details class="explanation-others">
          <summary>{[...new Set(others.map(titleOf))].join(', ')}</summary>
          {others.map((figure) => (
            <Explained key={`${figure.key} ${figure.title}`} figure={figure} />
          ))}
        </details>
      )}
    </>
  );
}

function Explained({ figure }: { readonly figure: ExplainedFigure }) {
  const { key, meaning, value, derivation } = figure;
  const isSize = key === 'output' || key === 'textbook';
  return (
    <div class={`explained figure-${key}`}>
      <h3 title={meaning}>
        {titleOf(figure)} {!derivation && <b>{said(value)}</b>}
      </h3>
      {derivation && <Equation derivation={derivation} isSize={isSize} />}
    </div>
  );
}

function titleOf({ key, title }: ExplainedFigure): string {
  return key === 'textbook' ? `${title} as in the textbook` : title;
}
