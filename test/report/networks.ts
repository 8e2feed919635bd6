/** Ledgers that the tests of the reports share: small networks built with the library's builder. */
import { buildNetwork } from '../../src/core/build.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { symbol } from '../../src/core/size.ts';
import { groupedAlexNet } from '../networks/alexnetForms.ts';

export const alexNet: Ledger = countNetwork(groupedAlexNet());

/** One convolution and one fully connected layer without biases; the layer is called what the caller says. */
export function smallLedger(name = 'conv', size: number | string = 6): Ledger {
  const b = buildNetwork('small', { source: 'a test' });
  const side = typeof size === 'number' ? size : symbol(size);
  const x = b.input('image', [1, 2, side, side]);
  const w = b.tensor('w', { type: 'float32', shape: [4, 2, 2, 2] });
  const [y] = b.node('Conv', [x, w], { name, attributes: { strides: [2, 2] } });
  const [pooled] = b.node('AveragePool', [y!], { name: 'pool', attributes: { kernel_shape: [1, 1] } });
  b.output(pooled!);
  return countNetwork(b.finish());
}

/** A layer that layerledger does not know, between two that it does. */
export function ledgerWithGap(): Ledger {
  const b = buildNetwork('gap');
  const x = b.input('x', [1, 8]);
  const w = b.tensor('w', { type: 'float32', shape: [8, 4] });
  const [y] = b.node('MatMul', [x, w], { name: 'first' });
  const [z] = b.openNode('Mystery', [y!], { name: 'mystery', domain: 'nowhere' });
  const v = b.tensor('v', { type: 'float32', shape: [4, 2] });
  const [out] = b.openNode('MatMul', [z!, v], { name: 'second' });
  b.output(out!);
  return countNetwork(b.finish());
}
