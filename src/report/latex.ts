/** The ledger as a LaTeX table in the style of booktabs. */
import { equation, latex, withSeparators, type Notation } from '../core/derivation.ts';
import type { Counted } from './counted.ts';
import { formatSize, type Size } from '../core/size.ts';
import { comparisonTable } from './comparison.ts';
import { headOf } from './heading.ts';
import { ledgerTable } from './ledger-table.ts';
import { printable } from '../core/printable.ts';
import { writeCell, type Cell, type CellWriter, type Table } from './table.ts';
import type { TextOptions } from './text.ts';
import { showLayers } from './view.ts';

type LatexOptions = Pick<TextOptions, 'view' | 'columns' | 'derive'>;

export function ledgerLatex(ledger: Counted, { view = {}, columns, derive = false }: LatexOptions): string {
  const { rows } = showLayers(ledger, view);
  const { title, inputs } = headOf(ledger);
  const bound = ledger.uncounted.length > 0 ? '; totals are bounds from below' : '';
  return latexTable(ledgerTable(ledger, { rows, columns, derive }), `${title}, ${inputs}${bound}.`);
}

export function comparisonLatex(ledgers: readonly Counted[]): string {
  return latexTable(comparisonTable(ledgers), 'Networks compared.');
}

/** A float that needs the packages in its first line and nothing else. */
export function latexTable({ headings, rows, total }: Table, caption: string): string {
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`;
  const write = (row: readonly Cell[]): readonly string[] => row.map((cell) => writeCell(cell, writer));
  const lines = [
    '% \\usepackage{booktabs, amsmath}',
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\begin{tabular}{${headings.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    '    \\toprule',
    line(headings.map(({ title }) => escapeLatex(title))),
    '    \\midrule',
    ...rows.map((row) => line(write(row))),
    ...(total ? ['    \\midrule', line(write(total))] : []),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
  ];
  return `${lines.join('\n')}\n`;
}

/** The core's notation, with names of open sizes, which come from files, made harmless. */
const safeLatex: Notation = {
  ...latex,
  number: mathSize,
  remark: (text) => `\\ \\text{(${escapeLatex(text)})}`,
};

const writer: CellWriter = {
  text: (text) => escapeLatex(printable(text)),
  size: (size) => `$${mathSize(size)}$`,
  equation: (derivation) => `$${equation(derivation, safeLatex)}$`,
  shape: (shape) => (shape.length === 0 ? 'scalar' : `$${shape.map(mathSize).join(' \\times ')}$`),
  share: (share) => `${(100 * share).toFixed(1)}\\,\\%`,
  bar: (share) => `${(100 * share).toFixed(1)}\\,\\%`,
};

/** `105{,}415{,}200`; in a polynomial names stand in text, so that nothing in them is a command. */
function mathSize(size: Size): string {
  if (typeof size !== 'object') return withSeparators(size).replaceAll(',', '{,}');
  return formatSize(size).replace(/\d+(?![\w.])|[^\d+\-*^()/, ]+\w*|[*]/gu, (part) =>
    part === '*' ? ' \\cdot ' : /^\d+$/.test(part) ? part : `\\text{${escapeLatex(part)}}`,
  );
}

/** LaTeX's special characters, brackets and stars (which a line's end takes for its argument), and those that a document in UTF-8 without further packages can set. */
const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '#': '\\#', '^': '\\textasciicircum{}',
  _: '\\_', '~': '\\textasciitilde{}', '%': '\\%', '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}',
  '[': '{[}', ']': '{]}', '*': '{*}', '"': "''", '×': '$\\times$', '⌊': '$\\lfloor$', '⌋': '$\\rfloor$', '⌈': '$\\lceil$', '⌉': '$\\rceil$', '−': '$-$', '→': '$\\to$', Δ: '$\\Delta$',
  '…': '\\dots{}', '’': "'", '–': '--',
}; // prettier-ignore

/** Other characters beyond Latin are written as their code, `[U+4E2D]`: a standard document has no letters for them. */
export function escapeLatex(text: string): string {
  return printable(text).replace(/[^\w .,;:!?'()+/=@\-`]|_/gu, (character) => {
    const command = commands[character];
    if (command !== undefined) return command;
    const code = character.codePointAt(0)!;
    return code >= 0xc0 && code <= 0x17f ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}
