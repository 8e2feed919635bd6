/** An audit as a table for a review report: Markdown and LaTeX. */
import { explanationSentences, placeOf, summaryOf, type ReportedAudit, type ReportedClaim } from './audit.ts';
import { escapeLatex } from './latex.ts';
import { markdownTable } from './markdown.ts';
import { text, type Table } from './table.ts';

export function auditMarkdown(audit: ReportedAudit): string {
  const [title, , ...rows] = markdownTable({ headings: [heading('title')], rows: [[text(audit.title)]] });
  const name = (rows[0] ?? title!).replace(/^\| | \|$/g, '');
  return `## ${name}\n\n${summaryOf(audit.claims)}.\n\n${markdownTable(auditTable(audit.claims)).join('\n')}\n`;
}

function heading(title: string): Table['headings'][number] {
  return { key: title, title, align: 'left', leaves: 0 };
}

function auditTable(claims: readonly ReportedClaim[]): Table {
  return {
    headings: ['claim', 'printed', 'counted', 'verdict', 'why'].map(heading),
    rows: claims.map((claim) => [
      text([`“${claim.quoted}”`, ...placeOf(claim)].join(', ')),
      text(`${claim.text} ${claim.unit}`),
      text(countedText(claim)),
      text(claim.verdict),
      text(whyText(claim)),
    ]),
  };
}

function countedText({ computed }: ReportedClaim): string {
  if (computed === undefined) return '?';
  return computed.toLocaleString('en-US', { maximumSignificantDigits: Number.isInteger(computed) ? 21 : 5 });
}

function whyText(claim: ReportedClaim): string {
  const sentences = [claim.reason, ...explanationSentences(claim), ...(claim.note === undefined ? [] : [claim.note])];
  return sentences.map((sentence) => sentence.replace(/\.$/, '')).join('. ');
}

/** A table over several pages; it needs the packages in its first line and nothing else. */
export function auditLatex({ title, claims }: ReportedAudit): string {
  const cells = (claim: ReportedClaim): readonly string[] => [
    `${claim.text} ${claim.unit}: “${claim.quoted}”, ${placeOf(claim).join(', ')}`,
    countedText(claim),
    claim.verdict,
    whyText(claim),
  ];
  const lines = [
    '% \\usepackage{booktabs, longtable, amsmath}',
    '\\begin{longtable}{p{0.3\\linewidth}rlp{0.4\\linewidth}}',
    `  \\caption{${latexText(`${title}. ${summaryOf(claims)}.`)}}\\\\`,
    '  \\toprule',
    '  Claim & Counted & Verdict & Why \\\\',
    '  \\midrule',
    '  \\endhead',
    ...claims.map((claim) => `  ${cells(claim).map(latexText).join(' & ')} \\\\`),
    '  \\bottomrule',
    '\\end{longtable}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Signs that a document without further packages has no letters for are said with those that it has. */
function latexText(sentence: string): string {
  return escapeLatex(sentence.replaceAll('·', '×').replaceAll('→', '->').replaceAll('“', '``').replaceAll('”', "''"));
}
