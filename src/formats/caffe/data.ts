/** Layers that bring data in: which blobs they give, of which shape, and what the file leaves in a database. */
import { symbol, type Size } from '../../core/size.ts';
import type { Fields } from './fields.ts';
import type { Layer, Reference } from './layer.ts';
import type { Shape } from './translation.ts';

/** A blob that comes from outside the net. */
export interface Source extends Reference {
  /** Its shape as the file has it, and what had to be assumed or left open. */
  describe(facts: SourceFacts): { readonly shape: Shape; readonly notes: readonly string[] };
}

/** What decides how an open size is called and how many axes an undescribed blob has. */
export interface SourceFacts {
  /** A size of that name, or of the blob's and that name where it is taken. */
  open(what: string): Size;
  /** What the layers that read the blob take it for. */
  readonly taken: 'images' | 'rows' | 'regions';
}

type Shapes = (
  layer: Layer,
) => (index: number, facts: SourceFacts) => { readonly shape: Shape; readonly notes: readonly string[] };

/** How each type of data layer describes its tops. */
const dataLayers: ReadonlyMap<string, Shapes> = new Map(
  Object.entries({
    Input: inputs, DummyData: dummies, HDF5Data: undescribed, MemoryData: images(memory), ImageData: images(imageFiles),
    DenseImageData: images(denseImages), WindowData: images(windows), Data: images(database), AnnotatedData: images(database),
  }),
); // prettier-ignore

/** The blobs that a data layer gives, or `undefined` for another layer. A layer of an unknown type that reads nothing is one too. */
export function sourcesOf(layer: Layer, isKnown: (type: string) => boolean): readonly Source[] | undefined {
  const known = dataLayers.get(layer.type);
  if (!known && (layer.bottoms.length > 0 || isKnown(layer.type))) return undefined;
  const describe = (known ?? undescribed)(layer);
  return layer.tops.map((top, index) => ({ ...top, describe: (facts) => describe(index, facts) }));
}

/** The inputs that a net names at its top: `input` with `input_shape`, or with four `input_dim` each (UpgradeNetInput). */
export function netInputs(net: Fields): readonly Source[] {
  const names = net.all('input');
  const shapes = net.sections('input_shape').map((shape) => shape.wholes('dim', 1));
  const sizes = net.wholes('input_dim', 1);
  if (shapes.length > 0 && shapes.length !== names.length) {
    throw net.source.malformed(
      net.all('input_shape')[0]!.at,
      `expected ${names.length} input_shape, one an input, got ${shapes.length}`,
    );
  }
  if (shapes.length === 0 && sizes.length > 0 && sizes.length !== 4 * names.length) {
    throw net.source.malformed(
      net.all('input_dim')[0]!.at,
      `expected ${4 * names.length} input_dim, four an input, got ${sizes.length}`,
    );
  }
  return names.map((field, i) => {
    const blob = net.textOf(field);
    const shape = shapes[i] ?? (sizes.length > 0 ? sizes.slice(4 * i, 4 * i + 4) : undefined);
    return { blob, at: field.at, describe: (facts) => (shape ? { shape, notes: [] } : openImage(blob, facts)) };
  });
}

/** InputParameter: a shape for each top, or one for all; without one the net waits for it. */
function inputs(layer: Layer): ReturnType<Shapes> {
  return shapesWritten(layer, layer.fields.section('input_param').sections('shape').map((shape) => shape.wholes('dim', 1))); // prettier-ignore
}

/** DummyDataParameter: shapes, or the older lists of num, channels, height and width; one entry stands for all tops. */
function dummies(layer: Layer): ReturnType<Shapes> {
  const fields = layer.fields.section('dummy_data_param');
  const lists = ['num', 'channels', 'height', 'width'].map((name) => fields.wholes(name, 1));
  const older = layer.tops.map((_, i) => lists.map((list) => list[i] ?? list[0]));
  const written = fields.sections('shape').map((shape) => shape.wholes('dim', 1));
  if (written.length > 0 || lists.every((list) => list.length === 0)) return shapesWritten(layer, written);
  return shapesWritten(layer, older.map((shape) => shape.map((size) => size ?? 1))); // prettier-ignore
}

function shapesWritten(layer: Layer, shapes: readonly Shape[]): ReturnType<Shapes> {
  if (shapes.length > 1 && shapes.length !== layer.tops.length) {
    throw layer.fields.source.malformed(
      layer.at,
      `${layer.name}: expected a shape for each of ${layer.tops.length} tops, got ${shapes.length}`,
    );
  }
  return (index, facts) => {
    const shape = shapes[index] ?? shapes[0];
    return shape ? { shape, notes: [] } : openImage(layer.tops[index]!.blob, facts);
  };
}

/** Nothing is known, not even how many axes: they are those of what the blob's readers take. */
function undescribed(layer: Layer): ReturnType<Shapes> {
  return (index, facts) => {
    const { blob } = layer.tops[index]!;
    if (facts.taken === 'images') return openImage(blob, facts);
    const [shape, words] =
      facts.taken === 'rows'
        ? [[symbol('batch'), facts.open('features')], 'batch × features']
        : [[facts.open('regions'), 5], 'regions × 5'];
    return { shape, notes: [`${blob}: the file does not tell its shape; ${words} is assumed`] };
  };
}

function openImage(blob: string, facts: SourceFacts): ReturnType<Source['describe']> {
  const shape = [symbol('batch'), facts.open('channels'), facts.open('height'), facts.open('width')];
  return { shape, notes: [`${blob}: the file does not tell its shape; batch, channels, height and width stay open`] };
}

/** What a layer's own fields tell of its images; `channels` may be what everybody has rather than what the file says. */
interface Images {
  readonly batch: number | undefined;
  readonly channels?: number | undefined;
  readonly isAssumed?: boolean;
  readonly size?: readonly [height: number, width: number] | undefined;
}

/** Tops of a layer of images: the images, and a label for each. The batch stays open: a count is of one image. */
function images(read: (layer: Layer) => Images): Shapes {
  return (layer) => (index, facts) => {
    const { batch, channels, isAssumed, size } = read(layer);
    const { blob } = layer.tops[index]!;
    const batchNote = `${blob}: the batch is left open${batch === undefined ? '' : `; the file's batch_size is ${batch}`}`;
    if (index > 0) return { shape: [symbol('batch')], notes: [] };
    const open = [...(channels === undefined ? ['channels'] : []), ...(size ? [] : ['height', 'width'])];
    const shape = [
      symbol('batch'),
      channels ?? facts.open('channels'),
      ...(size ?? [facts.open('height'), facts.open('width')]),
    ];
    const openNote =
      open.length > 0 ? [`${blob}: ${open.join(', ')} of its images stay open; the file leaves them to its data`] : [];
    const assumed = isAssumed ? [`${blob}: ${channels} channels are assumed; the file leaves them to its data`] : [];
    return { shape, notes: [batchNote, ...assumed, ...openNote] };
  };
}

/** data_transformer.cpp: a crop has the file's size; only decoding can force the channels, and a mean a channel tells them. */
function database(layer: Layer): Images {
  const [data, transform] = [layer.fields.section('data_param'), layer.fields.section('transform_param')];
  const size = cropOf(transform, data) ?? resized(transform);
  const means = transform.decimals('mean_value').length;
  const forced = transform.flag('force_gray') ? 1 : transform.flag('force_color') ? 3 : means > 1 ? means : undefined;
  const isAssumed = forced === undefined && size !== undefined;
  return { batch: data.whole('batch_size'), channels: forced ?? (isAssumed ? 3 : undefined), isAssumed, size };
}

/** SegNet's ImageData with a label for every pixel. */
function denseImages(layer: Layer): Images {
  return imagesOf(layer, 'dense_image_data_param');
}

/** image_data_layer.cpp: images are decoded in colour unless is_color is false. */
function imageFiles(layer: Layer): Images {
  return imagesOf(layer, 'image_data_param');
}

function imagesOf(layer: Layer, section: string): Images {
  const [data, transform] = [layer.fields.section(section), layer.fields.section('transform_param')];
  const [height, width] = [data.whole('new_height') ?? 0, data.whole('new_width') ?? 0];
  const size = cropOf(transform, data) ?? (height > 0 && width > 0 ? ([height, width] as const) : undefined);
  return { batch: data.whole('batch_size') ?? 1, channels: (data.flag('is_color') ?? true) ? 3 : 1, size };
}

/** window_data_layer.cpp: windows are warped to crop_size; the list of windows tells the channels. */
function windows(layer: Layer): Images {
  const [data, transform] = [layer.fields.section('window_data_param'), layer.fields.section('transform_param')];
  return { batch: data.whole('batch_size'), channels: 3, isAssumed: true, size: cropOf(transform, data) };
}

function memory(layer: Layer): Images {
  const data = layer.fields.section('memory_data_param');
  const [channels, height, width] = ['channels', 'height', 'width'].map((name) => data.whole(name, 1));
  const size = height === undefined || width === undefined ? undefined : ([height, width] as const);
  return { batch: data.whole('batch_size', 1), channels, size };
}

/** `crop_size` in transform_param, or, as older files have it, in the layer's own parameters. 0 is no crop. */
function cropOf(transform: Fields, own: Fields): readonly [number, number] | undefined {
  const size = transform.whole('crop_size') ?? own.whole('crop_size') ?? 0;
  return size > 0 ? [size, size] : undefined;
}

/** SSD's resize_param. */
function resized(transform: Fields): readonly [number, number] | undefined {
  const fields = transform.section('resize_param');
  const [height, width] = [fields.whole('height', 1), fields.whole('width', 1)];
  return height === undefined || width === undefined ? undefined : [height, width];
}
