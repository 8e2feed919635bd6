/** A link that restores exactly this view. A model's bytes are never in it. */
import type { Outcome } from './outcome.ts';
import { sentenceOf, source, view } from '../../state/app.ts';
import { copy } from './save.ts';

export function Link({ outcome }: { readonly outcome: Outcome }) {
  const address = view.value && linkOf();
  const isLocal = source.value.kind === 'file';
  const copyLink = async (): Promise<void> => {
    try {
      await copy(address!);
      [outcome.said.value, outcome.failure.value] = ['The link is copied.', undefined];
    } catch (error) {
      outcome.failure.value = sentenceOf(error);
    }
  };
  return (
    <div class="tool-field">
      <label for="link">A link to this view</label>
      <div class="tool-inline">
        <input
          id="link"
          type="text"
          readonly
          value={address ?? ''}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="button" disabled={address === undefined} onClick={() => void copyLink()}>
          Copy link
        </button>
      </div>
      {isLocal && (
        <p class="tool-hint">
          The model is a file on this machine and never part of a link: whoever opens it is asked for the file.
        </p>
      )}
    </div>
  );
}

function linkOf(): string {
  return location.href;
}
