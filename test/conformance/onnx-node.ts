/** Judges inference on ONNX's own node tests: one-operator models with what the ONNX reference computes. */
import { readFileSync } from 'node:fs';
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

export type Verdict = 'determined' | 'open' | 'unknown' | 'wrong';

export interface Judged {
  readonly name: string;
  readonly ops: readonly string[];
  readonly verdict: Verdict;
  readonly why: string;
}

const fixture = new URL('../fixtures/onnx-node/', import.meta.url);

export async function judgeNodeTests(): Promise<readonly Judged[]> {
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
