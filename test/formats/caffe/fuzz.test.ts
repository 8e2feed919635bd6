/** Whatever a file holds, the reader answers with a network or with a sentence that begins with the file's name. */
import { readFile, readdir } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedError, UnsupportedError, UsageError } from '../../../src/core/errors.ts';
import { readCaffe } from '../../../src/formats/caffe/read.ts';
import { fixtures } from './reading.ts';

const names = await readdir(fixtures);
const texts = await Promise.all(names.map((name) => readFile(new URL(name, fixtures), 'utf8')));

/** Short enough that each of many runs takes a few milliseconds: the file's beginning, cut between layers. */
const seeds = [...texts, ...texts.map((text) => text.split('\n').slice(0, 12).join('\n'))];

const layerTypes = ['Convolution', 'Deconvolution', 'InnerProduct', 'Pooling', 'LRN', 'BatchNorm', 'Scale', 'Bias', 'PReLU', 'Eltwise', 'Concat', 'Slice', 'Crop', 'Flatten', 'Reshape', 'Permute', 'Tile', 'Reduction', 'ArgMax', 'Embed', 'Softmax', 'SoftmaxWithLoss', 'LSTM', 'SPP', 'ROIPooling', 'Interp', 'Upsample', 'MVN', 'Normalize', 'Split', 'Silence', 'Parameter', 'Data', 'HDF5Data', 'Nonsense']; // prettier-ignore

const fieldNames = ['convolution_param', 'inner_product_param', 'pooling_param', 'scale_param', 'slice_param', 'crop_param', 'reshape_param', 'flatten_param', 'tile_param', 'reduction_param', 'concat_param', 'permute_param', 'recurrent_param', 'spp_param', 'embed_param']; // prettier-ignore

const inner = ['num_output', 'kernel_size', 'stride', 'pad', 'dilation', 'group', 'axis', 'num_axes', 'end_axis', 'slice_point', 'offset', 'tiles', 'order', 'bias_term', 'pyramid_height', 'input_dim', 'global_pooling', 'shape { dim']; // prettier-ignore

const whole = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 6 }) },
  fc.constantFrom(2 ** 31 - 1, 1e10, 0.5),
);

/** Nets of random layers over each other, valid as text. */
const nets = fc
  .array(
    fc.record({
      type: fc.constantFrom(...layerTypes),
      bottoms: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
      tops: fc.integer({ min: 0, max: 2 }),
      field: fc.constantFrom(...fieldNames),
      numbers: fc.array(fc.tuple(fc.constantFrom(...inner), whole), { maxLength: 4 }),
    }),
    { maxLength: 8 },
  )
  .map((layers) => {
    const body = layers.map(({ type, bottoms, tops, field, numbers }, i) => {
      const reads = bottoms.map((back) => ` bottom: "${i - back <= 0 ? 'x' : `b${i - back}`}"`).join('');
      const gives = Array.from({ length: tops }, (_, n) => ` top: "b${i + 1}${n === 0 ? '' : `_${n}`}"`).join('');
      const values = numbers.map(([name, value]) => `${name}: ${value}${name.includes('{') ? ' }' : ''}`).join(' ');
      return `layer { name: "l${i}" type: "${type}"${reads}${gives} ${field} { ${values} } }`;
    });
    return `input: "x" input_dim: 2 input_dim: 6 input_dim: 5 input_dim: 7\n${body.join('\n')}`;
  });

/** A seed with pieces cut out, doubled, swapped for others, or with characters changed. */
const mutants = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.constantFrom('{', '}', '<', '"', ':', '-1', '0', '#', '\\', 'layer', 'top: "x"', '1e99', ''),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  ) // prettier-ignore
  .map(([seed, edits]) =>
    edits.reduce((text, [at, length, insert]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + insert + text.slice(start + length);
    }, seed),
  );

async function answers(blob: Blob): Promise<void> {
  try {
    const { graph } = await readCaffe(blob, { name: 'net.prototxt' });
    expect(graph.nodes.every(({ inputs, outputs }) => inputs.length + outputs.length > 0)).toBe(true);
  } catch (error) {
    const isSaid = error instanceof MalformedError || error instanceof UnsupportedError || error instanceof UsageError;
    if (!isSaid) throw error;
    expect(error.message).toMatch(/^net\.prototxt:/);
  }
}

test('mutated files', async () => {
  await fc.assert(
    fc.asyncProperty(mutants, (text) => answers(new Blob([text]))),
    { numRuns: 600 },
  );
});

test('random nets', async () => {
  await fc.assert(
    fc.asyncProperty(nets, (text) => answers(new Blob([text]))),
    { numRuns: 1000 },
  );
});

test('random bytes', async () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(bytes, (data) => answers(new Blob([Uint8Array.from(data)]))),
    { numRuns: 300 },
  );
});

test('long and repetitive files take time in proportion', async () => {
  const layers = Array.from(
    { length: 10_000 },
    (_, i) => `layer { name: "r${i}" type: "ReLU" bottom: "x" top: "x" }\n`,
  ).join('');
  const start = performance.now();
  await answers(new Blob([`input: "x" input_shape { dim: 1 }\n${layers}`]));
  await answers(new Blob(['layer { '.repeat(300_000)]));
  await answers(new Blob([`a: [${'1,'.repeat(300_000)}1]`]));
  await answers(new Blob([`a: "${'x'.repeat(2_000_000)}"`]));
  await answers(new Blob([`a: ${'"x" '.repeat(200_000)}`]));
  await answers(new Blob(['#\n'.repeat(500_000)]));
  expect(performance.now() - start).toBeLessThan(10_000);
});
