/** The network on the screen: its name, where it comes from, what it reads, and how sure its numbers are. */
import { effect } from '@preact/signals';
import type { LedgerView } from '../engine/protocol.ts';
import { isEdited, reset, view } from '../state/app.ts';
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
          <Gaps ledger={shown.ledger} />
          {isEdited.value && <Edited />}
        </p>
      </div>
    </>
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
