/** What is read as one call, by hand-made networks: figures worked out from the tools' rules. */
import { describe, expect, it } from 'vitest';
import { conventionOf, totalOf } from '../../src/conventions/index.ts';
import { callsOf } from '../../src/conventions/calls/index.ts';
import { buildNetwork, type Builder } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';

function ledgerOf(build: (b: Builder) => string, opset = 20, format = 'ONNX'): Ledger {
  const b = buildNetwork('network', { opset, format });
  b.output(build(b));
  return countNetwork(b.finish());
}

const floats = (...shape: number[]): { type: 'float32'; shape: number[] } => ({ type: 'float32', shape });
const scalar = (value: number): { type: 'float32'; shape: number[]; values: number[] } => ({
  type: 'float32',
  shape: [],
  values: [value],
});
const costBy = (ledger: Ledger, name: string): unknown => totalOf(conventionOf(name).cost(ledger));
const kindsOf = (ledger: Ledger): readonly string[] => callsOf(ledger).map(({ kind }) => kind);

/** As exporters wrote LayerNorm before version 17 of the operators. */
function layerNormInParts(b: Builder, x: string): string {
  const [mean] = b.node('ReduceMean', [x], { attributes: { axes: [-1] } });
  const [deviation] = b.node('Sub', [x, mean!]);
  const [square] = b.node('Pow', [deviation!, b.tensor('two', scalar(2))]);
  const [variance] = b.node('ReduceMean', [square!], { attributes: { axes: [-1] } });
  const [sum] = b.node('Add', [variance!, b.tensor('epsilon', scalar(1e-5))]);
  const [root] = b.node('Sqrt', [sum!]);
  const [quotient] = b.node('Div', [deviation!, root!]);
  const [scaled] = b.node('Mul', [quotient!, b.tensor('norm.weight', floats(64))]);
  return b.node('Add', [scaled!, b.tensor('norm.bias', floats(64))])[0]!;
}

describe('normalisations', () => {
  it('reads a layer normalisation in nine nodes as one call, with its scale and shift', () => {
    const ledger = ledgerOf((b) => layerNormInParts(b, b.input('x', [1, 7, 64])), 13);
    expect(callsOf(ledger)).toMatchObject([{ kind: 'layer normalisation', x: 448, affine: true }]);
    expect(callsOf(ledger)[0]!.parameters).toHaveLength(2);
    expect([costBy(ledger, 'fvcore'), costBy(ledger, 'thop'), costBy(ledger, 'torchinfo')]).toEqual([2240, 1792, 128]);
  });

  it('reads an instance normalisation between Reshapes as a group normalisation', () => {
    const ledger = ledgerOf((b) => {
      const shape = (name: string, values: number[]): string =>
        b.tensor(name, { type: 'int64', shape: [values.length], values });
      const [groups] = b.node('Reshape', [b.input('x', [1, 16, 20, 20]), shape('grouped', [0, 4, -1])]);
      const [ones, zeros] = [
        b.node('Constant', [], { attributes: { value_floats: [1.5, 1.5, 1.5, 1.5] } })[0]!,
        b.node('Constant', [], { attributes: { value_floats: [0.5, 0.5, 0.5, 0.5] } })[0]!,
      ];
      const [normed] = b.node('InstanceNormalization', [groups!, ones, zeros]);
      const [back] = b.node('Reshape', [normed!, shape('map', [1, 16, 20, 20])]);
      const [scaled] = b.node('Mul', [back!, b.tensor('norm.weight', floats(16, 1, 1))]);
      return b.node('Add', [scaled!, b.tensor('norm.bias', floats(16, 1, 1))])[0]!;
    });
    expect(kindsOf(ledger)).toEqual(['group normalisation']);
    expect([costBy(ledger, 'fvcore'), costBy(ledger, 'thop'), costBy(ledger, 'torchinfo')]).toEqual([32_000, 0, 32]);
  });
});

describe('activations', () => {
  it.each([
    [0, 6, ['activation']],
    [0, 1, []],
  ])('reads a Clip to [%d, %d] as ReLU6 or as none', (low, high, kinds) => {
    const ledger = ledgerOf(
      (b) => b.node('Clip', [b.input('x', [1, 8]), b.tensor('low', scalar(low)), b.tensor('high', scalar(high))])[0]!,
    );
    expect(kindsOf(ledger)).toEqual(kinds);
  });

  it('counts a ReLU6 module once, and F.relu6 once, since nn.ReLU6 calls F.hardtanh', () => {
    const build = (b: Builder): string =>
      b.node('Clip', [b.input('x', [1, 8]), b.tensor('low', scalar(0)), b.tensor('high', scalar(6))], {
        name: '/act/Clip',
        path: ['act'],
      })[0]!;
    expect(costBy(ledgerOf(build), 'ptflops@0.7.5/pytorch')).toBe(8);
  });
});

describe('pooling', () => {
  const adaptive = (b: Builder): string =>
    b.node('AveragePool', [b.input('x', [1, 16, 13, 13])], {
      attributes: { kernel_shape: [3, 3], strides: [2, 2] },
    })[0]!;

  it('takes a bare AveragePool of PyTorch’s for an adaptive one, and one of another format not', () => {
    expect(kindsOf(ledgerOf(adaptive))).toEqual(['adaptive pooling']);
    expect(kindsOf(ledgerOf(adaptive, 20, 'Caffe'))).toEqual(['average pooling']);
  });

  it('truncates as thop does: 13 → 6 on 16 channels is 3,279 and not 3,280', () => {
    expect(costBy(ledgerOf(adaptive), 'thop')).toBe(3279);
  });
});

describe('modules and functions', () => {
  const relu =
    (name: string, path: string[]) =>
    (b: Builder): string => {
      const [y] = b.node('Conv', [b.input('x', [1, 3, 8, 8]), b.tensor('block.conv.weight', floats(4, 3, 1, 1))], {
        name: '/block/conv/Conv',
        path: ['block', 'conv'],
      });
      return b.node('Relu', [y!], { name, path })[0]!;
    };

  it.each([
    ['/block/relu/Relu', ['block', 'relu'], 'module'],
    ['/block/Relu', ['block'], 'function'],
    ['/Relu', ['Relu'], 'function'],
  ])('takes %s in %s for a %s', (name, path, written) => {
    expect(callsOf(ledgerOf(relu(name, path)))[1]).toMatchObject({ kind: 'activation', written });
  });

  it('takes everything for a module in formats that say nothing of it', () => {
    expect(callsOf(ledgerOf(relu('/block/Relu', ['block']), 20, 'network file'))[1]).toMatchObject({
      written: 'module',
    });
  });

  it('takes a layer whose weights are another module’s for a function', () => {
    const ledger = ledgerOf(
      (b) =>
        b.node('MatMul', [b.input('x', [1, 7, 8]), b.tensor('attn.qkv.weight', floats(8, 24))], {
          name: '/attn/MatMul',
          path: ['attn'],
        })[0]!,
    );
    expect(callsOf(ledger)).toMatchObject([{ kind: 'linear', written: 'function', macs: 1344 }]);
    expect([costBy(ledger, 'fvcore'), costBy(ledger, 'thop')]).toEqual([1344, 0]);
  });
});
