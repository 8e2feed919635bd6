/** The network file as text beside the drawing: mistakes at their line, completion from the schema, the last good network stays. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { change, problems, sentenceOf, showText, text, view } from '../../state/app.ts';
import { CodeField } from './code-field.tsx';
import { goTo } from './caret.ts';
import { Failure, Frame, Said } from './frame.tsx';
import { UndoButtons } from './undo.tsx';
import type { Problem } from '../../engine/protocol.ts';

/** Milliseconds without a key after which the text is read. */
const pause = 250;

export function Editor() {
  const field = useRef<HTMLTextAreaElement | null>(null);
  const { draft, failure, write } = useDraft();
  return (
    <Frame
      id="editor"
      title="Network file"
      about="The network as text. Change it, and the drawing and the numbers follow; while there are mistakes, the last good network stays."
    >
      <Failure sentence={failure} />
      {draft === undefined ? (
        failure === undefined && <p>Writing the network file…</p>
      ) : (
        <CodeField
          fieldRef={field}
          label="network file"
          value={draft}
          problems={problems.value}
          problemsId="editor-problems"
          onValue={write}
        />
      )}
      <Problems
        problems={problems.value}
        goTo={({ line, column }) => field.current && goTo(field.current, line!, column)}
      />
      <UndoButtons />
    </Frame>
  );
}

/** The text as it is typed; it is read after a pause, and at once when the panel or the page goes. */
function useDraft() {
  const draft = useSignal<string | undefined>(text.value);
  const failure = useSignal<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const read = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (draft.value !== undefined && draft.value !== text.value) void change(draft.value);
  };
  const id = view.value?.id;
  useEffect(() => {
    if (text.value !== undefined || id === undefined) return;
    failure.value = undefined;
    showText().catch((error: unknown) => (failure.value = sentenceOf(error)));
  }, [id, text.value]);
  useEffect(() => {
    if (timer.current === undefined) draft.value = text.value; // changed elsewhere: by a slider, by undo
  }, [text.value]);
  useEffect(() => {
    const readNow = (): void => void (timer.current !== undefined && read());
    addEventListener('pagehide', readNow);
    return () => {
      removeEventListener('pagehide', readNow);
      readNow();
    };
  }, []);
  const write = (next: string): void => {
    draft.value = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(read, pause);
  };
  return { draft: draft.value, failure: failure.value, write };
}

interface ProblemsProps {
  readonly problems: readonly Problem[];
  goTo(problem: Problem): void;
}

function Problems({ problems, goTo }: ProblemsProps) {
  return (
    <div id="editor-problems" class="tool-problems" aria-live="polite">
      {problems.length === 0 ? (
        <Said>No mistakes.</Said>
      ) : (
        <ul class="tool-list" aria-label="mistakes">
          {problems.map((problem, i) => (
            <li key={i}>
              <span aria-hidden="true">⚠ </span>
              {problem.line !== undefined && (
                <button type="button" class="button-link" onClick={() => goTo(problem)}>
                  line {problem.line}
                </button>
              )}{' '}
              {problem.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
