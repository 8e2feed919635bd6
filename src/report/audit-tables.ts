/** An audit as a table for a review report: Markdown and LaTeX. */
import { explanationSentences, placeOf, summaryOf, type ReportedAudit, type ReportedClaim } from './audit.ts';
import { escapeLatex } from './latex.ts';
import { escapeMarkdown } from './markdown.ts';

export function auditMarkdown({ title, claims }: ReportedAudit): string {
  const lines = [
    '| claim | printed | counted | verdict | why |',
    '| --- | ---: | ---: | --- | --- |',
    ...claims.map((claim) => `| ${rowOf(claim).map(escapeMarkdown).join(' | ')} |`),
  ];
  return `## ${escapeMarkdown(title)}\n\n${summaryOf(claims)}.\n\n${lines.join('\n')}\n`;
}

function rowOf(claim: ReportedClaim): readonly string[] {
  return [
    [`“${claim.quoted}”`, ...placeOf(claim)].join(', '),
    `${claim.text} ${claim.unit}`,
    countedText(claim),
    claim.verdict,
    whyText(claim),
  ];
}

function countedText({ computed }: ReportedClaim): string {
  if (computed === undefined) return '?';
  return computed.toLocaleString('en-US', { maximumSignificantDigits: Number.isInteger(computed) ? 21 : 5 });
}

function whyText(claim: ReportedClaim): string {
  const sentences = [claim.reason, ...explanationSentences(claim), ...(claim.note === undefined ? [] : [claim.note])];
  return sentences.map((sentence) => `${sentence[0]!.toUpperCase()}${sentence.slice(1).replace(/\.$/, '')}.`).join(' ');
}

/** A table over several pages; it needs the packages in its first line and nothing else. */
export function auditLatex({ title, claims }: ReportedAudit): string {
  const lines = [
    '% \\usepackage{booktabs, longtable, amsmath}',
    '\\begin{longtable}{p{0.24\\linewidth}rrlp{0.36\\linewidth}}',
    `  \\caption{${latexText(`${title}. ${summaryOf(claims)}.`)}}\\\\`,
    '  \\toprule',
    '  Claim & Printed & Counted & Verdict & Why \\\\',
    '  \\midrule',
    '  \\endhead',
    ...claims.map((claim) => `  ${rowOf(claim).map(latexText).join(' & ')} \\\\`),
    '  \\bottomrule',
    '\\end{longtable}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Signs that a document without further packages has no letters for are said with those that it has; a name has a bound. */
function latexText(sentence: string): string {
  const plain = sentence.replaceAll('·', '×').replaceAll('→', '->').replaceAll('“', '``').replaceAll('”', "''");
  return plain.split(' ').map(escapeLatex).join(' ');
}
