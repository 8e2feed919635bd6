/** Explanations, audits, reductions, comparisons and exports: each is what the command answers. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { countNetwork } from '../../../src/core/count.ts';
import { readOnnx } from '../../../src/formats/onnx/read.ts';
import type { ClaimView, ExportFormat, ReduceRequest, View } from '../../../web/engine/protocol.ts';
import { openPublished as openBuiltIn } from '../../../src/formats/published.ts';
import { reducible } from '../../../src/reduce/reducible.ts';
import { askedOf } from '../../../web/engine/reduce.ts';
import { run, runJson } from '../../cli/run.ts';
import { engine } from './engine.ts';

const squeezenet = fileURLToPath(new URL('../../fixtures/onnx/tv_squeezenet1_1.ts.op11.onnx', import.meta.url));

const openPublished = (name: string): Promise<View> => engine.open({ kind: 'published', name });

describe('explain', () => {
  test('gives trees of factors, whose words tie them to the drawing', async () => {
    const { figures, roundings, sentences } = await engine.explain((await openPublished('alexnet')).id, 'conv2');
    const connections = figures.find(({ key }) => key === 'connections')!;
    expect(connections).toMatchObject({ title: 'connections', value: 223_948_800, derivation: { kind: 'product' } });
    expect(sentences).toContain('each of its filters reads the feature maps of its own tower only');
    expect(roundings).toEqual([]);
  });

  test('says what each rounding gives for 224', async () => {
    const text = await engine.textOf((await openPublished('alexnet')).id);
    const answer = await engine.turn(text, { layer: null, field: 'input', value: 224 }, 'alexnet');
    if (!('view' in answer)) throw new Error('224 is a network');
    const { roundings, sentences } = await engine.explain(answer.view.id, 'conv1');
    const sizes = roundings.map(({ axis, rounding, size }) => [axis, rounding.split(':')[0], size]);
    const ways = [['floor', 54], ['ceil', 55], ['padding same', 56]] as const; // prettier-ignore
    expect(sizes).toEqual(['height', 'width'].flatMap((axis) => ways.map((way) => [axis, ...way])));
    expect(sentences.join()).toContain('(224 − 11) / 4 + 1 = 54.25');
  });

  test('a layer that is not there is a sentence', async () => {
    const { id } = await openPublished('alexnet');
    await expect(engine.explain(id, 'conv9')).rejects.toThrow('AlexNet has no layer "conv9"');
  });
});

describe('audit and why', () => {
  test('alexnet', async () => {
    const views = await engine.audit((await openPublished('alexnet')).id);
    const { claims } = await runJson<{ claims: readonly ClaimView[] }>('audit alexnet');
    expect(views.map(({ layer: _layer, ...claim }) => claim)).toEqual(claims);
    expect(views.some(({ layer }) => layer === 'conv2')).toBe(true);
  });

  test('an edited network is held against the same claims', async () => {
    const text = await engine.textOf((await openPublished('alexnet')).id);
    const same = await engine.edit(`${text}\n# a remark\n`, 'alexnet');
    const verdicts = (claims: readonly ClaimView[]): unknown[] => claims.map(({ id, verdict }) => [id, verdict]);
    if (!('view' in same)) throw new Error('a remark changes nothing');
    const claims = await engine.audit(same.view.id);
    const published = await engine.audit((await openPublished('alexnet')).id);
    expect(verdicts(claims).length).toBeGreaterThan(30);
    expect(verdicts(published)).toEqual(expect.arrayContaining(verdicts(claims)));
  });

  test('a network about which nothing was said has no claims', async () => {
    const answer = await engine.edit('input: 3 x 8 x 8\nlayers: [{conv: 4, kernel: 3}]\n', 'mine');
    if ('view' in answer) expect(await engine.audit(answer.view.id)).toEqual([]);
  });

  test('a number', async () => {
    const { id } = await openPublished('alexnet');
    expect(await engine.why(id, '650k')).toEqual(await runJson('why alexnet 650k'));
    await expect(engine.why(id, 'many')).rejects.toMatchObject({ kind: 'usage' });
  });
});

const half: ReduceRequest = { weights: 0.5, connections: 0.5, objective: 'log', step: 8, exact: false };

describe('reduce', () => {
  test('takes every digit of a budget', () => {
    const subject = reducible(openBuiltIn('alexnet'));
    const budgetOf = (weights: number): number | undefined => askedOf(subject, { ...half, weights }).budgets?.weights;
    expect([budgetOf(0.333_333_33), budgetOf(1e-7), budgetOf(0.57)]).toEqual([20_318_218, 6, 34_744_153]);
  });

  test('is what the command finds, and the reduced network is open', async () => {
    const view = await engine.reduce((await openPublished('alexnet')).id, half);
    const printed = await runJson<Record<string, object>>('reduce alexnet --weights 50% --connections 50%');
    const { after, before, widths, objective } = view;
    expect({ after, before }).toEqual({ after: printed['after'], before: printed['before'] });
    const named = Object.fromEntries(widths.map(({ name, ...change }) => [name, change]));
    expect(named).toEqual(printed['widths']);
    expect({ ...objective, status: view.status }).toEqual(printed['objective']);
    expect(view.reduced!.ledger.totals).toMatchObject({ weights: after!.weights, connections: after!.connections });
    const { file, name } = await engine.reducedFile(view.reduced!.id);
    expect(name).toBe('AlexNet-reduced.yaml');
    const again = await engine.open({ kind: 'file', file, name });
    expect(again.ledger.totals).toEqual(view.reduced!.ledger.totals);
  });

  test('cuts the weights of an ONNX file, which reads back to the reduced ledger', async () => {
    const { id } = await engine.open({
      kind: 'file',
      file: new Blob([readFileSync(squeezenet)]),
      name: 'squeezenet.onnx',
    });
    const { reduced } = await engine.reduce(id, half);
    const { file, name } = await engine.reducedFile(reduced!.id);
    expect(name).toMatch(/-reduced\.onnx$/);
    const network = await readOnnx(file, { name });
    expect(countNetwork(network).totals.weights).toBe(reduced!.ledger.totals.weights);
  });

  test('stops with the best so far', async () => {
    const { id } = await openPublished('resnet50');
    const call = engine.reduce(id, { ...half, step: 1, exact: true });
    call.onProgress(() => call.cancel());
    const { status, reduced } = await call;
    expect(status).toBe('stopped');
    expect(reduced).not.toBeNull();
  });

  test('what does not fit says the least that there is', async () => {
    const { id } = await openPublished('alexnet');
    const { status, least, reduced } = await engine.reduce(id, { ...half, weights: 0.000001 });
    expect([status, reduced]).toEqual(['infeasible', null]);
    expect(least!.weights).toBeGreaterThan(0);
  });

  test('the curve falls as budgets grow, and can be stopped', async () => {
    const { id } = await openPublished('alexnet');
    let partial: unknown;
    const call = engine.pareto(id, half);
    call.onProgress((_, points) => {
      partial = points;
      if (Array.isArray(points) && points.length > 2) call.cancel();
    });
    const points = await call;
    expect(points.length).toBeGreaterThan(0);
    expect(points.length).toBeLessThan(81);
    expect(points[0]).toEqual({ weightsShare: expect.any(Number), connectionsShare: expect.any(Number), price: points[0]!.price }); // prettier-ignore
    expect(partial).toEqual(expect.any(Array));
  });
});

test('diff matches by structure', async () => {
  const [before, after] = [await openPublished('alexnet'), await openPublished('caffenet')];
  const { rows, counts } = await engine.diff(before.id, after.id);
  expect(rows.find(({ before }) => before === 'conv1')).toMatchObject({ after: 'conv1', weights: 0 });
  expect(counts.same + counts.changed + counts.added + counts.removed).toBe(rows.length);
  const open = await openPublished('gpt2');
  const { totals } = await engine.diff(open.id, before.id);
  expect(totals.connections).toMatch(/^-.*\*seq/);
  expect(totals.weights).toBe(Number(before.ledger.totals.weights) - Number(open.ledger.totals.weights));
});

test.each([
  ['json', 'count alexnet --layers all --format json'],
  ['csv', 'count alexnet --layers all --format csv'],
  ['markdown', 'count alexnet --format markdown'],
  ['latex', 'count alexnet --format latex'],
  ['pytorch', 'export alexnet --to pytorch'],
] as const)('writes %s as "layerledger %s"', async (format: ExportFormat, command) => {
  const { stdout, stderr } = await run(command);
  expect(stdout, stderr).not.toBe('');
  expect(await engine.write((await openPublished('alexnet')).id, format)).toBe(stdout);
});

test('an ONNX file has a network file that counts the same', async () => {
  const view = await engine.open({ kind: 'file', file: new Blob([readFileSync(squeezenet)]), name: 'squeezenet.onnx' });
  const text = await engine.textOf(view.id);
  const again = await engine.edit(text, 'squeezenet');
  expect(again).toMatchObject({ view: { ledger: { totals: view.ledger.totals } } });
  const layer = view.ledger.layers.find(({ operator }) => operator === 'Conv')!.name;
  expect(await engine.knobs(text, layer)).toContainEqual(expect.objectContaining({ field: 'filters', value: 64 }));
});
