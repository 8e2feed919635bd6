/** ONNX's own node tests: every output's inferred shape and type against what the ONNX reference computes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { elementTypeOf } from '../../src/core/elementType.ts';
import { infer } from '../../src/core/infer.ts';
import type { Operand } from '../../src/core/operator.ts';
import { formatShape } from '../../src/core/shape.ts';
import { isWhole } from '../../src/core/size.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';
import { filesOfTar } from './tar.ts';

const outputSchema = z.object({
  name: z.string(),
  dims: z.array(z.number()).optional(),
  elem_type: z.number().optional(),
  kind: z.enum(['sequence_type', 'optional_type']).optional(),
});

const casesSchema = z.record(z.string(), z.object({ ops: z.array(z.string()), outputs: z.array(outputSchema) }));

type Output = z.infer<typeof outputSchema>;

type Verdict = 'determined' | 'open' | 'unknown' | 'wrong';

/** Operators whose output sizes depend on data: the graph's inputs, or text and images. Their open axes are named. */
const dataDependent = new Set([
  'NonZero', 'NonMaxSuppression', 'Unique', 'Compress', 'ImageDecoder', 'StringSplit', 'StringNormalizer',
  'OneHot', 'Range', 'BlackmanWindow', 'HannWindow', 'HammingWindow', 'MelWeightMatrix', 'Loop',
]); // prettier-ignore

/** What is not inferred: optionals and sequences that branches disagree about, and Scan as it was before opset 9. */
const unknown = ['test_if_opt', 'test_loop16_seq_none', 'test_scan_sum'];

const fixture = new URL('../fixtures/onnx-node/', import.meta.url);

describe('ONNX node tests', async () => {
  const results = await judgeAll();
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

interface Judged {
  readonly name: string;
  readonly ops: readonly string[];
  readonly verdict: Verdict;
  readonly why: string;
}

async function judgeAll(): Promise<readonly Judged[]> {
  const files = filesOfTar(readFileSync(new URL('models.tar.gz', fixture)));
  const cases = casesSchema.parse(JSON.parse(readFileSync(new URL('expected.json', fixture), 'utf8')));
  return Promise.all(
    Object.entries(cases).map(async ([name, { ops, outputs }]) => {
      const network = await readOnnx(new Blob([files.get(`${name}.onnx`)!]), { name });
      const { values, gaps } = infer(network);
      const verdicts = outputs.map((output) => judge(output, values.get(output.name)));
      const verdict = (['wrong', 'unknown', 'open'] as const).find((each) => verdicts.includes(each)) ?? 'determined';
      const said = outputs.map(
        (output) => `${JSON.stringify(output)} was inferred as ${describeValue(values.get(output.name))}`,
      );
      return { name, ops, verdict, why: [...said, ...gaps.map(({ reason }) => reason)].join('; ') };
    }),
  );
}

function judge({ dims, elem_type: code, kind }: Output, value: Operand | undefined): Verdict {
  if (kind) return (kind === 'sequence_type' ? value?.sequence : value?.optional) ? 'determined' : 'unknown';
  if (!value?.shape || !value.type) return 'unknown';
  if (value.type !== elementTypeOf(code!) || value.shape.length !== dims!.length) return 'wrong';
  if (value.shape.some((size, axis) => isWhole(size) && size !== dims![axis])) return 'wrong';
  return value.shape.every(isWhole) ? 'determined' : 'open';
}

function describeValue(value: Operand | undefined): string {
  return `${value?.type ?? 'unknown type'} ${value?.shape ? formatShape(value.shape) : 'of unknown shape'}`;
}
