/** Operators used against their rules: a sentence with node, operator, rule and values, and the rest of the ledger stands. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import { attributeOf, type Attribute, type ElementType, type Network, type Tensor } from '../../src/core/network.ts';
import type { Operator } from '../../src/core/operator.ts';
import { operators } from '../../src/core/operators/index.ts';
import { formatSize, symbol, type Size } from '../../src/core/size.ts';

/** A convolution, a node that may be wrong, and another convolution after the first. */
function around(operator: string, inputs: readonly string[], held: Held): Network {
  const { attributes = {}, tensors = {}, values = {}, domain = '', opset = 22 } = held;
  const convolution = (name: string, from: string) => ({ name, operator: 'Conv', domain: '', inputs: [from, 'w'], outputs: [`${name}_out`], attributes: new Map() });
  return {
    name: 'misused',
    opsets: new Map([['', opset]]),
    graph: {
      name: 'misused',
      inputs: [
        { name: 'x', type: { kind: 'tensor', type: 'float32', shape: [1, 3, 8, 8] } },
        ...Object.entries(values).map(([name, [type, shape]]) => ({ name, type: { kind: 'tensor' as const, type, shape } })),
      ],
      outputs: [{ name: 'second_out', type: { kind: 'tensor' } }],
      nodes: [
        convolution('first', 'x'),
        { name: 'misused', operator, domain, inputs, outputs: ['a', 'b', 'c'], attributes: new Map(Object.entries(attributes)), place: 'line 7' },
        convolution('second', 'first_out'),
      ],
      tensors: new Map<string, Tensor>([['w', { type: 'float32', shape: [3, 3, 3, 3] }], ...Object.entries(tensors)]),
      declared: new Map(),
    },
    functions: [],
    notes: [],
  };
} // prettier-ignore

interface Held {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly tensors?: Readonly<Record<string, Tensor>>;
  readonly values?: Readonly<Record<string, readonly [ElementType, readonly Size[]]>>;
  readonly domain?: string;
  readonly opset?: number;
}

/** Of the two convolutions, 3 × 3 × 3 × 3 × 36 and × 16. */
const connections = 3 * 3 * 3 * 3 * (36 + 16);

describe('the rest of the ledger stands', () => {
  test.each<readonly [string, string, readonly string[], Held, string]>([
    ['ranks', 'Conv', ['v', 'w'], { values: { v: ['float32', [3, 8]] } }, 'misused (Conv, line 7): filters "w" has 4 axes (3 × 3 × 3 × 3), where 2 are expected'],
    ['channels', 'Conv', ['v', 'w'], { values: { v: ['float32', [1, 4, 8, 8]] } }, 'misused (Conv, line 7): input channels of "v", and what the filters "w" read (1 group): 4 is not 3'],
    ['a missing input', 'Conv', ['x'], {}, 'misused (Conv, line 7): input 1 (filters) is missing'],
    ['an optional input that is needed', 'MatMul', ['x', ''], {}, 'misused (MatMul, line 7): input 1 (B) is missing'],
    ['an axis out of range', 'Softmax', ['x'], { attributes: { axis: attributeOf(4) } }, 'misused (Softmax, line 7): axis 4 is out of range for 4 axes'],
    ['an attribute of the wrong kind', 'Softmax', ['x'], { attributes: { axis: attributeOf('last') } }, 'misused (Softmax, line 7): attribute "axis" is of kind string, where int is expected'],
    ['an attribute beyond 2^53', 'Softmax', ['x'], { attributes: { axis: attributeOf(2n ** 60n) } }, 'misused (Softmax, line 7): attribute "axis" is 1152921504606846976; at most 2^53 − 1 is allowed'],
    ['a missing attribute', 'Cast', ['x'], {}, 'misused (Cast, line 7): attribute "to" is missing'],
    ['an element type that is none', 'Cast', ['x'], { attributes: { to: attributeOf(99) } }, 'misused (Cast, line 7): element type 99 is not known'],
    ['an operator of a future opset', 'Telepathy', ['x'], { opset: 99 }, 'misused (Telepathy, line 7): layerledger does not know the operator Telepathy of domain ai.onnx'],
    ['an operator of a domain that is not known', 'Conv', ['x', 'w'], { domain: 'com.example' }, 'misused (Conv, line 7): layerledger does not know the operator Conv of domain com.example'],
  ])('%s', (_, operator, inputs, held, reason) => {
    const { totals, uncounted } = countNetwork(around(operator, inputs, held));
    expect(uncounted).toEqual([{ name: 'misused', operator, reason }]);
    expect(formatSize(totals.connections)).toBe(String(connections));
  }); // prettier-ignore
});

const size = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.constantFrom<Size>(symbol('H'), symbol('seq'), 2 ** 31, 2n ** 62n),
);

const type = fc.constantFrom<ElementType>('float32', 'int64', 'uint8', 'bool', 'string');

const entries = fc.array(fc.constantFrom<number | bigint>(-2, -1, 0, 1, 2, 3, 9, 2 ** 31 - 1, 2n ** 62n), {
  maxLength: 5,
});

const tensor: fc.Arbitrary<Tensor> = fc.oneof(
  fc.record({ type, shape: fc.array(size, { maxLength: 5 }) }),
  entries.chain((values) => type.map((of) => ({ type: of, shape: [values.length], values }))),
  fc.constantFrom<Tensor>({ type: 'int64', shape: [], values: [0] }, { type: 'float32', shape: [], values: [0.5] }),
);

/** Names that operators read, so that a random attribute is one of theirs. */
const attributeNames = [
  'axis', 'axes', 'perm', 'kernel_shape', 'strides', 'pads', 'dilations', 'group', 'ceil_mode', 'auto_pad', 'keepdims', 'blocksize',
  'num_heads', 'kv_num_heads', 'q_num_heads', 'N', 'K', 'k', 'bits', 'block_size', 'split', 'num_outputs', 'to', 'equation', 'starts', 'ends',
  'direction', 'hidden_size', 'transA', 'transB', 'transBatchA', 'batch_dims', 'num_groups', 'output_shape', 'shape', 'value', 'scales', 'mode',
  'qkv_hidden_sizes', 'channels_last', 'channels', 'select_last_index', 'dtype', 'value_ints', 'num_scan_inputs', 'body', 'then_branch', 'else_branch',
]; // prettier-ignore

const attribute: fc.Arbitrary<Attribute> = fc.oneof(
  fc.integer({ min: -3, max: 5 }).map((value): Attribute => ({ kind: 'int', value })),
  entries.map((value): Attribute => ({ kind: 'ints', value })),
  fc.constantFrom<Attribute>(
    { kind: 'string', value: 'SAME_UPPER' }, { kind: 'string', value: 'ij,jk->ik' }, { kind: 'string', value: 'bidirectional' },
    { kind: 'float', value: 0.5 }, { kind: 'floats', value: [0, 1, 0.5] }, { kind: 'tensor', value: { type: 'int64', shape: [1], values: [2] } },
    { kind: 'graph', value: { name: 'body', inputs: [], outputs: [], nodes: [], tensors: new Map(), declared: new Map() } },
  ),
); // prettier-ignore

const use = fc.record({
  operands: fc.array(fc.tuple(fc.constantFrom('constant', 'computed', 'absent'), tensor), { maxLength: 7 }),
  attributes: fc.dictionary(fc.constantFrom(...attributeNames), attribute, { maxKeys: 6 }),
  opset: fc.constantFrom(1, 7, 11, 13, 18, 23),
});

test('no use of any operator crashes: it is counted, or a gap that names the node', () => {
  const one = fc.tuple(fc.constantFrom<Operator>(...operators), use);
  fc.assert(
    fc.property(one, ([{ name, domain }, { operands, attributes, opset }]) => {
      const given = operands.map(([kind, held], i) => ({ kind, held, name: `v${i}` }));
      const held = (kind: string) => given.filter((operand) => operand.kind === kind);
      const network = around(name, given.map(({ kind, name: of }) => (kind === 'absent' ? '' : of)), {
        domain,
        opset,
        attributes,
        tensors: Object.fromEntries(held('constant').map((operand) => [operand.name, operand.held])),
        values: Object.fromEntries(held('computed').map((operand) => [operand.name, [operand.held.type, operand.held.shape]])),
      });
      const { uncounted, totals } = countNetwork(network);
      expect(uncounted.filter((entry) => entry.name !== 'misused')).toEqual([]);
      for (const { reason } of uncounted) expect(reason).not.toMatch(/(?<!Is)NaN|\bundefined\b|\[object/);
      expect(formatSize(totals.connections)).not.toContain('NaN');
    }),
    { seed: 4, numRuns: 6000 },
  );
}); // prettier-ignore
