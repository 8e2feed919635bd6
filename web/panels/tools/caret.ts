/** Where the caret of a text field is, in lines and columns; and text put there so that the browser's own undo knows of it. */

/** Counted from 1, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: offset - start + 1 };
}

/** Lines and columns beyond the text's end give its end. */
export function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf('\n', start);
    if (end === -1) return text.length;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + column - 1, end === -1 ? text.length : end);
}

/** What stands on the caret's line before it. */
export function beforeCaret({ value, selectionStart }: HTMLTextAreaElement): string {
  return value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
}

/** Replaces the selection, and `back` characters before it. */
export function insert(field: HTMLTextAreaElement, words: string, back = 0): void {
  field.setSelectionRange(field.selectionStart - back, field.selectionEnd);
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else keeps the browser's undo; what is without it gets setRangeText
  if (document.execCommand('insertText', false, words)) return;
  field.setRangeText(words, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Puts the caret at a place and scrolls to it. */
export function goTo(field: HTMLTextAreaElement, line: number, column = 1): void {
  const offset = offsetOf(field.value, { line, column });
  field.focus();
  field.setSelectionRange(offset, offset);
  const height = parseFloat(getComputedStyle(field).lineHeight);
  field.scrollTop = Math.max(0, (line - 1) * height - field.clientHeight / 3);
}
