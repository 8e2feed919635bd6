/** A layer's figures: the three that matter first, its sizes next, the rest on demand. */
import type { ExplainedFigure } from '../engine/protocol.ts';
import { Equation } from './equation.tsx';
import { said } from './tools/figures.ts';

const first: readonly string[] = ['connections', 'weights', 'units'];
const sizes: readonly string[] = ['output', 'textbook'];

export function ExplainedFigures({ figures }: { readonly figures: readonly ExplainedFigure[] }) {
  const main = first.flatMap((key) => figures.filter((figure) => figure.key === key && figure.value !== 0));
  const axes = figures.filter(({ key }) => sizes.includes(key));
  const others = figures.filter(({ key, value }) => !first.includes(key) && !sizes.includes(key) && value !== 0);
  return (
    <>
      {main.map((figure) => (
        <Explained key={figure.key} figure={figure} />
      ))}
      {axes.length > 0 && <h3 class="explanation-part">Its size</h3>}
      {axes.map((figure, i) => (
        <Explained key={`${figure.title} ${i}`} figure={figure} />
      ))}
      {others.length > 0 && (
        <details class="explanation-others">
          <summary>{others.map(({ title }) => title).join(', ')}</summary>
          {others.map((figure) => (
            <Explained key={figure.key} figure={figure} />
          ))}
        </details>
      )}
    </>
  );
}

function Explained({ figure }: { readonly figure: ExplainedFigure }) {
  const { key, title, meaning, value, derivation } = figure;
  return (
    <div class={`explained figure-${key}`}>
      <h4 title={meaning}>
        {title} {!sizes.includes(key) && <b>{said(value)}</b>}
      </h4>
      {derivation && <Equation derivation={derivation} isSize={sizes.includes(key)} />}
    </div>
  );
}
