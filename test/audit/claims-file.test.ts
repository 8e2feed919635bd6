/** Claims files: what they may say, and what is said of a fault, with line and column. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/index.ts';
import { readClaims } from '../../src/audit/read.ts';
import { openPublished } from '../../src/formats/published.ts';

const head = 'title: A review\nnetwork: alexnet\nsources:\n  paper: A paper, 2020.\nclaims:\n';

function verdictOf(lines: string): string {
  const text = `title: t\nclaims:\n  - {id: a, quoted: q, unit: parameters, ${lines}}\n`;
  return audit(undefined, readClaims(text, 'c.yaml')).claims[0]!.verdict;
}

describe('subjects', () => {
  test.each([
    ['printed: 156, value: 6 * (5 * 5 + 1)', 'exact'],
    ['printed: 81%, value: 100 * (49 / 27 - 1)', 'rounded'],
    ['printed: 2.4, terms: {table: 1000 * 2, rest: 371}, value: (table + rest) / 1000', 'rounded'],
    ['printed: 7, sizes: {C: 3, twice: 2 * C}, value: twice + 1', 'exact'],
    ['printed: 100%, terms: {a: 94.86, b: 3.09, c: 1.87, d: 0.18}, step: 0.01', 'exact'],
    ['printed: "34,848", step: 1, network: alexnet, layers: conv1, value: weights', 'exact'],
    ['printed: 2.0M, network: alexnet, layers: "conv*", except: conv2, value: weights', 'rounded'],
    ['printed: "60,965,224", step: 1, network: alexnet, value: parameters', 'exact'],
    ['printed: 20, relation: at most, value: 19', 'exact'],
    ['printed: 20, relation: at least, value: 19', 'wrong'],
    ['printed: 315, sizes: {N: 175, D: 300}, value: 6 * N * D / 1000', 'exact'],
  ])('%s: %s', (lines, verdict) => {
    expect(verdictOf(lines)).toBe(verdict);
  });

  test('a network of the file’s own, and one that the caller gives', () => {
    const text = `${head.replace('alexnet', 'mine')}  - {id: a, quoted: q, printed: 10, step: 1, unit: weights, value: weights}
networks:
  mine: {input: 5 x 1 x 1, layers: [{fully connected: 2}]}
`;
    expect(audit(undefined, readClaims(text, 'c.yaml')).claims[0]!.verdict).toBe('exact');
    const given = readClaims(
      'title: t\nclaims:\n  - {id: a, quoted: q, printed: 60.97M, unit: parameters, value: parameters}\n',
      'c.yaml',
    );
    expect(audit(openPublished('alexnet'), given).claims[0]!.verdict).toBe('rounded');
  });

  test('an open size leaves a claim undecided', () => {
    const text = `title: t\nclaims:\n  - {id: a, quoted: q, printed: 10, unit: MACs, network: mine, value: connections}
networks:
  mine: {input: 5 x L x 1, layers: [{conv: 2, kernel: 1}]}
`;
    expect(audit(undefined, readClaims(text, 'c.yaml')).claims[0]).toMatchObject({
      verdict: 'undecided',
      computed: undefined,
    });
    const bound = text.replace('network: mine', 'network: mine, bind: {L: 3}').replace('printed: 10', 'printed: 30');
    expect(audit(undefined, readClaims(bound, 'c.yaml')).claims[0]).toMatchObject({ verdict: 'exact', computed: 30 });
  });
});

describe('faults', () => {
  const base = '{id: a, quoted: q, printed: 3, unit: weights, value: weights}';
  test.each([
    [`${head}  - ${base.replace('printed', 'pritned')}`, /^c\.yaml:6:\d+: .*pritned|printed/],
    [`${head}  - ${base.replace('3', 'many')}`, /^c\.yaml:6:\d+: "many" is no number/],
    [
      `${head}  - ${base.replace('id: a', 'id: a, source: papre')}`,
      /^c\.yaml:6:\d+: no source is named "papre"; did you mean "?paper/,
    ],
    [`${head}  - ${base}\n  - ${base}`, /^c\.yaml:7:\d+: a second claim has the id "a"/],
    [
      `${head}  - {id: a, quoted: q, printed: 3, unit: weights}`,
      /^c\.yaml:6:\d+: claim "a" says neither a value nor terms/,
    ],
    [`${head}  - ${base.replace('value: weights', 'value: 2 * (weights')}`, /^c\.yaml:6:\d+: .*expected "\)"/],
    [`${head}  - ${base}\nnetworks: {x: {input: 3 x 4 x 4, layers: [{cnov: 3}]}}`, /^c\.yaml:7:\d+: .*cnov/],
    [`title: t\nclaims: []`, /^c\.yaml:2:\d+: claims: /],
  ])('%s', (text, message) => {
    expect(() => readClaims(text, 'c.yaml')).toThrow(message);
  });

  test.each([
    ['network: alexnte', 'no network is named "alexnte"'],
    ['network: alexnet, layers: conv77', 'AlexNet has no layer "conv77"'],
    ['value: wheights', 'nothing is named "wheights"'],
    ['sizes: {a: a + 1}, value: a', 'size "a" is defined by itself'],
  ])('%s: %s', (fields, message) => {
    const value = fields.includes('value:') ? '' : ', value: weights';
    const claims = readClaims(
      `title: t\nclaims:\n  - {id: a, quoted: q, printed: 3, unit: u, ${fields}${value}}\n`,
      'c.yaml',
    );
    expect(() => audit(undefined, claims)).toThrow(message.replace('AlexNet has', 'has'));
  });
});

describe('docs/claims-file.md', () => {
  const page = readFileSync(new URL('../../docs/claims-file.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]!);

  test.each([
    [0, ['rounded', 'exact']],
    [1, ['exact', 'rounded', 'exact', 'wrong']],
  ])('example %i', (i, verdicts) => {
    const { claims } = audit(undefined, readClaims(examples[i]!, 'docs/claims-file.md'));
    expect(claims.map(({ verdict }) => verdict)).toEqual(verdicts);
    for (const { verdict, explanations } of claims) expect(verdict === 'wrong').toBe(explanations.length > 0);
  });
});
