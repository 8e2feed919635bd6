/** Classes → Python lines. */
import { argumentTexts, type Construction } from '../construction.ts';
import { comment } from '../text.ts';
import { numbersOf, type Class, type Classes } from './classes.ts';
import type { Code, Declared } from './code.ts';

/** Columns of a line; longer calls are broken at their arguments. */
const width = 100;

export function classLines(
  { name, code, plan }: Class,
  classes: Classes,
  about: readonly string[] = [],
): readonly string[] {
  const parameters = plan.parameters.map((parameter) => `, ${parameter.name}`).join('');
  return [
    `class ${name}(nn.Module):`,
    ...about,
    `    def __init__(self${parameters}):`,
    '        super().__init__()',
    ...declaredLines(code, plan.texts, classes).flatMap((line) => broken(`        ${line}`)),
    '',
    `    def forward(self, ${code.params.join(', ')}):`,
    ...code.lines.map((line) => `        ${line}`),
  ];
}

/** `texts` has the text of every number of the block, in order. */
function declaredLines({ declared }: Code, texts: readonly string[], classes: Classes): readonly string[] {
  let at = 0;
  return declared.flatMap((entry) => {
    const count = entry.kind === 'block' ? numbersOf(entry.code).length : 0;
    const own = texts.slice(at, at + count);
    at += count;
    if (entry.kind === 'block') return [`self.${entry.name} = ${instanceText(entry.code, own, classes)}`];
    const take = (): string => texts[at++]!;
    const text = callText(entry.construction, take);
    const line =
      entry.kind === 'buffer' ? `self.register_buffer('${entry.name}', ${text})` : `self.${entry.name} = ${text}`;
    return [...remarkLines(entry), line, ...entry.ties];
  });
}

function remarkLines({ remark }: Extract<Declared, { kind: 'module' | 'buffer' }>): readonly string[] {
  return remark === undefined ? [] : comment(remark, width - 8);
}

function callText({ callee, args }: Construction, take: () => string): string {
  return `${callee}(${argumentTexts(args, take).join(', ')})`;
}

/** `Bottleneck(64, 256)`, or an nn.Sequential of such; equal neighbours are said once. */
function instanceText(code: Code, texts: readonly string[], classes: Classes): string {
  if (!code.isChain) {
    const { name, plan } = classes.classOf(code);
    return `${name}(${plan.parameters.map(({ name: parameter, slot }) => `${parameter}=${texts[slot]}`).join(', ')})`;
  }
  let at = 0;
  const parts = code.declared.map((entry) => {
    if (entry.kind !== 'block') return '';
    const count = numbersOf(entry.code).length;
    at += count;
    return instanceText(entry.code, texts.slice(at - count, at), classes);
  });
  return `nn.Sequential(${grouped(parts).join(', ')})`;
}

/** Three and more equal neighbours become a comprehension. */
function grouped(parts: readonly string[]): readonly string[] {
  const runs: { text: string; count: number }[] = [];
  for (const text of parts) {
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.flatMap(({ text, count }) =>
    count < 3 ? Array.from({ length: count }, () => text) : [`*[${text} for _ in range(${count})]`],
  );
}

/** A call that is too long has an argument a line. */
function broken(line: string): readonly string[] {
  const open = line.indexOf('(');
  if (
    line.length <= width ||
    open === -1 ||
    line.endsWith('()') ||
    !line.endsWith(')') ||
    line.trimStart().startsWith('#')
  )
    return [line];
  const indent = ' '.repeat(line.length - line.trimStart().length);
  const parts = topLevel(line.slice(open + 1, -1));
  return [line.slice(0, open + 1), ...parts.map((part) => `${indent}    ${part},`), `${indent})`];
}

/** Arguments apart at the commas that stand in no bracket. */
function topLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if ('([{'.includes(text[i]!)) depth++;
    if (')]}'.includes(text[i]!)) depth--;
    if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
