/** A field for a text with lines: their numbers, marks where mistakes are, and a list of words that may stand at the caret. */
import { useSignal } from '@preact/signals';
import type { RefObject, TargetedEvent } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Problem } from '../../engine/protocol.ts';
import { beforeCaret, insert } from './caret.ts';
import { CompletionList, useCompletion, type Completion } from './completion.tsx';

interface CodeFieldProps {
  readonly fieldRef: RefObject<HTMLTextAreaElement | null>;
  readonly label: string;
  readonly value: string;
  readonly problems: readonly Problem[];
  /** The element that lists them. */
  readonly problemsId: string;
  onValue(value: string): void;
}

export function CodeField({ fieldRef, label, value, problems, problemsId, onValue }: CodeFieldProps) {
  const scroll = useSignal({ top: 0, left: 0 });
  const completion = useCompletion(fieldRef);
  const leaves = useSignal(false);
  return (
    <>
      <div class="tool-code">
        <Gutter value={value} problems={problems} top={scroll.value.top} />
        <div class="tool-code-text">
          <Marks problems={problems} scroll={scroll.value} />
          <textarea
            ref={fieldRef}
            aria-label={label}
            aria-describedby={`${problemsId} editor-keys`}
            aria-invalid={problems.length > 0}
            {...completion.aria}
            wrap="off"
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            value={value}
            onInput={({ currentTarget }) => {
              onValue(currentTarget.value);
              completion.ask();
            }}
            onScroll={({ currentTarget: { scrollTop, scrollLeft } }) => {
              scroll.value = { top: scrollTop, left: scrollLeft };
            }}
            onKeyDown={(event) => onKey(event, completion, leaves)}
            onBlur={completion.close}
            onClick={completion.close}
          />
          <CompletionList completion={completion} scroll={scroll.value} />
        </div>
      </div>
      <p id="editor-keys" class="tool-hint">
        <kbd>Ctrl</kbd> <kbd>Space</kbd> lists the words that may stand here. <kbd>Tab</kbd> inserts two spaces; press{' '}
        <kbd>Esc</kbd> first to leave with it.
      </p>
    </>
  );
}

/** One key: the list of words takes it first, then the editor. */
function onKey(
  event: TargetedEvent<HTMLTextAreaElement, KeyboardEvent>,
  completion: Completion,
  leaves: { value: boolean },
): void {
  const field = event.currentTarget;
  const isTab = event.key === 'Tab' && !event.shiftKey;
  const isLeaving = leaves.value;
  if (event.key !== 'Shift') leaves.value = false;
  if (completion.onKey(event)) return event.preventDefault();
  if (event.key === 'Escape' && !isLeaving) {
    leaves.value = true;
    event.preventDefault(); // it says how Tab is meant; the second one is for whatever holds the panel
  } else if (isTab && !isLeaving) {
    event.preventDefault();
    insert(field, '  ');
  } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    insert(field, `\n${indentAfter(beforeCaret(field))}`);
  }
}

/** The next line begins where this one does; within a list item, where its words begin. */
function indentAfter(line: string): string {
  return /^ */.exec(line)![0];
}

interface GutterProps {
  readonly value: string;
  readonly problems: readonly Problem[];
  readonly top: number;
}

function Gutter({ value, problems, top }: GutterProps) {
  const lines = useMemo(() => value.split('\n').length, [value]);
  const faulty = new Set(problems.map(({ line }) => line));
  const numbers = useMemo(
    () => Array.from({ length: lines }, (_, i) => (faulty.has(i + 1) ? `⚠ ${i + 1}` : i + 1)).join('\n'),
    [lines, problems],
  );
  return (
    <div class="tool-gutter" aria-hidden="true">
      <pre style={{ transform: `translateY(${-top}px)` }}>{numbers}</pre>
    </div>
  );
}

interface MarksProps {
  readonly problems: readonly Problem[];
  readonly scroll: { readonly top: number; readonly left: number };
}

/** A band behind each line with a mistake, and a wave from the column on where it begins. */
function Marks({ problems, scroll: { top, left } }: MarksProps) {
  return (
    <div class="tool-marks" aria-hidden="true">
      {problems.map(
        ({ line, column }, i) =>
          line !== undefined && (
            <div key={i} class="tool-mark" style={{ '--line': line - 1, '--scroll-top': `${top}px` }}>
              {column !== undefined && <span style={{ '--column': column - 1, '--scroll-left': `${left}px` }} />}
            </div>
          ),
      )}
    </div>
  );
}
