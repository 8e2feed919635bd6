/** A parsed prototxt → Network: chooses the phase, brings in the data, and translates the layers in order. */
import { buildNetwork, type Builder } from '../../core/build.ts';
import { UsageError } from '../../core/errors.ts';
import type { Network } from '../../core/network.ts';
import { symbol, symbolsOf, type Size } from '../../core/size.ts';
import { trackBlobs } from './blobs.ts';
import { netInputs, sourcesOf, type Source } from './data.ts';
import type { Fields } from './fields.ts';
import { joinNormalisations } from './join.ts';
import { layersOf, nameApart, type Layer } from './layer.ts';
import { hasTarget, isJudge, isSink, layerTypes } from './layers/index.ts';
import { choosePhase } from './phase.ts';
import { translateLayer, type Building } from './translate.ts';
import type { Shape } from './translation.ts';

export interface NetOptions {
  /** The file's name. */
  readonly name: string;
  /** Shapes that replace those of the file, by blob; the key `''` is the only input. */
  readonly inputs?: ReadonlyMap<string, Shape> | undefined;
}

/** Layers that take a row of numbers for each image. */
const rowReaders = new Set(['InnerProduct', 'Embed']);

/** Layers whose second bottom lists regions: an image's number and four corners each. */
const regionReaders = new Set(['ROIPooling']);

/** Translates a net. Throws a MalformedError or an UnsupportedError with a place, and a UsageError for an input it lacks. */
export function networkOf(net: Fields, { name, inputs: shapes = new Map() }: NetOptions): Network {
  const builder = buildNetwork(net.text('name') || name.replace(/\.(?:prototxt|pbtxt|txt)$/, ''), {
    source: name,
    format: 'caffe',
  });
  const named = netInputs(net);
  const choice = choosePhase(layersOf(net), net, named.map(({ blob }) => blob)); // prettier-ignore
  for (const note of choice.notes) builder.note(note);
  const layers = nameApart(choice.layers, (note) => builder.note(note));
  const building = startBuilding(net, builder, layers);
  const bring = sourceBringer(building, layers, shapes);
  for (const source of named) bring('the net', source)();
  const left = layers.flatMap((layer) => (addLayer(building, layer, bring) ? [] : [layer.name]));
  if (left.length > 0)
    builder.note(`left out, for they judge the net's answer or read one that does: ${left.join(', ')}`);
  noteJoined(builder, building);
  checkAsked(shapes, [...named, ...layers.flatMap((layer) => layer.tops)].map(({ blob }) => blob)); // prettier-ignore
  for (const value of building.given) if (!building.read.has(value)) builder.output(value);
  const network = withOpenSizes(builder.finish());
  if (shapes.has('')) checkOnlyInput(network);
  return network;
}

function startBuilding(net: Fields, builder: Builder, layers: readonly Layer[]): Building {
  return {
    builder,
    blobs: trackBlobs((at, sentence) => net.source.malformed(at, sentence)),
    joined: joinNormalisations(layers),
    shared: new Map(),
    told: new Map(),
    flat: new Map(),
    read: new Set(),
    given: [],
  };
}

/** Registers a blob from outside; the function that it returns makes it an input of the network at once. */
type Bring = (layerName: string, source: Source) => () => void;

/** Adds a layer, or leaves it out: then it answers false. */
function addLayer(building: Building, layer: Layer, bring: Bring): boolean {
  const { blobs, read } = building;
  const sources = sourcesOf(layer, (type) => layerTypes.has(type) || isJudge(type) || isSink(type));
  if (sources) {
    for (const source of sources) {
      const make = bring(layer.name, source);
      if (layer.type === 'Input') make();
    }
    return true;
  }
  if (isJudge(layer.type)) return leaveOut(building, layer);
  const inputs = layer.bottoms.map((bottom) => blobs.read(layer.name, bottom));
  if (!inputs.every((input) => input !== undefined)) return leaveOut(building, layer);
  if (isSink(layer.type)) for (const value of inputs) read.add(value);
  else translateLayer(building, layer, inputs);
  return true;
}

/** A second top of a loss over a Softmax is that Softmax (softmax_loss_layer.cpp) and stays. */
function leaveOut(building: Building, layer: Layer): false {
  const { blobs } = building;
  const [scores] = layer.bottoms;
  const probability = layer.type === 'SoftmaxWithLoss' ? layer.tops[1] : undefined;
  const value = probability && scores && blobs.read(layer.name, scores);
  if (value !== undefined)
    translateLayer(building, { ...layer, type: 'Softmax', bottoms: [scores!], tops: [probability!] }, [value]);
  for (const [index, top] of layer.tops.entries())
    if (value === undefined || top !== probability) blobs.leave(layer, index);
  if (hasTarget(layer.type)) for (const { blob } of layer.bottoms.slice(1)) markRead(building, blob);
  return false;
}

/** What a judge holds the answer against is no output of the net, even where the net computes it. */
function markRead({ blobs, read }: Building, blob: string): void {
  const value = blobs.valueOf(blob);
  if (value !== undefined) read.add(value);
}

function sourceBringer(
  { builder, blobs }: Building,
  layers: readonly Layer[],
  shapes: ReadonlyMap<string, Shape>,
): Bring {
  const bottomsOf = (types: ReadonlySet<string>, index: number): ReadonlySet<string | undefined> =>
    new Set(layers.filter(({ type }) => types.has(type)).map(({ bottoms }) => bottoms[index]?.blob));
  const [rows, regions] = [bottomsOf(rowReaders, 0), bottomsOf(regionReaders, 1)];
  const taken = new Set<string>();
  const describe = (source: Source): Shape => {
    const given = shapes.get(source.blob) ?? shapes.get('');
    if (given) return given;
    const open = (what: string): Size => openName(taken, source.blob, what);
    const { shape, notes } = source.describe({
      open,
      taken: rows.has(source.blob) ? 'rows' : regions.has(source.blob) ? 'regions' : 'images',
    });
    for (const note of notes) builder.note(note);
    return shape;
  };
  return (layerName, source) => {
    blobs.source(layerName, source, () => builder.input(blobs.unused(source.blob), describe(source)));
    return () => void blobs.read(layerName, source);
  };
}

/** `channels` for the first input that leaves it open, `other_channels` for the next. */
function openName(taken: Set<string>, blob: string, what: string): Size {
  const name = taken.has(what) ? `${blob.replace(/\W+/g, '_')}_${what}` : what;
  taken.add(name);
  return symbol(name);
}

function noteJoined(builder: Builder, { joined }: Building): void {
  const count = joined.size / 2;
  if (count > 0)
    builder.note(`${count} BatchNorm layers are read as one with the Scale layer behind each, under its name`);
}

/** A shape for a blob that no layer gives is the caller's mistake. */
function checkAsked(shapes: ReadonlyMap<string, Shape>, blobs: readonly string[]): void {
  const known = new Set(blobs);
  const unknown = [...shapes.keys()].find((name) => name !== '' && !known.has(name));
  if (unknown !== undefined)
    throw new UsageError(`no input is named "${unknown}"; the net's blobs begin with ${blobs.slice(0, 5).join(', ')}`);
}

/** A shape without a name is for a net of one input. */
function checkOnlyInput({ graph }: Network): void {
  if (graph.inputs.length === 1) return;
  const names = graph.inputs.map(({ name }) => name).join(', ');
  throw new UsageError(`expected a shape by name, for the net has ${graph.inputs.length} inputs: ${names}`);
}

/** Names the open sizes that weights depend on. */
function withOpenSizes(network: Network): Network {
  const sizes = [...network.graph.tensors.values()].flatMap(({ shape }) => shape.flatMap(symbolsOf));
  const open = [...new Set(sizes)];
  if (open.length === 0) return network;
  return {
    ...network,
    notes: [...network.notes, `the sizes of some weights stay open, for the file does not tell: ${open.join(', ')}`],
  };
}
