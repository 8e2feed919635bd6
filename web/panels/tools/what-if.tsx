/** What if a layer had other filters, another kernel or stride? Every number and the drawing follow the sliders. */
import { useEffect } from 'preact/hooks';
import { engine } from '../../engine/client.ts';
import type { Knob, View } from '../../engine/protocol.ts';
import { chosen, isEdited, original, problems, openedText, showText, text, view } from '../../state/app.ts';
import { useAsked } from './asked.ts';
import { Changes } from './changes.tsx';
import { Differences } from './difference.tsx';
import { Failure, Frame } from './frame.tsx';
import { KnobRow } from './knob-row.tsx';
import { OpenSizes } from './open-sizes.tsx';
import { Roundings } from './roundings.tsx';
import { endGesture, refused } from './turning.ts';
import { UndoButtons } from './undo.tsx';

/** While a slider moves, the engine has the drawing to do; what else there is to know is asked when it rests. */
const quiet = 120;

export function WhatIf() {
  const layer = chosen.value ?? null;
  const id = original.value?.id;
  const knobs = useAsked(() => view.value && knobsOf(layer), [layer, text.value, id], { quiet });
  useEffect(() => {
    endGesture();
    refused.value = undefined;
  }, [layer]);
  return (
    <Frame
      id="what-if"
      title="What if"
      about="Change a layer or the network itself: every number and the drawing follow, with the difference to the original."
    >
      <LayerChoice />
      {(layer === null || needsSizes()) && <OpenSizes />}
      <div class="tool-knobs" role="group" aria-label={`what can be changed of ${layer ?? 'the network'}`}>
        {knobs.answer.value && <Knobs {...knobs.answer.value} />}
      </div>
      <Failure sentence={knobs.failure.value ?? refused.value?.sentence ?? mistakes()} />
      <Roundings layer={layer} />
      <UndoButtons />
      {view.value && original.value && isEdited.value && <Against before={original.value} after={view.value} />}
    </Frame>
  );
}

/** Whether figures are polynomials unless somebody sets a size: then the fields are there whatever is chosen. */
function needsSizes(): boolean {
  return view.value?.open.sizes.some(({ otherwise }) => otherwise === null) ?? false;
}

interface Offered {
  /** The network file whose knobs they are. */
  readonly of: string;
  readonly layer: string | null;
  readonly knobs: readonly Knob[];
}

async function knobsOf(layer: string | null): Promise<Offered> {
  const of = await showText();
  return { of, layer, knobs: await engine.knobs(of, layer, await openedText()) };
}

function Knobs({ of, layer, knobs }: Offered) {
  if (knobs.length === 0) return <p>{nothingToTurn(layer)}</p>;
  const network = original.value?.id; // the rows of another network begin anew
  return knobs.map((knob) => <KnobRow key={`${network} ${layer} ${knob.field}`} of={of} layer={layer} knob={knob} />);
}

function nothingToTurn(layer: string | null): string {
  return layer === null
    ? 'Choose a layer to change it.'
    : `${layer} has no knob: its sizes are those of what it reads. What else is said of it can be changed under “Network file”.`;
}

/** What is wrong with the text, where it was edited; the last good network is on the screen. */
function mistakes(): string | undefined {
  if (problems.value.length === 0) return undefined;
  return `${problems.value.map(({ message }) => message).join('; ')}. Mend the network file first; the last network that works stays.`;
}

/** As many layers as a list can offer; any other is chosen in the figure or the table. */
const mostChoices = 500;

function LayerChoice() {
  const layers = (view.value?.ledger.layers ?? []).map(({ name }) => name).slice(0, mostChoices);
  const current = chosen.value;
  const names = current === undefined || layers.includes(current) ? layers : [current, ...layers];
  return (
    <div class="tool-field">
      <label for="what-if-layer">What to change</label>
      <select
        id="what-if-layer"
        value={current ?? ''}
        onInput={({ currentTarget }) => (chosen.value = currentTarget.value || undefined)}
      >
        <option value="">the network: its sizes and towers</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Against({ before, after }: { readonly before: View; readonly after: View }) {
  const rows = (['units', 'weights', 'biases', 'connections'] as const).map((key) => ({
    title: key,
    before: before.ledger.totals[key],
    after: after.ledger.totals[key],
  }));
  return (
    <div class="tool-against">
      <Differences caption="Against the original" rows={rows} />
      <Changes before={before.id} after={after.id} />
    </div>
  );
}
