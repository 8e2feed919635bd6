/** How wide a text is on a terminal, and bringing it to a width. */

/** Letters of the West, punctuation, arrows, operators, boxes: what nearly every text is made of, known without a long look. */
const narrow = /^[\x20-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2308-\u230b\u2500-\u25fc]*$/;

/** Marks that are drawn over the character before them, and joiners that are not drawn. */
const unseen = /^(?:\p{Mn}|\p{Me}|[\u200b-\u200d\u2060])$/u;

/** Wide and full-width characters (Unicode Standard Annex 11): East Asian scripts, their punctuation, emoji. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;

/** Columns that a text takes: most characters one, some two, some none. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function widthOf(character: string): number {
  return unseen.test(character) ? 0 : wide.test(character) ? 2 : 1;
}

export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(width - displayWidth(text), 0));
  return align === 'left' ? text + space : space + text;
}

/** The text, or its beginning and its end around an ellipsis: names of layers differ at both ends. */
export function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = Array.from(text);
  const head = take(characters, Math.ceil((width - 1) / 2));
  const tail = take(characters.toReversed(), Math.floor((width - 1) / 2));
  return `${head.join('')}…${tail.toReversed().join('')}`;
}

/** As many characters as fit. */
function take(characters: readonly string[], width: number): readonly string[] {
  let used = 0;
  const end = characters.findIndex((character) => (used += widthOf(character)) > width);
  return end === -1 ? characters : characters.slice(0, end);
}

/** Breaks a sentence at spaces into lines of at most `width`; those after the first begin with `indent`. */
export function fold(sentence: string, width: number | undefined, indent: string): readonly string[] {
  if (width === undefined || displayWidth(sentence) <= width) return [sentence];
  const margin = indent.slice(0, Math.floor(width / 4));
  const lines: string[] = [];
  let rest = sentence;
  while (displayWidth(rest) > width) {
    const end = rest.lastIndexOf(' ', lengthOf(rest, width));
    if (end <= margin.length || rest.slice(0, end).trim() === '') break; // one long word: it stays whole
    lines.push(rest.slice(0, end));
    rest = margin + rest.slice(end + 1);
  }
  return [...lines, rest];
}

/** How many code units of the text fit into `width`. */
function lengthOf(text: string, width: number): number {
  return take(Array.from(text), width).join('').length;
}
