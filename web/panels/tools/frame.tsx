/** What every tool's panel begins with, and how it says that it works, failed or has something to tell. */
import type { ComponentChildren } from 'preact';
import type { Progress } from '../../engine/protocol.ts';

interface FrameProps {
  /** Makes the heading's id. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what the panel does. */
  readonly about: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Frame({ id, title, about, children }: FrameProps) {
  return (
    <section class={`tool tool-${id}`} aria-labelledby={`tool-${id}-heading`}>
      <h2 id={`tool-${id}-heading`}>{title}</h2>
      <p class="tool-about">{about}</p>
      {children}
    </section>
  );
}

/** A sentence about what went wrong, read out at once; the place for it is always there. */
export function Failure({ sentence }: { readonly sentence: string | undefined }) {
  return (
    <div role="alert" class="tool-failure">
      {sentence !== undefined && sentence !== 'cancelled' && (
        <p>
          <span aria-hidden="true">⚠ </span>
          {sentence}
        </p>
      )}
    </div>
  );
}

/** A result in words, read out when there is time. */
export function Said({ children }: { readonly children?: ComponentChildren }) {
  return (
    <p role="status" class="tool-said">
      {children}
    </p>
  );
}

interface WorkingProps {
  readonly progress: Progress | undefined;
  readonly cancel?: () => void;
  /** What ending it gives, if not nothing: `stop and take the best so far`. */
  readonly cancelTitle?: string;
}

/** How far a question is, and the button that ends it. */
export function Working({ progress, cancel, cancelTitle = 'Cancel' }: WorkingProps) {
  if (!progress) return null;
  return (
    <div class="tool-working">
      <progress aria-label={progress.what} {...(progress.share !== undefined && { value: progress.share })} />
      <span>{progress.what}…</span>
      {cancel && (
        <button type="button" onClick={cancel}>
          {cancelTitle}
        </button>
      )}
    </div>
  );
}
