/** Which rows are shown: sorted, cut, summed by block. */
import { expect, it } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import { columnNames, columnOf } from '../../src/report/columns.ts';
import { showLayers, sumByBlock } from '../../src/report/view.ts';
import { alexNet } from './networks.ts';

const blocks = (() => {
  const b = buildNetwork('blocks');
  let x = b.input('x', [1, 4]);
  for (const path of [['stem'], ['body', 'a', 'left'], ['body', 'a', 'right'], ['body', 'b'], ['head']]) {
    const w = b.tensor(`w ${path.join('/')}`, { type: 'float32', shape: [4, 4] });
    x = b.node('MatMul', [x, w], { name: path.join('/'), path })[0]!;
  }
  b.output(x);
  return countNetwork(b.finish());
})();

const names = (view: Parameters<typeof showLayers>[1], ledger = alexNet): readonly string[] =>
  showLayers(ledger, view).rows.map(({ name }) => name);

it('hides layers without weights', () => {
  expect(names({})).toEqual(['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'fc1', 'fc2', 'output']);
  expect(names({ layers: 'all' })).toContain('pool1');
  expect(showLayers(alexNet).hidden.map(({ name }) => name)).toContain('norm1');
});

it('sorts figures from the largest and words by the alphabet', () => {
  expect(names({ sort: 'connections', top: 3 })).toEqual(['conv2', 'conv3', 'conv4']);
  expect(names({ sort: 'weights', top: 2 })).toEqual(['fc1', 'fc2']);
  expect(names({ sort: 'layer', top: 2 })).toEqual(['conv1', 'conv2']);
  for (const name of columnNames) expect(names({ sort: name })).toHaveLength(8);
});

it('sums by block', () => {
  const rows = showLayers(blocks, { depth: 1 }).rows;
  expect(rows.map(({ name, weights, operator }) => [name, weights, operator])).toEqual([
    ['stem', 16, 'MatMul'],
    ['body', 48, '3 layers'],
    ['head', 16, 'MatMul'],
  ]);
  expect(names({ depth: 2 }, blocks)).toEqual(['stem', 'body/a', 'body.b', 'head']);
  expect(sumByBlock(blocks.layers, 9)).toEqual(blocks.layers);
});

it('has every column that it names', () => {
  for (const name of columnNames) expect(columnOf(name)?.meaning).toBeTruthy();
});
