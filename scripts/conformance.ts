/**
 * The conformance report: inference against ONNX's own node tests and against executed networks, totals against PyTorch's.
 * `npm run conformance` prints it and writes it into docs/accuracy.md, between the two marks there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { judgeNodeTests } from '../test/conformance/onnx-node.ts';
import { judgeShapes } from '../test/conformance/shapes.ts';
import { judgeTotals } from '../test/conformance/totals.ts';
import { measuredShapes, truths } from '../test/conformance/truth.ts';

const page = new URL('../docs/accuracy.md', import.meta.url);
const [begin, end] = ['<!-- conformance -->', '<!-- end of conformance -->'];

const report = [await nodeTests(), await shapes(), await totals()].join('\n\n');
process.stdout.write(`${report}\n`);
const text = readFileSync(page, 'utf8');
writeFileSync(
  page,
  text.slice(0, text.indexOf(begin) + begin.length) + `\n\n${report}\n\n` + text.slice(text.indexOf(end)),
);

async function nodeTests(): Promise<string> {
  const judged = await judgeNodeTests();
  const having = (verdict: string): number => judged.filter((one) => one.verdict === verdict).length;
  const determined = having('determined');
  return [
    '### ONNX’s own node tests',
    '',
    '| cases | fully determined | open axes that depend on data, named | not inferred | wrong |',
    '|---|---|---|---|---|',
    `| ${judged.length} | ${determined} (${percent(determined, judged.length)}) | ${having('open')} | ${having('unknown')} | ${having('wrong')} |`,
    '',
    `Not inferred: ${
      judged
        .filter(({ verdict }) => verdict === 'unknown')
        .map(({ name }) => `\`${name}\``)
        .join(', ') || 'none'
    }.`,
  ].join('\n');
}

async function shapes(): Promise<string> {
  const executed = [...truths()].flatMap(({ file, bytes }) => {
    const measured = measuredShapes(file);
    return measured ? [{ file, bytes, measured }] : [];
  });
  const judged = await Promise.all(executed.map(({ file, bytes, measured }) => judgeShapes(file, bytes, measured)));
  const sum = (count: (one: (typeof judged)[number]) => number): number =>
    judged.reduce((total, one) => total + count(one), 0);
  const [values, right] = [sum((one) => one.values), sum((one) => one.right)];
  const whole = judged.filter((one) => one.right === one.values).length;
  return [
    '### Executed shapes',
    '',
    '| exports run in ONNX Runtime | every shape right | values | right | open axes that depend on data, named | unknown | wrong |',
    '|---|---|---|---|---|---|---|',
    `| ${judged.length} | ${whole} | ${values} | ${right} (${percent(right, values)}) | ${sum((one) => one.open.length)} | ${sum((one) => one.unknown.length)} | ${sum((one) => one.wrong.length)} |`,
    '',
    `With open axes: ${
      judged
        .filter((one) => one.open.length > 0)
        .map(({ file }) => `\`${file}\``)
        .join(', ') || 'none'
    }.`,
  ].join('\n');
}

async function totals(): Promise<string> {
  const judged = await Promise.all([...truths()].map(judgeTotals));
  const equal = judged.filter(({ verdict }) => verdict === 'equal').length;
  const others = judged.filter(({ verdict }) => verdict !== 'equal');
  return [
    '### Totals',
    '',
    `Of ${judged.length} exports, ${equal} have exactly PyTorch’s multiply-accumulates and weights. The others:`,
    '',
    '| export | connections | weights | why |',
    '|---|---|---|---|',
    ...others.map(
      ({ file, connections, weights, verdict, why }) =>
        `| \`${file}\` | ${connections} | ${weights} | ${verdict === 'fact' ? why : `WRONG: ${why}`} |`,
    ),
  ].join('\n');
}

function percent(part: number, all: number): string {
  return `${((100 * part) / all).toFixed(2)} %`;
}
