/**
 * Writes docs/operators.md from the table of operators: what each is, and what is counted of it or why it is free.
 * `npm run docs:operators`; a test holds that the page is up to date.
 */
import { writeFileSync } from 'node:fs';
import type { Operator } from '../src/core/operator.ts';
import { operators } from '../src/core/operators/index.ts';

/** What is said of each domain, in the order in which they stand on the page. */
const domains: Readonly<Record<string, readonly [title: string, source: string]>> = {
  '': ['ai.onnx', 'ONNX’s own operators: https://onnx.ai/onnx/operators/'],
  'ai.onnx.ml': ['ai.onnx.ml', 'Classical machine learning: https://onnx.ai/onnx/operators/'],
  'ai.onnx.preview': ['ai.onnx.preview', 'Operators that ONNX tries out.'],
  'ai.onnx.preview.training': ['ai.onnx.preview.training', 'Steps of training.'],
  layerledger: ['layerledger', 'What ONNX cannot say, for network files.'],
  'com.microsoft': ['com.microsoft', 'What ONNX Runtime adds: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md'],
  'com.microsoft.nchwc': ['com.microsoft.nchwc', 'What ONNX Runtime writes into optimised models: channels in blocks.'],
}; // prettier-ignore

/** The page as text. */
export function operatorsPage(): string {
  const others = [...new Set(operators.map(({ domain }) => domain))].filter((domain) => !(domain in domains));
  const sections = [...Object.keys(domains), ...others].map(sectionOf).filter((section) => section !== '');
  return [
    '# Operators',
    '',
    'Made by `npm run docs:operators` from the table in `src/core/operators`; do not edit.',
    '',
    `layerledger knows ${operators.length} operators. Of each it infers types, shapes and small tensors that shapes are computed from.`,
    'What else it knows of an operator is one of two things: what is counted, or why it is free. An operator that is not here is',
    'never a silent zero: its node is listed as uncounted, and totals then read "at least".',
    '',
    ...sections,
  ].join('\n');
}

function sectionOf(domain: string): string {
  const [title, source] = domains[domain] ?? [domain, ''];
  const own = operators.filter((operator) => operator.domain === domain);
  if (own.length === 0) return '';
  const rows = own.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(rowOf);
  return [
    `## ${title}`,
    '',
    `${source} ${own.length} of them.`.trim(),
    '',
    '| operator | what it is | counted |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function rowOf({ name, doc, free, counts }: Operator): string {
  return `| ${name} | ${cell(doc)} | ${free === undefined ? cell(counts) : `nothing: ${cell(free)}`} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) writeFileSync(new URL('../docs/operators.md', import.meta.url), operatorsPage());
