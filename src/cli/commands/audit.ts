/** `layerledger audit`: which printed numbers are right, which are wrong, and what would give those. */
import { audit, publishedClaims, type Audit } from '../../audit/index.ts';
import type { ClaimsDocument } from '../../audit/document.ts';
import { UsageError } from '../../core/errors.ts';
import { publishedDocument, publishedNetworks } from '../../formats/published.ts';
import { auditText, summaryOf } from '../../report/audit.ts';
import { auditJson } from '../../report/audit-json.ts';
import { auditLatex, auditMarkdown } from '../../report/audit-tables.ts';
import { defineCommand, type Answer, type Io } from '../command.ts';
import { choice, flag } from '../option.ts';
import { lookOf } from '../paint.ts';
import { printOptions } from '../shared-options.ts';

export const command = defineCommand({
  name: 'audit',
  summary: 'which printed numbers are right, and what would give the wrong ones',
  operands: { usage: 'NETWORK | CLAIMS.yaml', least: 1, most: 1 },
  options: {
    format: choice(['text', 'markdown', 'latex', 'json'], 'text', 'how the answer is written'),
    strict: flag('exit with 1 where a claim is wrong'),
    ...printOptions,
  },
  details: [
    'A claims file holds what was printed, where, and how to count it; "layerledger schema claims" is its JSON Schema.',
    'Verdicts: exact, rounded, truncated, conditional (right under an assumption that the source does not state), wrong, undecided.',
  ],
  examples: [
    { command: 'layerledger audit alexnet', says: 'what the paper and others printed' },
    { command: 'layerledger audit claims.yaml --strict', says: 'your own claims, for CI' },
    { command: 'layerledger audit alexnet --format latex', says: 'for a review' },
  ],
  async answer([source], values, io): Promise<Answer> {
    const audits = await auditsOf(source!, io);
    const claims = audits.flatMap((each) => each.claims);
    const whole = { title: audits.map(({ title }) => title).join('; '), claims };
    const look = lookOf(values, io);
    const text = {
      text: () => auditText(whole, look),
      markdown: () => auditMarkdown(whole),
      latex: () => auditLatex(whole),
      json: () => `${JSON.stringify(auditJson(whole), undefined, 2)}\n`,
    }[values.format]();
    const isWrong = claims.some(({ verdict }) => verdict === 'wrong');
    const isOpen = claims.some(({ verdict }) => verdict === 'undecided');
    return {
      text,
      status: values.strict && isWrong ? 1 : isOpen ? 3 : 0,
      remarks: values.strict && isWrong ? [summaryOf(claims)] : [],
      file: values.output,
    };
  },
});

async function auditsOf(source: string, io: Io): Promise<readonly Audit[]> {
  const published = publishedName(source);
  const name = published ?? source;
  const file = publishedClaims(source);
  const built = file.length > 0 ? file : publishedClaims(name);
  if (built.length > 0)
    return built.map((each) => aboutOnly(each.name === name || each.name === source ? undefined : name, each.claims));
  if (published !== undefined) throw new UsageError(`no claim about ${name} is built in; write a claims file`);
  return [audit(undefined, await readFile(source, io))];
}

/** All claims of a file are audited together, since one row explains another; those about one network are shown. */
function aboutOnly(name: string | undefined, claims: ClaimsDocument): Audit {
  const { title, claims: all } = audit(undefined, claims);
  return { title, claims: name === undefined ? all : all.filter(({ network }) => network === name) };
}

async function readFile(source: string, io: Io): Promise<ClaimsDocument> {
  const { readClaims } = await import('../../audit/read.ts');
  if (source === '-') return readClaims(await (await io.readStdin()).text(), 'standard input');
  const { blobOfPath } = await import('../../node/open.ts');
  return readClaims(await (await blobOfPath(source)).text(), source);
}

/** The name that a built-in network has in the list, for any of its spellings. */
function publishedName(source: string): string | undefined {
  const title = publishedDocument(source)?.network;
  return publishedNetworks().find((network) => network.title === title)?.name;
}
