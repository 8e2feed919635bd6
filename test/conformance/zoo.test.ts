/** Exported networks: totals against PyTorch's, shapes against the measured ones, open sizes against bound ones. */
import { describe, expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { openShape } from '../../src/core/infer.ts';
import { add, formatSize, substitute, symbolsOf, type Size } from '../../src/core/size.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import { judgeShapes } from './shapes.ts';
import { judgeTotals } from './totals.ts';
import { measuredShapes, truths, type Truth } from './truth.ts';

const known: readonly Truth[] = [...truths()];

describe('totals', async () => {
  const judged = await Promise.all(known.map(judgeTotals));

  test('equal PyTorch’s, or differ by a named fact of the exported graph', () => {
    expect(judged.length).toBeGreaterThanOrEqual(15);
    expect(judged.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
  });

  test('leave nothing uncounted', () => {
    expect(judged.filter(({ uncounted }) => uncounted > 0)).toEqual([]);
  });

  test('are the same from every exporter, or differ by a named fact', () => {
    const equal = judged.filter(({ verdict }) => verdict === 'equal');
    const differing = equal.filter((one) =>
      equal.some((other) => other.network === one.network && other.connections !== one.connections),
    );
    expect(differing).toEqual([]);
  });
});

test('every value of every executed export has the measured shape, or named open axes that depend on data', async () => {
  const executed = known.flatMap(({ file, bytes }) => {
    const measured = measuredShapes(file);
    return measured ? [{ file, bytes, measured }] : [];
  });
  const judged = await Promise.all(executed.map(({ file, bytes, measured }) => judgeShapes(file, bytes, measured)));
  expect(
    judged.flatMap(({ file, wrong, unknown }) => [...wrong, ...unknown].map((said) => `${file}: ${said}`)),
  ).toEqual([]);
  const open = judged.filter((one) => one.open.length > 0).map(({ file }) => file);
  expect(open.filter((file) => !/ssd300/.test(file))).toEqual([]); // what is left after non-maximum suppression
});

describe('open sizes', () => {
  const open = known.filter(({ file }) => /dynb/.test(file));

  test.each(open.map((truth) => [truth.file, truth] as const))(
    '%s: the polynomial is right at five bindings',
    async (file, { bytes }) => {
      const network = await readOnnx(new Blob([bytes]), { name: file });
      const names = [...new Set(network.graph.inputs.flatMap((input) => openShape(input)!.flatMap(symbolsOf)))];
      expect(names.length).toBeGreaterThan(0);
      const { totals } = countNetwork(network, { open: new Set(names) });
      for (const k of [1, 2, 3, 5, 7]) {
        const bind = new Map(names.map((name, i): [string, Size] => [name, isBatch(name) ? k : 224 + 32 * k + 8 * i]));
        const bound = countNetwork(network, { bind }).totals;
        const evaluated = (size: Size): string => formatSize(substitute(size, bind));
        expect(evaluated(add(totals.connections, totals.weightlessConnections))).toBe(
          formatSize(add(bound.connections, bound.weightlessConnections)),
        );
        expect(evaluated(totals.units)).toBe(formatSize(bound.units));
        expect(evaluated(totals.outputBytes)).toBe(formatSize(bound.outputBytes));
        expect(evaluated(totals.connectionsOntoPadding)).toBe(formatSize(bound.connectionsOntoPadding));
      }
    },
  );
});

function isBatch(name: string): boolean {
  return /batch|^N$|^s0$/.test(name);
}
