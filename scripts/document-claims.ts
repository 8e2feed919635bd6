/**
 * Writes docs/claims.md, the gallery of wrong numbers, from an audit of all built-in claims. Run it with
 * `node scripts/document-claims.ts` after changing a claim; a test says when it was forgotten.
 */
import { writeFileSync } from 'node:fs';
import { allPublishedClaims, audit, type Audit, type AuditedClaim } from '../src/audit/index.ts';
import { explanationSentences, placeOf } from '../src/report/audit.ts';
import { escapeMarkdown } from '../src/report/markdown.ts';

const target = new URL('../docs/claims.md', import.meta.url);

export interface NamedAudit extends Audit {
  readonly name: string;
}

export function auditAll(): readonly NamedAudit[] {
  return allPublishedClaims().map(({ name, claims }) => ({ name, ...audit(undefined, claims) }));
}

/** The text of the page. */
export function documentClaims(audits: readonly NamedAudit[]): string {
  const all = audits.flatMap(({ claims }) => claims);
  const count = (verdict: string, among: readonly AuditedClaim[] = all): number =>
    among.filter((claim) => claim.verdict === verdict).length;
  const wrong = all.filter(({ verdict }) => verdict === 'wrong');
  const found = wrong.filter(({ explanations }) => (explanations[0]?.chance ?? 1) < 0.1);
  const totals: Readonly<Record<string, number>> = { total: all.length, wrong: wrong.length, found: found.length };
  const summary = audits.map(({ name, claims }) => {
    const counts = verdicts.map((verdict) => count(verdict, claims) || '');
    return `| \`${name}\` | ${claims.length} | ${counts.join(' | ')} |`;
  });
  const gallery = audits.flatMap(({ title, claims }) => {
    const shown = claims.filter(({ verdict }) => verdict === 'wrong' || verdict === 'conditional');
    return shown.length === 0 ? [] : [`## ${escapeMarkdown(title)}`, ...shown.map(entryOf)];
  });
  const page = [head, tableHead + summary.join('\n'), meaning, ...gallery].join('\n\n');
  return `${page.replaceAll(/\{(total|wrong|found)\}/g, (_, name: string) => String(totals[name]))}\n`;
}

const verdicts = ['exact', 'rounded', 'truncated', 'conditional', 'wrong'];

const head = `# Claims: the gallery of wrong numbers

Made by scripts/document-claims.ts from networks/claims/; change those.

{total} printed numbers about published networks, each held against what layerledger counts. \`layerledger audit NAME\` prints
those of one file with the reason for each verdict; below stand the wrong and the conditional ones. For {found} of the {wrong} wrong
numbers a single change was found that gives them and is hardly an accident (in fewer than 1 of 10 searches of that size).`;

const tableHead = `| claims | all | ${verdicts.join(' | ')} |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n`;

const meaning = `*Reproduced by* says which single change of assumption gives the printed number, the likeliest first, and how often a search
that tries as much would hit it by accident. It is no proof of what the authors did. Numbers that are quoted from memory are
marked; hold them against the source before naming anybody.`;

function entryOf(claim: AuditedClaim): string {
  const sentences = [
    claim.reason,
    ...explanationSentences(claim).slice(0, 3),
    ...(claim.note === undefined ? [] : [claim.note]),
  ];
  const about = [`“${claim.quoted}”`, ...placeOf(claim)].join(', ');
  const convention = claim.convention === undefined ? [] : [`Counted: ${claim.convention}`];
  return [
    `**${escapeMarkdown(`${claim.text} ${claim.unit}`)}**: ${claim.verdict}. ${escapeMarkdown(about)}`,
    '',
    ...[...convention, ...sentences].map((sentence) => `- ${escapeMarkdown(sentence)}`),
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href)
  writeFileSync(target, documentClaims(auditAll()));
