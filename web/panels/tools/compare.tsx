/** Compare: the open network and another, layer by layer, matched by structure. */
import { useSignal } from '@preact/signals';
import type { DiffView, View } from '../../engine/protocol.ts';
import { view } from '../../state/app.ts';
import { ChangesOf, useDiff } from './changes.tsx';
import { isOriginal, OtherChoice, other } from './other.tsx';
import { Differences } from './difference.tsx';
import { Frame } from './frame.tsx';

export function Compare() {
  const isTurned = useSignal(false);
  const isChangedOnly = useSignal(true);
  const [open, against] = [view.value, other.value];
  const isFirst = isOriginal.value === isTurned.value; // what an edited network was comes before what it is
  const [before, after] = isFirst ? [open, against] : [against, open];
  const { answer, failure } = useDiff(before?.id, after?.id);
  return (
    <Frame
      id="compare"
      title="Compare"
      about="The open network and another one, layer by layer, matched by their structure rather than by names."
    >
      <OtherChoice />
      {before && after && (
        <>
          <div class="tool-buttons">
            <button type="button" aria-pressed={isTurned.value} onClick={() => (isTurned.value = !isTurned.value)}>
              <span aria-hidden="true">⇄ </span>Turn around
            </button>
            <label class="tool-check">
              <input
                type="checkbox"
                checked={isChangedOnly.value}
                onInput={({ currentTarget }) => (isChangedOnly.value = currentTarget.checked)}
              />
              changed only
            </label>
          </div>
          <Differences caption={`${nameOf(before)} → ${nameOf(after)}`} rows={totals(before, after, answer.value)} />
          <ChangesOf diff={answer.value} failure={failure.value} isChangedOnly={isChangedOnly.value} />
        </>
      )}
    </Frame>
  );
}

function nameOf({ ledger }: View): string {
  return ledger.network.name;
}

/** Differences of whole numbers are there at once; those of open sizes come with the engine's answer. */
function totals({ ledger: before }: View, { ledger: after }: View, diff: DiffView | undefined) {
  return (['units', 'weights', 'biases', 'connections', 'parameters'] as const).map((key) => ({
    title: key,
    before: before.totals[key],
    after: after.totals[key],
    difference: diff?.totals[key],
  }));
}
