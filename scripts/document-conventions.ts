/**
 * Writes docs/conventions.md from the tables of conventions and from what they count on the models of test/fixtures/peers.
 * Run it with `node scripts/document-conventions.ts` after changing a convention; a test says when it was forgotten.
 */
import { writeFileSync } from 'node:fs';
import { withSeparators } from '../src/core/derivation.ts';
import { conventions, conventionOf, totalOf, type Convention } from '../src/conventions/index.ts';
import { adjustments } from '../src/conventions/published/readings.ts';
import { scopes } from '../src/conventions/published/scopes.ts';
import { exceptions } from '../test/conventions/exceptions.ts';
import { cases, ledgerOfCase, printed, pythonOf } from '../test/conventions/peers.ts';

const target = new URL('../docs/conventions.md', import.meta.url);

export async function documentConventions(): Promise<string> {
  const { singles, networks } = await countCases();
  return `${[
    head,
    table(['convention', 'unit', 'rules read in'], conventions.map(({ name, unit, source }) => [code(name), unit, source])),
    ...conventions.map(sectionOf),
    '## Published counts\n\n' + published,
    table(
      ['a count of', 'may be', 'counted so by'],
      [
        ...adjustments.map(({ quantity, words, source = '' }) => [quantity, words, source]),
        ...scopes.map(({ words }) => ['all of them', words, '']),
      ],
    ),
    '## One layer, every convention\n\nTotals that the tools printed, and that layerledger gives from the exported file.',
    table(['layer', ...conventions.map(({ name }) => code(name))], singles),
    '## Networks, every convention',
    table(['network', ...conventions.map(({ name }) => code(name))], networks),
    '## Cells that no file can give\n\n' + beyond,
    table(
      ['layer', 'convention', 'printed', 'from the file', 'because'],
      exceptions.map(({ case: name, convention, computed, reason }) => [
        code(pythonOf(name)), code(convention), separated(printed(name, convention)), separated(computed), reason,
      ]),
    ),
  ].join('\n\n')}\n`;
} // prettier-ignore

const head = `<!-- Made by scripts/document-conventions.ts; change the tables in src/conventions. -->

# Conventions

A convention says what a source means by its cost and by its parameters. \`layerledger count NETWORK --convention NAME\` prints
what that source would print; \`layerledger compare NETWORK --conventions A,B\` leads from one total to the other, item by item.
A tool's convention carries the version that was read and run. Where a tool is wrong, layerledger is wrong with it and says so.`;

const published = `What papers print is the textbook's figure with adjustments. \`why\` and \`audit\` try them together, up to four at a time,
one of each kind.`;

const beyond = `A file does not hold how the Python was written. These cells of test/fixtures/peers/totals.tsv come out otherwise:`;

function sectionOf({ name, notes, deviations }: Convention): string {
  const faults = deviations.map(({ what, says }) => `- ${what}: ${says}`);
  return [
    `## ${code(name)}`,
    ...(notes.length > 0 ? [`Taken for granted:\n\n${notes.map((note) => `- ${note}`).join('\n')}`] : []),
    ...(faults.length > 0 ? [`Labelled deviations:\n\n${faults.join('\n')}`] : []),
  ].join('\n\n');
}

async function countCases(): Promise<{
  readonly singles: readonly string[][];
  readonly networks: readonly string[][];
}> {
  const singles: string[][] = [];
  const networks: string[][] = [];
  for (const name of cases) {
    const ledger = await ledgerOfCase(name);
    const totals = conventions.map((convention) => {
      const isExcepted = exceptions.some((each) => each.case === name && each.convention === convention.name);
      return withSeparators(totalOf(conventionOf(convention.name).cost(ledger))) + (isExcepted ? ' (see below)' : '');
    });
    const isNetwork = name.startsWith('tv.') || name.startsWith('alexnet');
    (isNetwork ? networks : singles).push([code(isNetwork ? name : pythonOf(name)), ...totals]);
  }
  return { singles, networks };
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function separated(digits: string): string {
  return withSeparators(Number(digits));
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href)
  writeFileSync(target, await documentConventions());
