/** The network on the screen: its name, where it comes from, what it reads, and how sure its numbers are. */
import { effect } from '@preact/signals';
import type { LedgerView, View } from '../engine/protocol.ts';
import { chosen, isEdited, reset, view } from '../state/app.ts';
import { shapeWords } from './sizes.ts';
import { openTool } from './tool-open.ts';

effect(() => {
  const name = view.value?.ledger.network.name;
  document.title = name === undefined ? 'layerledger' : `${name} · layerledger`;
});

export function Title() {
  const shown = view.value;
  if (!shown) return <h1 class="unseen">layerledger</h1>;
  const { network } = shown.ledger;
  return (
    <>
      <h1>{network.name}</h1>
      <div class="title-words">
        {network.source !== null && <p class="title-source">{network.source}</p>}
        <p class="title-facts">
          <span>
            {network.inputs.map(({ name, shape }) => `${name} ${shapeWords(shape)}`).join(', ') || 'no input'}
          </span>
          <span>{shown.format ?? 'built in'}</span>
          <Unset open={shown.open} />
          <Gaps ledger={shown.ledger} />
          {isEdited.value && <Edited />}
        </p>
      </div>
    </>
  );
}

/** While sizes are open, figures are polynomials: the way to give them numbers. */
function Unset({ open: { sizes, inputs } }: Pick<View, 'open'>) {
  const names = sizes.filter(({ size, otherwise }) => size === null && otherwise === null).map(({ name }) => name);
  const parts = [
    inputs.length > 0 && `${inputs.join(' and ')} ${inputs.length === 1 ? 'has' : 'have'} no shape`,
    names.length > 0 && `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} left open`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  const set = (): void => void ([chosen.value, openTool.value] = [undefined, 'what-if']);
  return (
    <button type="button" class="button-link" onClick={set}>
      {parts.join(', ')}: set {inputs.length + names.length === 1 ? 'it' : 'them'}
    </button>
  );
}

/** What was assumed or not counted is never out of sight. */
function Gaps({ ledger: { notes, uncounted } }: { readonly ledger: LedgerView }) {
  const parts = [
    notes.length > 0 && `${notes.length} ${notes.length === 1 ? 'note' : 'notes'}`,
    uncounted.length > 0 && `${uncounted.length} not counted`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  return (
    <button type="button" class="button-link" onClick={() => (openTool.value = 'notes')}>
      {parts.join(', ')}
    </button>
  );
}

function Edited() {
  return (
    <span>
      edited;{' '}
      <button type="button" class="button-link" onClick={() => void reset()}>
        back to the original
      </button>
    </span>
  );
}
