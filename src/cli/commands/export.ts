/** `layerledger export`: a network as a file of another kind, or as source code that builds it. */
import { extname } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import type { Network } from '../../core/network.ts';
import { withBatch } from '../../formats/batch.ts';
import { defineCommand, type Answer, type Io } from '../command.ts';
import { choice, single, type Values } from '../option.ts';
import { originalOf, type Original } from '../original.ts';
import { expectOther } from '../output-file.ts';
import { sourceOptions } from '../shared-options.ts';
import { openSource } from '../source.ts';
import { wholeFrom } from '../values.ts';

const { input, bind, set, timeout } = sourceOptions;

const options = {
  to: choice(['onnx', 'pytorch', 'keras', 'network-file'], undefined, 'what to write; by the ending of --output where it is not given'),
  output: { ...single('FILE', 'write to FILE instead of standard output', (path) => path), short: 'o' },
  weights: choice(['keep', 'random', 'none'], undefined, 'of an ONNX file: those of the source, random ones or shapes alone; keep where the source has them'),
  seed: single('N', 'of random weights (0)', wholeFrom(0)),
  input, bind, set, timeout,
}; // prettier-ignore

type Target = NonNullable<Values<typeof options>['to']>;

export const command = defineCommand({
  name: 'export',
  summary: 'the network as PyTorch or Keras source, an ONNX file or a network file',
  operands: { usage: 'NETWORK', least: 1, most: 1 },
  options,
  details: [
    'Source code is written to run: python FILE builds the network, prints its parameters and runs a random input. Weights are not in it. --input and --bind give open sizes a number there; the batch can stay open.',
    'A network file reads back to the same ledger. An ONNX file above 2 GiB has its weights in FILE.data beside it.',
  ],
  examples: [
    { command: 'layerledger export alexnet --to pytorch', says: 'a class with its paper’s training settings' },
    { command: 'layerledger export model.onnx -o model.py', says: 'PyTorch source of your model' },
    { command: 'layerledger export resnet50 --to keras', says: 'the same for Keras 3' },
    { command: 'layerledger export model.onnx -o model.yaml', says: 'a network file, to read and to change' },
    { command: 'layerledger export alexnet -o alexnet.onnx --weights random', says: 'a model that runs' },
  ],
  async answer([source], values, givenIo): Promise<Answer> {
    const to = values.to ?? targetOf(values.output);
    expectFitting(to, values);
    const { original, io } = await originalOf(source!, values, givenIo);
    if (values.output !== undefined) expectOther(values.output, original?.path);
    const network = await openSource(source!, { ...values, open: [] }, io);
    if (to === 'onnx') return toOnnx(network, original, values, io);
    return { text: await textOf(to, network, values), file: values.output };
  },
});

const endings: Readonly<Record<string, Target>> = {
  '.onnx': 'onnx',
  '.py': 'pytorch',
  '.yaml': 'network-file',
  '.yml': 'network-file',
};

function targetOf(output: string | undefined): Target {
  const target = output === undefined ? undefined : endings[extname(output).toLowerCase()];
  if (target !== undefined) return target;
  throw new UsageError('--to says what to write: onnx, pytorch, keras or network-file');
}

/** An option that means nothing for what is written is a mistake. */
function expectFitting(
  to: Target,
  { output, weights, seed, bind: bound, input: inputs }: Values<typeof options>,
): void {
  if (to === 'onnx' && output === undefined)
    throw new UsageError('an ONNX file is no text; --output says where it goes');
  if (to !== 'onnx' && (weights !== undefined || seed !== undefined)) throw new UsageError(`--${weights === undefined ? 'seed' : 'weights'} is for --to onnx`); // prettier-ignore
  const isSource = to === 'pytorch' || to === 'keras';
  if (!isSource && bound.length > 0)
    throw new UsageError('--bind is for --to pytorch and keras; files keep open sizes open');
  if (!isSource && inputs.length > 0)
    throw new UsageError('--input is for --to pytorch and keras; files keep the inputs that they have');
}

async function toOnnx(
  network: Network,
  original: Original | undefined,
  values: Values<typeof options>,
  io: Io,
): Promise<Answer> {
  const { exportOnnx } = await import('../export-onnx.ts');
  const { weights, seed } = values;
  const remarks = await exportOnnx({ network, original, weights, seed, output: values.output!, io });
  return { text: '', remarks };
}

async function textOf(to: Exclude<Target, 'onnx'>, network: Network, values: Values<typeof options>): Promise<string> {
  if (to === 'network-file') return (await import('../../formats/network-file/write.ts')).networkFileOf(network);
  const sizes = { inputs: withBatch(network, new Map(values.input)), bind: new Map(values.bind) };
  if (to === 'keras') return (await import('../../export/keras/write.ts')).exportKeras(network, sizes);
  return (await import('../../export/pytorch/write.ts')).exportPytorch(network, sizes);
}
