/** ONNX's own node tests: every output's inferred shape and type against what the ONNX reference computes. */
import { describe, expect, test } from 'vitest';
import { judgeNodeTests, type Verdict } from './onnx-node.ts';

/** Operators whose output sizes depend on data: the graph's inputs, or text and images. Their open axes are named. */
const dataDependent = new Set([
  'NonZero', 'NonMaxSuppression', 'Unique', 'Compress', 'ImageDecoder', 'StringSplit', 'StringNormalizer',
  'OneHot', 'Range', 'BlackmanWindow', 'HannWindow', 'HammingWindow', 'MelWeightMatrix', 'Loop',
]); // prettier-ignore

/** What is not inferred: optionals and sequences that branches disagree about, and Scan as it was before opset 9. */
const unknown = ['test_if_opt', 'test_loop16_seq_none', 'test_scan_sum'];

describe('ONNX node tests', async () => {
  const results = await judgeNodeTests();
  const having = (verdict: Verdict): readonly string[] =>
    results.filter((result) => result.verdict === verdict).map(({ name, why }) => `${name}: ${why}`);

  test('none is wrong', () => expect(having('wrong')).toEqual([]));

  test('all but three are determined', () => {
    expect(having('unknown').map((line) => line.split(':')[0])).toEqual(unknown);
    expect(having('determined').length).toBeGreaterThanOrEqual(1069);
  });

  test('open sizes are those that depend on data', () => {
    const others = results.filter(({ verdict, ops }) => verdict === 'open' && !ops.some((op) => dataDependent.has(op)));
    expect(others).toEqual([]);
  });
});
