/** NETWORK and its inputs on the command line → what is run: a ledger, a model, and tensors. */
import { existsSync } from 'node:fs';
import { bindSizes } from '../core/bindings.ts';
import { countNetwork } from '../core/count.ts';
import { MalformedError, UnsupportedError, UsageError } from '../core/errors.ts';
import { openShape } from '../core/infer.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Network } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { formatShape } from '../core/shape.ts';
import { substitute, type Size } from '../core/size.ts';
import { withBatch } from '../formats/batch.ts';
import { blobOfPath } from '../node/open.ts';
import {
  decodeImage, expectClosed, looksLikeImage, looksLikeNpy, modelOf, pictureOf, readNpy, type Image, type Model,
  type Scaling, type Values,
} from '../run/index.ts'; // prettier-ignore
import { usual } from '../run/settings.ts';
import type { Io } from './command.ts';
import { originalOf } from './original.ts';
import type { Values as OptionValues } from './option.ts';
import { ownTowers, type runOptions } from './run-options.ts';
import { openSource } from './source.ts';

export type RunValues = OptionValues<typeof runOptions>;

export interface Subject {
  readonly ledger: Ledger;
  readonly model: Model;
  readonly given: ReadonlyMap<string, Values>;
}

/** Opens, counts and writes what is needed to run it. Throws the readers' errors and those of what is given. */
export async function openSubject(source: string, values: RunValues, io: Io): Promise<Subject> {
  const { original, io: replayed } = await originalOf(source, values, io);
  const shapes = values.input.flatMap((each) => (each.kind === 'shape' ? [each.shape] : []));
  const network = await openSource(source, { ...values, input: shapes }, replayed);
  const files = await readFiles(network, values);
  const ledger = countNetwork(network, {
    inputs: shapesFor(network, new Map(shapes), files, values),
    bind: new Map(values.bind),
    open: new Set(values.open),
    towers: values.towers === ownTowers ? undefined : values.towers,
    place: new Map(values.place),
  });
  expectClosed(ledger);
  const given = new Map([...files].map(([name, file]) => [name, tensorOf(name, file, ledger, values)]));
  const { seed = usual.seed } = values;
  return { ledger, given, model: await modelOf(network, { original, seed, openFile: blobOfPath }) };
}

type InputFile = { readonly path: string } & (
  | { readonly kind: 'tensor'; readonly values: Values }
  | { readonly kind: 'image'; readonly image: Image }
);

async function readFiles(network: Network, { input }: RunValues): Promise<ReadonlyMap<string, InputFile>> {
  const files = new Map<string, InputFile>();
  for (const each of input) {
    if (each.kind !== 'file') continue;
    const { name, path } = namedFile(each.text, network);
    if (files.has(name)) throw new UsageError(`--input gives "${name}" twice`);
    files.set(name, await readInput(path));
  }
  return files;
}

/** `=` may stand in a path as well as before it. */
function namedFile(text: string, { graph }: Network): { readonly name: string; readonly path: string } {
  const names = graph.inputs.map(({ name }) => name);
  const named = names.find((name) => text.startsWith(`${name}=`));
  if (named !== undefined) return { name: named, path: text.slice(named.length + 1) };
  const at = text.indexOf('=');
  if (at > 0 && !existsSync(text))
    throw new UsageError(`the network has no input "${text.slice(0, at)}"; it has ${names.join(', ') || 'none'}`);
  if (names.length === 1) return { name: names[0]!, path: text };
  throw new UsageError(`the network has ${names.length} inputs; name the one that ${text} is for: ${names.join(', ')}`);
}

async function readInput(path: string): Promise<InputFile> {
  const blob = await blobOfPath(path);
  const head = new Uint8Array(await blob.slice(0, 16).arrayBuffer());
  if (head.length === 0) throw new MalformedError(`${path} is empty`);
  const isImage = looksLikeImage(head);
  if (!isImage && !looksLikeNpy(head))
    throw new UnsupportedError(`${path} is neither an .npy file nor a PNG or JPEG image`);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (isImage) return { path, kind: 'image', image: await decodeImage(bytes, path) };
  return { path, kind: 'tensor', values: readNpy(bytes, path) };
}

/** Open sizes of an input are those of the file that is given for it. */
function shapesFor(
  network: Network,
  given: ReadonlyMap<string, Shape>,
  files: ReadonlyMap<string, InputFile>,
  values: RunValues,
): ReadonlyMap<string, Shape> {
  const shapes = new Map(withBatch(network, given));
  const { bindings } = bindSizes(network, { inputs: shapes, bind: new Map(values.bind), open: new Set(values.open) });
  for (const input of network.graph.inputs) {
    const file = files.get(input.name);
    const declared = shapes.get(input.name) ?? openShape(input);
    if (file) shapes.set(input.name, shapeOf(file, input.name, declared, bindings));
  }
  return shapes;
}

/** Throws a UsageError for a tensor of another number of axes, and for an image where the axes are not known. */
function shapeOf(
  file: InputFile,
  name: string,
  declared: Shape | undefined,
  bindings: ReadonlyMap<string, Size>,
): Shape {
  if (file.kind === 'image') {
    if (declared === undefined)
      throw new UsageError(`input "${name}" has no known axes; say its shape with --input too`);
    const shape = declared.map((size) => substitute(size, bindings));
    return pictureOf(file.image, { name, type: 'uint8', shape }).shape;
  }
  const { type, shape } = batched(file.values, declared);
  if (declared === undefined) return shape;
  if (declared.length === shape.length) return declared.map((size, i) => (typeof size === 'number' ? size : shape[i]!));
  throw new UsageError(
    `${file.path} holds ${type} ${formatShape(shape)}; input "${name}" takes ${formatShape(declared)}`,
  );
}

function tensorOf(name: string, file: InputFile, { inference }: Ledger, values: RunValues): Values {
  const { type = 'float32', shape = [] } = inference.values.get(name) ?? {};
  if (file.kind === 'tensor') return batched(file.values, shape);
  const scaling: Scaling = { scale: values.scale, mean: values.mean, std: values.std };
  return pictureOf(file.image, { name, type, shape }, scaling);
}

/** One image without the axis of the batch, for an input that has it. */
function batched(values: Values, declared: Shape | undefined): Values {
  const isWithout = declared !== undefined && declared.length === values.shape.length + 1;
  return isWithout ? { ...values, shape: [1, ...values.shape] } : values;
}
