/** A residual network of ten thousand nodes, as exporters write it: its stages and blocks are in the names of the nodes. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOnnx, type WrittenNode, type WrittenTensor } from '../../formats/onnx/write.ts';

const stages = 4;
const blocksPerStage = 500;
const kernel = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };

/** Of a block; the last of them gives what the next block reads. */
const operators = ['Conv', 'Relu', 'Conv', 'Add', 'Relu'] as const;

export const largeNodes = stages * blocksPerStage * operators.length;

/** Writes it into a file, and gives the file's path. */
export function largeNetwork(): string {
  const nodes: WrittenNode[] = [];
  const initializers: WrittenTensor[] = [];
  let read = 'x';
  for (let i = 0; i < stages * blocksPerStage; i++) {
    const stage = 1 + Math.floor(i / blocksPerStage);
    const block = blockOf(`/stage${stage}/stage${stage}.${i % blocksPerStage}`, read);
    nodes.push(...block);
    initializers.push(...block.filter(({ operator }) => operator === 'Conv').map(weightOf));
    read = block.at(-1)!.outputs![0]!;
  }
  const model = { nodes, initializers, inputs: { x: [1, 64, 14, 14] }, outputs: { [read]: [1, 64, 14, 14] } };
  const path = join(mkdtempSync(join(tmpdir(), 'layerledger-')), 'large.onnx');
  writeFileSync(path, writeOnnx(model));
  return path;
}

function blockOf(scope: string, read: string): readonly WrittenNode[] {
  let last = read;
  return operators.map((operator, i) => {
    const name = `${scope}/${operator.toLowerCase()}${i}`;
    const inputs = { Conv: [last, `${name}.weight`], Relu: [last], Add: [last, read] }[operator];
    last = `${name}_output`;
    return { operator, name, inputs, outputs: [last], attributes: operator === 'Conv' ? kernel : {} };
  });
}

function weightOf({ inputs }: WrittenNode): WrittenTensor {
  return { name: inputs![1]!, shape: [64, 64, 3, 3] };
}
