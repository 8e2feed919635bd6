/** What is under way and what went wrong; both places are always there, so that a screen reader hears what comes. */
import { busy, failure, offer } from '../state/app.ts';
import { shareWords } from './sizes.ts';

export function Status() {
  return (
    <div class="status">
      <div role="status">
        {busy.value && <Working />}
        {offer.value && <Offered />}
      </div>
      <div role="alert">{failure.value !== undefined && <Failed sentence={failure.value} />}</div>
    </div>
  );
}

function Working() {
  const { progress, cancel } = busy.value!;
  const { what, share } = progress;
  return (
    <div class="working">
      <progress aria-label={what} {...(share !== undefined && { value: share })} />
      <span>
        {what}
        {share !== undefined && `, ${shareWords(share)}`}
      </span>
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}

function Failed({ sentence }: { readonly sentence: string }) {
  return (
    <div class="failure">
      <p>{sentence}</p>
      <button type="button" onClick={() => (failure.value = undefined)}>
        Dismiss
      </button>
    </div>
  );
}

/** Something to take or to leave: a text that was kept, a file that a link is about. */
function Offered() {
  const { sentence, verb, take, leave } = offer.value!;
  return (
    <div class="offered">
      <p>{sentence}</p>
      {verb !== undefined && (
        <button type="button" class="button-main" onClick={take}>
          {verb}
        </button>
      )}
      <button type="button" onClick={leave}>
        {verb === undefined ? 'Dismiss' : 'No'}
      </button>
    </div>
  );
}
