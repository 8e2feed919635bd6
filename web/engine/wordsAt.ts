/** What stands around the caret in a network file, by its lines and indentation: the text need not be right yet. */

export interface Around {
  /** Within the layers of the file or of a block. */
  readonly isInLayers: boolean;
  /** Keys that the layer has so far, besides the one at the caret. */
  readonly keys: readonly string[];
  /** The key behind whose colon the caret stands. */
  readonly key?: string;
}

/** `line` and `column` count from 1. */
export function wordsOf(text: string, line: number, column: number): Around {
  const lines = text.split('\n');
  const before = (lines[line - 1] ?? '').slice(0, column - 1);
  const isInLayers = isWithinLayers(lines.slice(0, line - 1), before);
  const [start, end] = layerAround(lines, line - 1);
  const caret = lines.slice(start, line - 1).reduce((sum, each) => sum + each.length + 1, column - 1);
  const layer = lines.slice(start, end).join('\n');
  const keys = isInLayers ? keysOf(layer).filter(({ from, to }) => caret < from || caret > to) : [];
  const key = /(?:^|[{,\s-])([\p{L}_][\p{L}\p{N}_ ]*):[^\S\n]*\[?(?:[^,{}\n:]*,\s*)*?[\p{L}\p{N}_ ]*$/u.exec(before)?.[1]?.trim(); // prettier-ignore
  const names = keys.map(({ name }) => name);
  return isValue(before) && key !== undefined ? { isInLayers, keys: names, key } : { isInLayers, keys: names };
}

/** Whether the caret is behind a colon, in the same entry. */
function isValue(before: string): boolean {
  const entry = before.slice(Math.max(before.lastIndexOf('{'), lastComma(before)) + 1);
  return entry.includes(':');
}

/** Commas in square brackets part a value. */
function lastComma(before: string): number {
  const open = before.lastIndexOf('[');
  const inside = open > before.lastIndexOf(']') ? before.slice(0, open) : before;
  return inside.lastIndexOf(',');
}

/** The nearest key that is less indented than the caret's line and begins a list. */
function isWithinLayers(above: readonly string[], before: string): boolean {
  const own = /^\s*/.exec(before)![0].length;
  if (own === 0 && !before.startsWith('-')) return false;
  return above.some((text) => /^\s*(?:layers|branches)\s*:/.test(text) && /^\s*/.exec(text)![0].length <= own);
}

/** Lines of the list's entry in which a line stands: from its dash to the next that is indented as far or less. */
function layerAround(lines: readonly string[], at: number): readonly [number, number] {
  const indent = (text: string): number => /^\s*/.exec(text)![0].length;
  let start = at;
  while (start > 0 && !/^\s*-\s/.test(`${lines[start]} `) && lines[start]!.trim() !== '') start--;
  const least = indent(lines[start] ?? '');
  let end = at + 1;
  while (end < lines.length && lines[end]!.trim() !== '' && indent(lines[end]!) > least) end++;
  return [start, end];
}

function keysOf(layer: string): readonly { readonly name: string; readonly from: number; readonly to: number }[] {
  const found = layer.matchAll(/(?:^|[{,\n-])\s*([\p{L}_][\p{L}\p{N}_ ]*?)\s*:(?=[\s{[]|$)/gu);
  return [...found].map((match) => {
    const from = match.index + match[0].indexOf(match[1]!);
    return { name: match[1]!, from, to: from + match[1]!.length };
  });
}
