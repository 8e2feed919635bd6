/** A model as some exporters write it: the input has a type and no shape. */
import { readFileSync } from 'node:fs';
import { writeOnnx } from '../../../src/formats/onnx/write.ts';
import { openBlob } from '../../../src/formats/open.ts';

export async function withoutShape(path: string): Promise<Blob> {
  const { graph, ...network } = await openBlob(new Blob([readFileSync(path)]), { name: 'model.onnx' });
  const inputs = graph.inputs.map((input) => ({ ...input, type: { kind: 'tensor', type: 'float32' } as const }));
  const { model } = await writeOnnx({ ...network, graph: { ...graph, inputs } }, { weights: 'none' });
  const parts: BlobPart[] = [];
  for await (const chunk of model.chunks()) parts.push(chunk.slice());
  return new Blob(parts);
}
