/** Transformers as exporters write them, built in code: for tests of open sizes, and for measuring what those cost. */
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import type { ElementType, Network, Tensor } from '../../src/core/network.ts';
import { symbol, type Size } from '../../src/core/size.ts';

interface Encoder {
  readonly batch: Size;
  readonly seq: Size;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly hidden: number;
}

/** BERT base (Devlin et al. 2018, table 1): 12 layers of width 768 with 12 heads, and 3,072 in between. */
const bertBase: Encoder = { batch: 1, seq: symbol('seq'), layers: 12, width: 768, heads: 12, hidden: 3072 };

/** The encoder of BERT without its embeddings, with shapes computed by Shape, Gather and Concat for each Reshape. */
export function bertEncoder(given: Partial<Encoder> = {}): Network {
  const sizes = { ...bertBase, ...given };
  const { batch, seq, width } = sizes;
  const builder = buildNetwork('encoder', { opset: 17 });
  let x = builder.input('embeddings', [batch, seq, width]);
  const mask = builder.input('mask', [batch, 1, 1, seq]);
  for (let layer = 0; layer < sizes.layers; layer++) x = encoderLayer(builder, x, mask, `layer.${layer}`, sizes);
  builder.output(x);
  return builder.finish();
}

function encoderLayer(
  builder: Builder,
  x: string,
  mask: string,
  at: string,
  { width, heads, hidden }: Encoder,
): string {
  const size = width / heads;
  const split = (name: string, perm: readonly number[]): string => {
    const made = dense(builder, x, width, width, `${at}.attention.${name}`);
    const apart = reshaped(builder, made, [heads, size]);
    return builder.node('Transpose', [apart], { attributes: { perm } })[0]!;
  };
  const [query, key, value] = [split('query', [0, 2, 1, 3]), split('key', [0, 2, 3, 1]), split('value', [0, 2, 1, 3])];
  const [scores] = builder.node('MatMul', [query, key]);
  const [scaled] = builder.node('Div', [scores!, scalar(builder, Math.sqrt(size))]);
  const [masked] = builder.node('Add', [scaled!, mask]);
  const [shares] = builder.node('Softmax', [masked!], { attributes: { axis: -1 } });
  const [mixed] = builder.node('MatMul', [shares!, value]);
  const [turned] = builder.node('Transpose', [mixed!], { attributes: { perm: [0, 2, 1, 3] } });
  const attended = dense(builder, reshaped(builder, turned!, [width]), width, width, `${at}.attention.output`);
  const middle = normed(builder, builder.node('Add', [attended, x])[0]!, width, `${at}.attention.norm`);
  const inner = gelu(builder, dense(builder, middle, width, hidden, `${at}.intermediate`));
  const outer = dense(builder, inner, hidden, width, `${at}.output`);
  return normed(builder, builder.node('Add', [outer, middle])[0]!, width, `${at}.norm`);
}

/** A fully connected layer as MatMul and Add. */
function dense(builder: Builder, x: string, inputs: number, outputs: number, name: string): string {
  const path = name.split('.');
  const weight = builder.tensor(`${name}.weight`, { type: 'float32', shape: [inputs, outputs] });
  const bias = builder.tensor(`${name}.bias`, { type: 'float32', shape: [outputs] });
  const [product] = builder.node('MatMul', [x, weight], { path });
  return builder.node('Add', [bias, product!], { path })[0]!;
}

/** Batch and length from the value's own shape, then `rest`: Shape, two Gathers and Unsqueezes, a Concat, a Reshape. */
function reshaped(builder: Builder, x: string, rest: readonly number[]): string {
  const [shape] = builder.node('Shape', [x]);
  const axes = [0, 1].map((axis) => {
    const [size] = builder.node('Gather', [shape!, whole(builder, axis)], { attributes: { axis: 0 } });
    return builder.node('Unsqueeze', [size!, wholes(builder, [0])])[0]!;
  });
  const parts = [...axes, ...rest.map((size) => wholes(builder, [size]))];
  const [target] = builder.node('Concat', parts, { attributes: { axis: 0 } });
  return builder.node('Reshape', [x, target!])[0]!;
}

function normed(builder: Builder, x: string, width: number, name: string): string {
  const held = ['weight', 'bias'].map((part) => builder.tensor(`${name}.${part}`, { type: 'float32', shape: [width] }));
  return builder.node('LayerNormalization', [x, ...held])[0]!;
}

/** x · (1 + erf(x / √2)) / 2, node by node. */
function gelu(builder: Builder, x: string): string {
  const [part] = builder.node('Div', [x, scalar(builder, Math.SQRT2)]);
  const [erf] = builder.node('Erf', [part!]);
  const [sum] = builder.node('Add', [erf!, scalar(builder, 1)]);
  const [product] = builder.node('Mul', [x, sum!]);
  return builder.node('Mul', [product!, scalar(builder, 0.5)])[0]!;
}

/** A decoder of one file with ONNX Runtime's operators: 4-bit weights, grouped queries and a cache of `past` positions. */
export function groupedDecoder(seq: Size, past: Size): Network {
  const [width, heads, kvHeads, hidden, layers] = [256, 8, 2, 512, 3];
  const size = width / heads;
  const domain = 'com.microsoft';
  const builder = buildNetwork('decoder', { opset: 21 });
  const ids = builder.input('input_ids', [1, seq], 'int64');
  const mask = builder.input('attention_mask', [1, symbolOrSum(past, seq)], 'int64');
  const [maskShape] = builder.node('Shape', [mask]);
  const [total] = builder.node('Gather', [maskShape!, whole(builder, 1)], { attributes: { axis: 0 } });
  const [length] = builder.node('Cast', [total!], { attributes: { to: 6 } });
  const lengths = builder.input('seqlens_k', [1], 'int32');
  const table = builder.tensor('embed', { type: 'uint8', shape: [1000, width / 2] });
  const scales = builder.tensor('embed.scales', { type: 'float32', shape: [1000, width / 32] });
  let [x] = builder.node('GatherBlockQuantized', [table, ids, scales], { domain, attributes: { bits: 4 } });
  const packed = (from: string, inputs: number, outputs: number, name: string): string => {
    const stored = builder.tensor(`${name}.weight`, { type: 'uint8', shape: [outputs, inputs / 32, 16] });
    const scale = builder.tensor(`${name}.scales`, { type: 'float32', shape: [outputs, inputs / 32] });
    const attributes = { K: inputs, N: outputs, bits: 4, block_size: 32 };
    return builder.node('MatMulNBits', [from, stored, scale], { domain, attributes, path: name.split('.') })[0]!;
  };
  for (let layer = 0; layer < layers; layer++) {
    const at = `layers.${layer}`;
    const gain = (name: string): string => builder.tensor(`${at}.${name}`, tensorOf([width]));
    const [before] = builder.node('SimplifiedLayerNormalization', [x!, gain('norm1')], { attributes: { axis: -1 } });
    const qkv = packed(before!, width, (heads + 2 * kvHeads) * size, `${at}.qkv`);
    const cache = ['key', 'value'].map((name) => builder.input(`past.${layer}.${name}`, [1, kvHeads, past, size]));
    const [attended, ...present] = builder.node('GroupQueryAttention', [qkv, '', '', ...cache, lengths, length!], {
      domain,
      attributes: { num_heads: heads, kv_num_heads: kvHeads },
      outputs: 3,
    });
    for (const value of present) builder.output(value);
    const output = packed(attended!, width, width, `${at}.output`);
    const [normal, , , sum] = builder.node('SkipSimplifiedLayerNormalization', [output, x!, gain('norm2')], { domain, outputs: 4 }); // prettier-ignore
    const gate = packed(normal!, width, hidden, `${at}.gate`);
    const [active] = builder.node('QuickGelu', [gate], { domain });
    const [product] = builder.node('Mul', [active!, packed(normal!, width, hidden, `${at}.up`)]);
    [x] = builder.node('Add', [packed(product!, hidden, width, `${at}.down`), sum!]);
  }
  builder.output(x!);
  return builder.finish();
}

function symbolOrSum(past: Size, seq: Size): Size {
  return typeof past === 'number' && typeof seq === 'number' ? past + seq : symbol('total');
}

function tensorOf(shape: readonly number[], type: ElementType = 'float32'): Tensor {
  return { type, shape };
}

function scalar(builder: Builder, value: number): string {
  return builder.tensor(`scalar ${value}`, { type: 'float32', shape: [], values: [value] });
}

function whole(builder: Builder, value: number): string {
  return builder.tensor(`whole ${value}`, { type: 'int64', shape: [], values: [value] });
}

function wholes(builder: Builder, values: readonly number[]): string {
  return builder.tensor(`wholes ${values.join(' ')}`, { type: 'int64', shape: [values.length], values });
}
