/** Markdown, CSV and LaTeX: their form, and that a hostile name stays a name. */
import { describe, expect, it } from 'vitest';
import { everyColumn } from '../../src/report/columns.ts';
import { csvOf } from '../../src/report/csv.ts';
import { comparisonLatex, escapeLatex, ledgerLatex } from '../../src/report/latex.ts';
import { ledgerTable } from '../../src/report/ledger-table.ts';
import { comparisonMarkdown, ledgerMarkdown } from '../../src/report/markdown.ts';
import { showLayers } from '../../src/report/view.ts';
import { alexNet, ledgerWithGap, smallLedger } from './networks.ts';

const columns = ['layer', 'output', 'units', 'weights', 'connections'];

describe('Markdown', () => {
  it('is a table with totals in bold', () => {
    const lines = ledgerMarkdown(alexNet, { columns }).split('\n');
    expect(lines).toContain('| layer | output | units | weights | connections |');
    expect(lines).toContain('| --- | --- | ---: | ---: | ---: |');
    expect(lines).toContain('| conv2 | 1 × 256 × 27 × 27 | 186,624 | 307,200 | 223,948,800 |');
    expect(lines).toContain('| **total** |  | **659,272** | **60,954,656** | **724,406,816** |');
    expect(lines).toContain('- parameters: **60,965,224**, every learned number, each counted once');
  });

  it('puts derivations into the cells', () => {
    expect(ledgerMarkdown(alexNet, { columns, derive: true })).toContain(
      '| 5 × 5 × 48 × 128 × 2 × 27 × 27 = 223,948,800 (two towers) |',
    );
  });

  it('makes no markup of a name', () => {
    const text = ledgerMarkdown(smallLedger('a|b`<img src=x>`[l](u)*_~@me #1 $x$\n# h'), { columns });
    const row = text.split('\n').find((line) => line.startsWith('| a'))!;
    const expected = ['a\\|b\\`\\<img src=x\\>\\`', '\\[l\\](u)\\*\\_\\~', '&#64;me &#35;1 \\$x\\$', '\\\\x0a# h'];
    expect(row).toContain(`| ${expected.join('')} | `);
  });

  it('lists what was not counted, and compares', () => {
    expect(ledgerMarkdown(ledgerWithGap(), { columns })).toContain(
      'Not counted, so that the totals are bounds from below:\n\n- mystery',
    );
    expect(comparisonMarkdown([alexNet])).toContain(
      '| AlexNet | 659,272 | 60,954,656 | 60,965,224 | 724,406,816 | 243,818,624 |',
    );
  });
});

describe('CSV', () => {
  const csv = (ledger = alexNet, names: readonly string[] = everyColumn): string =>
    csvOf([{ table: ledgerTable(ledger, { rows: showLayers(ledger).rows, columns: names }) }]);

  it('has a header and a row a layer, figures as programs read them', () => {
    const lines = csv(alexNet, columns).split('\r\n');
    expect(lines[0]).toBe('layer,output,units,weights,connections');
    expect(lines[2]).toBe('conv2,1x256x27x27,186624,307200,223948800');
    expect(lines).toHaveLength(1 + 8 + 1);
  });

  it('quotes as RFC 4180 says', () => {
    expect(csv(smallLedger('a "b", c'), ['layer'])).toBe('layer\r\n"a ""b"", c"\r\n');
  });

  it.each(['=cmd()', '+1', '-1', '@sum', '\tx', '\r=1'])('makes no formula of the name %j', (name) => {
    const cell = csv(smallLedger(name), ['layer']).slice('layer\r\n'.length);
    expect(cell).toMatch(/^"?'/);
  });

  it('makes no formula of an open size', () => {
    expect(csv(smallLedger('conv', '=cmd'), ['output'])).not.toMatch(/(^|,)=/m);
  });

  it('puts several networks under one header', () => {
    const table = ledgerTable(alexNet, { rows: alexNet.layers.slice(0, 1), columns: ['layer', 'units'] });
    expect(csvOf([{ table, label: 'a' }, { table, label: 'b' }])).toBe(
      'network,layer,units\r\na,conv1,290400\r\nb,conv1,290400\r\n',
    ); // prettier-ignore
  });
});

describe('LaTeX', () => {
  it('is a table in the style of booktabs', () => {
    const lines = ledgerLatex(alexNet, { columns }).split('\n').map((line) => line.trim()); // prettier-ignore
    expect(lines.slice(0, 3)).toEqual(['% \\usepackage{booktabs, amsmath}', '\\begin{table}', '\\centering']);
    expect(lines).toContain('\\begin{tabular}{llrrr}');
    expect(lines).toContain(
      'conv2 & $1 \\times 256 \\times 27 \\times 27$ & $186{,}624$ & $307{,}200$ & $223{,}948{,}800$ \\\\',
    );
    expect(lines).toContain('total &  & $659{,}272$ & $60{,}954{,}656$ & $724{,}406{,}816$ \\\\');
    expect(lines.filter((line) => /\\(top|mid|bottom)rule/.test(line))).toHaveLength(4);
  });

  it.each([
    ['plain', () => ledgerLatex(alexNet, { columns, derive: true })],
    ['with open sizes', () => ledgerLatex(smallLedger('conv', 'side_length'), { columns, derive: true })],
    ['with a hostile name', () => ledgerLatex(smallLedger('\\input{/etc/passwd}%$&#^_~{}[x]*"<|>\n中é'), { columns })],
    ['with a hostile open size', () => ledgerLatex(smallLedger('conv', '\\write18{rm}'), { columns, derive: true })],
    ['with gaps', () => ledgerLatex(ledgerWithGap(), { columns })],
    ['compared', () => comparisonLatex([alexNet, smallLedger('x')])],
  ])('holds nothing but known commands, in balance, %s', (_, write) => {
    const text = write();
    expect(commandsOf(text).filter((command) => !knownCommands.has(command))).toEqual([]);
    expect(isBalanced(text)).toBe(true);
    expect(text).not.toMatch(/[^\t\n\u0020-\u007e\u00c0-\u017f]/);
    const rows = text.split('\n').filter((line) => line.endsWith('\\\\'));
    expect(new Set(rows.map((row) => row.split(/(?<!\\)&/).length)).size).toBe(1);
    for (const row of rows) expect(row.trimStart()).not.toMatch(/^[[*]/); // would be an argument of the line's end before it
  });

  it('escapes every character that TeX treats', () => {
    expect(escapeLatex('\\a{b}$&#^_~%<>|"')).toBe(
      "\\textbackslash{}a\\{b\\}\\$\\&\\#\\textasciicircum{}\\_\\textasciitilde{}\\%\\textless{}\\textgreater{}\\textbar{}''",
    );
  });
});

const knownCommands = new Set(
  (
    'begin end centering caption toprule midrule bottomrule times cdot text frac left right lfloor rfloor lceil rceil dots ' +
    'textbackslash textasciicircum textasciitilde textless textgreater textbar'
  ).split(' '),
);

/** Names of commands; an escaped character is none. */
function commandsOf(text: string): readonly string[] {
  return [...text.replace(/^%.*$/gm, '').matchAll(/\\([A-Za-z]+|.)/gs)]
    .map(([, name]) => name!)
    .filter((name) => /^[A-Za-z]+$/.test(name));
}

/** Braces and dollars that are not escaped come in pairs, and no comment begins after the first line. */
function isBalanced(text: string): boolean {
  const bare = text.split('\n').slice(1).join('\n').replace(/\\./gs, '');
  let depth = 0;
  for (const character of bare) {
    if (character === '{') depth++;
    if (character === '}' && --depth < 0) return false;
  }
  return depth === 0 && bare.split('$').length % 2 === 1 && !bare.includes('%');
}
