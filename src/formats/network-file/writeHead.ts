/** What stands before a network file's layers: its inputs, and how it was trained. */
import { UnsupportedError } from '../../core/errors.ts';
import { openShape } from '../../core/infer.ts';
import type { Network, Training, Value } from '../../core/network.ts';
import { sameSize, type Size } from '../../core/size.ts';
import { inputTypes } from './inputs.ts';
import type { Names } from './writeNames.ts';
import type { Sizes } from './writeSize.ts';
import type { Tensors } from './writeTensors.ts';

/** What writing a network carries along. */
export interface Writing {
  readonly network: Network;
  readonly names: Names;
  readonly sizes: Sizes;
  readonly tensors: Tensors;
}

/** The batch is what all inputs have in front; one that has something else there says that its shape is whole. */
export function inputsOf({ network: { graph }, names, sizes }: Writing): Readonly<Record<string, unknown>> {
  const shapes = graph.inputs.map((value) => shapeOf(value));
  const batch = shapes[0]?.[0];
  if (graph.inputs.length === 0 || batch === undefined) throw new UnsupportedError('a network file needs an input with at least one axis');
  const texts = graph.inputs.map((value, i): readonly [string, unknown] => {
    const shape = shapes[i]!;
    const isBatched = shape.length > 1 && sameSize(shape[0]!, batch);
    const written = (isBatched ? shape.slice(1) : shape).map((size) => sizes.word(size));
    const type = typeOf(value);
    const name = names.another({ scope: [], name: '' }, value.name);
    names.give([], name, value.name);
    return [name, type === 'float32' && isBatched ? written.join(' x ') : { shape: written, ...(type !== 'float32' && { type }), ...(!isBatched && { batch: false }) }];
  });
  const isDefault = typeof batch === 'object' && sizes.word(batch) === 'batch';
  const front = isDefault ? {} : { batch: sizes.expression(batch) };
  const only = texts.length === 1 && texts[0]![0] === 'input' ? { input: texts[0]![1] } : { inputs: Object.fromEntries(texts) };
  return { ...front, ...only };
} // prettier-ignore

function shapeOf(value: Value): readonly Size[] {
  const shape = openShape(value);
  if (shape && shape.length > 0) return shape;
  throw new UnsupportedError(
    `input "${value.name}": a network file takes tensors whose number of axes is known and at least 1`,
  );
}

function typeOf({ name, type }: Value): string {
  const element = type.kind === 'tensor' ? (type.type ?? 'float32') : type.kind;
  if (inputTypes.some((known) => known === element)) return element;
  throw new UnsupportedError(
    `input "${name}": a network file takes inputs of ${inputTypes.join(', ')}, not ${element}`,
  );
}

export function trainingText({
  weightDecay,
  learningRate,
  notes,
  initial,
  ...rest
}: Training): Readonly<Record<string, unknown>> {
  return {
    ...rest,
    ...(weightDecay !== undefined && { 'weight decay': weightDecay }),
    ...(learningRate !== undefined && { 'learning rate': learningRate }),
    ...(initial.length > 0 && { initial }),
    ...(notes.length > 0 && { notes }),
  };
}
