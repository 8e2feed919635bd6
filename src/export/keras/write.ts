/**
 * Network → Keras 3 source: the functional API, channels first.
 * Channels first is what a Network is (ONNX), so that every axis in the text is the network's own and nothing has to be turned;
 * Keras's JAX and PyTorch backends run it everywhere, TensorFlow's on GPUs alone.
 */
import type { Network } from '../../core/network.ts';
import { formatSize, isWhole, type Size } from '../../core/size.ts';
import type { ExportOptions } from '../pytorch/write.ts';
import { comment, identifier, quoted } from '../text.ts';
import { programOf, type Program } from '../use.ts';
import { bodyOf } from './body.ts';
import { helpers } from './helpers.ts';
import { constantLines, settingLines } from './training.ts';

/** Throws an UnsupportedError naming the node and the operator that Keras has nothing for. */
export function exportKeras(network: Network, options: ExportOptions = {}): string {
  const program = programOf(network, options);
  const name = identifier(network.name.toLowerCase(), 'network');
  const own = Object.hasOwn(helpers, name) || name === 'optimiser' ? `${name}_network` : name;
  const { lines, used, parameters } = bodyOf(program);
  const brought = Object.entries(helpers).flatMap(([key, text]) =>
    used.has(key) ? ['', '', ...text.trim().split('\n')] : [],
  );
  const inputs = network.graph.inputs.map((_, i) => `input_${i + 1}`);
  const outputs = lines.at(-1)!;
  const body = [
    `def ${own}():`,
    ...network.graph.inputs.map((value, i) => `    ${inputs[i]} = ${inputText(program, value.name)}`),
    ...lines.slice(0, -1).map((line) => (line === '' ? '' : `    ${line}`)),
    `    return keras.Model([${inputs.join(', ')}], [${outputs}], name=${quoted(own)})`,
  ];
  const settings = settingLines(network);
  const constants = constantLines(network);
  return `${[
    ...headLines(network, parameters),
    'import math',
    '',
    'import keras',
    'from keras import layers, ops',
    '',
    ...comment('Channels first, as the network is: with TensorFlow this needs a GPU; KERAS_BACKEND=jax or torch runs it everywhere.'),
    "keras.config.set_image_data_format('channels_first')",
    ...(constants.length > 0 ? ['', ...constants] : []),
    ...brought,
    '', '', ...body,
    ...(settings.length > 0 ? ['', '', ...settings] : []),
    '', '',
    ...mainLines(program, own),
  ].join('\n')}\n`; // prettier-ignore
}

/** Without the batch, which Keras leaves open; an open size is None. */
function inputText({ inference }: Program, name: string): string {
  const operand = inference.values.get(name);
  const sizes = (operand?.shape ?? []).slice(1).map((size) => (isWhole(size) ? String(size) : 'None'));
  const type = operand?.type === undefined || operand.type === 'float32' ? '' : `, dtype='${operand.type}'`;
  return `keras.Input((${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})${type})`;
}

function headLines(network: Network, parameters: Size): readonly string[] {
  const count = isWhole(parameters) ? parameters.toLocaleString('en-US') : formatSize(parameters);
  return [
    ...comment(`${network.name}, written by layerledger for Keras 3. Weights are not in this text.`),
    ...(network.source === undefined ? [] : comment(`Source: ${network.source}`)),
    ...network.notes.flatMap((note) => comment(`Note: ${note}`)),
    ...(network.towers === undefined ? [] : comment(`Laid over ${network.towers} towers (devices) in the original; a layer that reads its own tower alone is a convolution with groups.`)), // prettier-ignore
    '#',
    ...comment(`${count} parameters: running this file prints the number of its trainable ones.`),
  ];
}

function mainLines({ network, inference }: Program, own: string): readonly string[] {
  const inputs = network.graph.inputs.map(({ name, type }) => {
    const element = type.kind === 'tensor' ? (type.type ?? 'float32') : 'float32';
    const sizes = (inference.values.get(name)?.shape ?? []).map((size, i) =>
      isWhole(size) ? String(size) : i === 0 ? '1' : '16',
    );
    const shape = `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`;
    return /int/.test(element) ? `ops.zeros(${shape}, dtype='${element}')` : `keras.random.normal(${shape})`;
  });
  return [
    "if __name__ == '__main__':",
    `    model = ${own}()`,
    "    print(f'{sum(math.prod(v.shape) for v in model.trainable_variables):,} parameters')",
    `    y = model([${inputs.join(', ')}])`,
    '    print(*[tuple(output.shape) for output in (y if isinstance(y, (list, tuple)) else [y])])',
  ];
}
