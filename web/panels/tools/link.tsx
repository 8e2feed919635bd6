/** The link that restores exactly this view. A model's bytes are never in it. */
import { editedText, sentenceOf, source } from '../../state/app.ts';
import { link } from '../../state/shown.ts';
import type { Outcome } from './outcome.ts';
import { copy } from './save.ts';

/** Characters from which on mail programs and chats begin to cut links off. */
const long = 2000;

export function Link({ outcome }: { readonly outcome: Outcome }) {
  const copyLink = async (): Promise<void> => {
    try {
      await copy(link.value);
      [outcome.said.value, outcome.failure.value] = ['The link is copied.', undefined];
    } catch (error) {
      outcome.failure.value = sentenceOf(error);
    }
  };
  return (
    <form
      class="tool-field"
      onSubmit={(event) => {
        event.preventDefault();
        void copyLink();
      }}
    >
      <label for="take-away-link">A link to this view</label>
      <div class="tool-inline">
        <input
          id="take-away-link"
          type="text"
          readonly
          value={link.value}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="submit">Copy link</button>
      </div>
      <p class="tool-hint">{whatItHolds()}</p>
    </form>
  );
}

/** Who sends a link wants to know what is in it. */
function whatItHolds(): string {
  const isEditedText = editedText.value !== undefined;
  if (source.value.kind === 'file' && !isEditedText)
    return 'The model is a file on this machine and is not in the link: whoever opens the link is asked for the file.';
  const holds = isEditedText
    ? 'It holds the network file as it was changed'
    : 'It says what is open and what is chosen';
  return link.value.length > long
    ? `${holds}; with ${link.value.length} characters it is too long for some mail.`
    : `${holds}.`;
}
