/** Inferred shapes of every value of executed exports against the shapes that were measured. */
import { infer } from '../../src/core/infer.ts';
import { formatShape } from '../../src/core/shape.ts';
import { isWhole } from '../../src/core/size.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';

export interface JudgedShapes {
  readonly file: string;
  readonly values: number;
  readonly right: number;
  /** Values with an axis that stays open, by name, since it depends on data. */
  readonly open: readonly string[];
  readonly unknown: readonly string[];
  readonly wrong: readonly string[];
}

export async function judgeShapes(
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
  measured: ReadonlyMap<string, readonly number[]>,
): Promise<JudgedShapes> {
  const network = await readOnnx(new Blob([bytes]), { name: file });
  const given = network.graph.inputs.filter(({ name }) => measured.has(name));
  const { values } = infer(network, { inputs: new Map(given.map(({ name }) => [name, measured.get(name)!])) });
  const open: string[] = [];
  const unknown: string[] = [];
  const wrong: string[] = [];
  for (const [name, expected] of measured) {
    const shape = values.get(name)?.shape;
    const said = `${name}: ${shape ? formatShape(shape) : 'unknown'}, measured ${formatShape(expected)}`;
    if (!shape) unknown.push(said);
    else if (shape.length !== expected.length || shape.some((size, i) => isWhole(size) && size !== expected[i]))
      wrong.push(said);
    else if (!shape.every(isWhole)) open.push(said);
  }
  return {
    file,
    values: measured.size,
    right: measured.size - open.length - unknown.length - wrong.length,
    open,
    unknown,
    wrong,
  };
}
