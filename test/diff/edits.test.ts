/** Single edits of a network, and what is said of each. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Network } from '../../src/core/network.ts';
import { diffOf } from '../../src/diff/index.ts';
import { fixtureNetwork, ledgerNamed, ledgerOfText, linesOf } from './pairs.ts';

const alexnet = readFileSync(new URL('../../networks/alexnet.yaml', import.meta.url), 'utf8');

/** AlexNet's file with words replaced; fails where they are not in it. */
function edited(...edits: readonly (readonly [from: string, to: string])[]): Promise<Ledger> {
  let text = alexnet;
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`"${from}" is not in the file`);
    text = text.replace(from, () => to);
  }
  return ledgerOfText(text);
}

async function changes(...edits: readonly (readonly [from: string, to: string])[]): Promise<readonly string[]> {
  const lines = linesOf(diffOf(await edited(), await edited(...edits)), 'all');
  return lines.filter((line) => !line.startsWith('='));
}

describe('AlexNet edited', () => {
  it('fewer filters change the layer and the next one', async () => {
    expect(
      await changes([
        'conv: 384, kernel: 3, padding: same, reads: all',
        'conv: 256, kernel: 3, padding: same, reads: all',
      ]),
    ).toEqual([
      // prettier-ignore
      '~ conv3: channels 384 → 256',
      '~ relu3: output 384 × 13 × 13 → 256 × 13 × 13',
      '~ conv4: input channels 384 → 256',
    ]);
  });

  it('reduced to two thirds says from and to of every layer', async () => {
    const reduced = [['conv: 96', 'conv: 64'], ['conv: 256', 'conv: 192'], ['connected: 4096', 'connected: 2048'], ['connected: 4096', 'connected: 1024']] as const; // prettier-ignore
    const before = await edited();
    const after = await edited(...reduced);
    expect(linesOf(diffOf(before, after))).toEqual([
      '~ conv1: channels 96 → 64',
      '~ conv2: input channels 96 → 64; channels 256 → 192',
      '~ conv3: input channels 256 → 192',
      '= conv4',
      '= conv5',
      '~ fc1: channels 4,096 → 2,048',
      '~ fc2: input channels 4,096 → 2,048; channels 4,096 → 1,024',
      '~ output: input channels 4,096 → 1,024',
    ]);
  });

  it('a kernel, a stride, a pool, an activation', async () => {
    expect((await changes(['kernel: 11', 'kernel: 7']))[0]).toBe('~ conv1: kernel 11 × 11 → 7 × 7; output 55 × 55 → 56 × 56'); // prettier-ignore
    expect((await changes(['stride: 4', 'stride: 2']))[0]).toBe('~ conv1: stride 4 → 2; output 55 × 55 → 109 × 109');
    expect(await changes(['{name: pool5, max pool: 3', '{name: pool5, average pool: 3'])).toEqual(['~ pool5: operator MaxPool → AveragePool']); // prettier-ignore
    expect(await changes(['  - softmax', '  - sigmoid'])).toEqual(['- softmax1', '+ sigmoid1']);
  });

  it('a layer taken out, one put in', async () => {
    expect(await changes(['  - {name: norm1, lrn: {size: 5, alpha: 1e-4, beta: 0.75, k: 2}}\n', ''])).toEqual([
      '- norm1',
    ]);
    expect(await changes(['  - {name: conv5,', '  - {name: extra, conv: 384, kernel: 1}\n  - {name: conv5,'])).toEqual(['+ extra']); // prettier-ignore
  });

  it('another name is no difference', async () => {
    const diff = diffOf(await edited(), await edited(['name: conv3', 'name: middle']));
    expect(diff.counts).toMatchObject({ changed: 0, added: 0, removed: 0, renamed: 1 });
    expect(diff.rows.find(({ after }) => after!.name === 'middle')!.changes).toEqual([
      { what: 'name', from: 'conv3', to: 'middle' },
    ]);
  });

  it('two chains of layers are one chain over two towers', async () => {
    const chains = readFileSync(new URL('../fixtures/network-file/alexnet-two-chains.yaml', import.meta.url), 'utf8');
    const diff = diffOf(await ledgerNamed('alexnet'), await ledgerOfText(chains));
    expect(linesOf(diff).filter((line) => /^[+-]/.test(line))).toEqual([]);
    expect(diff.totals.deltas).toMatchObject({ units: 0, weights: 0, connections: 0 });
    expect(linesOf(diff)).toEqual(expect.arrayContaining(['= conv2', '= conv4', '= conv5']));
  });
});

describe('an export edited', () => {
  const withNodes = (
    network: Network,
    change: (nodes: Network['graph']['nodes']) => Network['graph']['nodes'],
  ): Network => ({
    ...network,
    graph: { ...network.graph, nodes: change(network.graph.nodes) },
  });

  const branchOf = (name: string): number => Number(/branch(\d)/.exec(name)![1]);

  it('branches written in another order are the same', async () => {
    const network = await fixtureNetwork('tv_googlenet.ts.onnx');
    const blockOf = (name: string): string | undefined => /^\/(inception\w+)\/branch/.exec(name)?.[1];
    const reordered = withNodes(network, (nodes) =>
      nodes.flatMap((node, i) => {
        const block = blockOf(node.name);
        if (block === undefined) return [node];
        if (blockOf(nodes[i - 1]!.name) === block) return [];
        const branches = nodes.filter(({ name }) => blockOf(name) === block);
        return branches.toSorted((a, b) => branchOf(b.name) - branchOf(a.name)); // the last branch first
      }),
    );
    expect(reordered.graph.nodes.map(({ name }) => name)).not.toEqual(network.graph.nodes.map(({ name }) => name));
    const { counts } = diffOf(countNetwork(network), countNetwork(reordered));
    expect(counts).toMatchObject({ changed: 0, added: 0, removed: 0 });
  });

  it('weights of other bits are a change of bytes', async () => {
    const network = await fixtureNetwork('tv_alexnet.ts.onnx');
    const halved: Network = {
      ...network,
      graph: {
        ...network.graph,
        tensors: new Map([...network.graph.tensors].map(([name, tensor]) => [name, name === 'features.0.weight' ? { ...tensor, type: 'float16' as const } : tensor])), // prettier-ignore
      },
    };
    const diff = diffOf(countNetwork(network), countNetwork(halved));
    expect(linesOf(diff)[0]).toBe('~ features.0: weights 92,928 bytes → 46,464 bytes');
    expect(diff.totals.deltas).toMatchObject({ weights: 0, weightBytes: -46_464 });
  });
});
