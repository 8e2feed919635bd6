/** Names that try to become code, and networks that have no translation. */
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../src/core/build.ts';
import { UnsupportedError } from '../../src/core/errors.ts';
import type { Network } from '../../src/core/network.ts';
import { symbol } from '../../src/core/size.ts';
import { exportKeras } from '../../src/export/keras/write.ts';
import { exportPytorch } from '../../src/export/pytorch/write.ts';
import { comment, identifier, quoted } from '../../src/export/text.ts';
import { hasPython, runSources } from './python.ts';

const hostile = [
  'class', 'forward', 'training', 'self', 'x', 'F', 'None', '__class__', '', ' ', '1', '9conv', 'a b', "a'b", 'a"b', 'a\\', 'a\nimport os', 'a\r\nb',
  "'); import os; os.system('x'); ('", '"""', '# comment', 'конв', 'conv\u0000', '\u2028', 'ﬁ', 'Ünïcode', '{}', '%s', 'x'.repeat(500), 'a.b', '../..',
]; // prettier-ignore

/** A chain of convolutions with these names, as layers, as blocks and as the network's own. */
function networkNamed(name: string, names: readonly string[]): Network {
  const builder = buildNetwork(name, { source: `${name}\n"""\nimport os` });
  builder.note(`${name}\nimport os`);
  let value = builder.input(name === '' ? 'x' : name, [symbol('batch'), 3, 8, 8]);
  names.forEach((own, i) => {
    const weight = builder.tensor(`${own}.w${i}`, { type: 'float32', shape: [3, 3, 1, 1] });
    const scale = builder.tensor(`${own}.s${i}`, { type: 'float32', shape: [3, 1, 1] });
    [value = ''] = builder.node('Conv', [value, weight], { name: `${own} ${i}`, path: [own, 'c', own] });
    [value = ''] = builder.node('Mul', [value, scale], { name: `${own} m${i}`, path: [own, 'm', 'class'] });
  });
  builder.output(value);
  return builder.finish();
}

describe.skipIf(!hasPython)('names from a file', () => {
  test.each([
    ['PyTorch', exportPytorch],
    ['Keras', exportKeras],
  ])('never become code in %s', (_, write) => {
    const networks = [...hostile.map((name) => networkNamed(name, [name])), networkNamed('all', hostile)];
    const sources = networks.map((network) => write(network));
    const expected = networks.map((network) => {
      const count = network.graph.nodes.length / 2;
      return { printed: [`${(12 * count).toLocaleString('en-US')} parameters`, '(1, 3, 8, 8)'] };
    });
    expect(runSources(sources)).toEqual(expected);
    for (const source of sources) {
      const code = source.replaceAll(/^ *#.*$/gm, '');
      expect(code).not.toMatch(/\b(?:import os|system\()/);
    }
  });
});

test('texts and names are what Python takes', () => {
  for (const name of hostile) {
    expect(identifier(name, 'layer')).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
    expect(quoted(name)).toMatch(/^'(?:[^'\\\n]|\\.)*'$/);
    for (const line of comment(name)) expect(line).toMatch(/^# [^\n\r\u2028]*$/);
  }
});

test('an operator without a translation is named with its node', () => {
  const builder = buildNetwork('n');
  const x = builder.input('x', [1, 4]);
  builder.output(builder.openNode('Hardmax', [x], { name: 'choice', path: ['head', 'choice'] })[0]!);
  const network = builder.finish();
  expect(() => exportPytorch(network)).toThrow(UnsupportedError);
  expect(() => exportPytorch(network)).toThrow('head.choice (choice): PyTorch has no translation of Hardmax');
  expect(() => exportKeras(network)).toThrow('head.choice (choice): Keras has no translation of Hardmax');
});

test('a node that breaks its operator’s rules is refused', () => {
  const builder = buildNetwork('n');
  const x = builder.input('x', [1, 4]);
  const y = builder.tensor('y', { type: 'float32', shape: [3] });
  builder.output(builder.openNode('Add', [x, y], { name: 'sum' })[0]!);
  expect(() => exportPytorch(builder.finish())).toThrow(/^sum: /);
});
