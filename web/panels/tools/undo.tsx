/** Undo, redo and reset: buttons, and Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y while the panel is shown. */
import { useEffect } from 'preact/hooks';
import { canRedo, canUndo, editedText, redo, reset, undo } from '../../state/app.ts';
import { endGesture, refused } from './turning.ts';

export function UndoButtons() {
  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <div class="tool-buttons" role="group" aria-label="history of changes">
      <button type="button" disabled={!canUndo.value} aria-keyshortcuts="Control+Z" onClick={() => back(undo)}>
        <span aria-hidden="true">↶ </span>Undo
      </button>
      <button type="button" disabled={!canRedo.value} aria-keyshortcuts="Control+Shift+Z" onClick={() => back(redo)}>
        <span aria-hidden="true">↷ </span>Redo
      </button>
      <button type="button" disabled={editedText.value === undefined} onClick={() => back(reset)}>
        Reset to the original
      </button>
    </div>
  );
}

function onKey(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || writesText(event.target)) return;
  const key = event.key.toLowerCase();
  const isUndo = key === 'z' && !event.shiftKey;
  const isRedo = (key === 'z' && event.shiftKey) || key === 'y';
  if (!isUndo && !isRedo) return;
  event.preventDefault();
  back(isUndo ? undo : redo);
}

function back(step: () => Promise<void>): void {
  endGesture();
  refused.value = undefined;
  void step();
}

/** Fields of text have an undo of their own. */
function writesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && ['text', 'search', 'url'].includes(target.type);
}
