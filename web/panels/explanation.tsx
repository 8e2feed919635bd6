/** Why the marked layer's numbers are what they are: each with its derivation, typeset. */
import { useMemo } from 'preact/hooks';
import type { LayerExplanation } from '../engine/protocol.ts';
import { chosen, selected, view } from '../state/app.ts';
import { explained } from './explained.ts';
import { ExplainedFigures } from './explanation-figures.tsx';
import { Overview } from './explanation-overview.tsx';
import { Roundings } from './explanation-roundings.tsx';
import { partShowing } from './figure-parts.ts';
import { expanded, figure, toggleFold } from './folds.ts';
import { choose, letGo, selectedLayer } from './pointing.ts';
import { shapeWords } from './sizes.ts';

export function Explanation() {
  const layer = selectedLayer.value;
  return (
    <section class={layer ? 'panel explanation has-layer' : 'panel explanation'} aria-labelledby="explanation-heading">
      <div class="panel-head">
        <h2 id="explanation-heading">{layer?.name ?? selected.value ?? 'Largest layers'}</h2>
        {layer && <Pin name={layer.name} />}
      </div>
      <div class="explanation-body">
        {layer ? <Layer /> : selected.value === undefined ? <Overview /> : <PartWords name={selected.value} />}
      </div>
    </section>
  );
}

/** Keeps the layer while the pointer goes elsewhere. */
function Pin({ name }: { readonly name: string }) {
  const isChosen = chosen.value === name;
  return (
    <span class="explanation-buttons">
      <button type="button" aria-pressed={isChosen} onClick={() => choose(name)}>
        {isChosen ? 'Kept' : 'Keep'}
      </button>
      <button type="button" aria-label="Back to the overview" onClick={letGo}>
        <span aria-hidden="true">✕</span>
      </button>
    </span>
  );
}

function Layer() {
  const { operator, output } = selectedLayer.value!;
  const answer = explained.value;
  const answered = useMemo(
    () => answer && ('failure' in answer ? <p role="alert">{answer.failure}</p> : <Answer explanation={answer} />),
    [answer],
  );
  return (
    <>
      <p class="explanation-facts">
        {operator} · output {shapeWords(output)}
      </p>
      {answered}
    </>
  );
}

function Answer({ explanation }: { readonly explanation: LayerExplanation }) {
  const { figures, sentences, roundings } = explanation;
  return (
    <>
      <ExplainedFigures figures={figures} />
      <Roundings roundings={roundings} />
      {sentences.map((sentence) => (
        <p key={sentence} class="explanation-sentence">
          {sentence}
        </p>
      ))}
    </>
  );
}

/** What is no layer of the ledger: an input, or a block that is folded. */
function PartWords({ name }: { readonly name: string }) {
  const shown = figure.value;
  const part = shown && partShowing(shown, name);
  const fold = shown?.folds.find(({ key }) => key === name);
  if (!part || !view.value) return null;
  return (
    <>
      <p class="explanation-sentence">{part.text}</p>
      {fold && (!fold.open || expanded.value.includes(fold.key)) && (
        <button type="button" class="explanation-fold" onClick={() => toggleFold(fold.key)}>
          {fold.open ? 'Fold' : 'Unfold'} {fold.path.at(-1)}
        </button>
      )}
    </>
  );
}
