/** What a matching says, in lines that a person can check by hand. */
import { readFileSync } from 'node:fs';
import { count } from '../../src/count.ts';
import { countNetwork } from '../../src/core/count.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Network } from '../../src/core/network.ts';
import { diffOf, sayChange, type DiffRow, type LedgerDiff } from '../../src/diff/index.ts';
import { openBlob } from '../../src/formats/open.ts';
import { readOnnx } from '../../src/formats/onnx/read.ts';

const fixtures = new URL('../fixtures/onnx/', import.meta.url);

/** A published network by its name, or an export among the fixtures. */
export async function ledgerNamed(name: string): Promise<Ledger> {
  return name.endsWith('.onnx') ? countNetwork(await fixtureNetwork(name)) : count(name);
}

export function fixtureNetwork(name: string): Promise<Network> {
  return readOnnx(new Blob([readFileSync(new URL(name, fixtures))]), { name });
}

/** A network file's text, counted. */
export async function ledgerOfText(text: string): Promise<Ledger> {
  return countNetwork(await openBlob(new Blob([text]), { name: 'edited.yaml' }));
}

export async function diffNamed(before: string, after: string): Promise<LedgerDiff> {
  return diffOf(await ledgerNamed(before), await ledgerNamed(after));
}

/** `~ conv2: groups 2 → 1`, `+ conv3`, `= fc1 → fc6`: rows of layers with weights, or all. */
export function linesOf({ rows }: LedgerDiff, which: 'weighted' | 'all' = 'weighted'): readonly string[] {
  return rows.filter((row) => which === 'all' || isWeighted(row)).map(lineOf);
}

function isWeighted({ before, after }: DiffRow): boolean {
  return (before ?? after)!.derivations.units !== undefined;
}

const marks = { same: '=', changed: '~', added: '+', removed: '-' } as const;

function lineOf({ kind, before, after, changes }: DiffRow): string {
  const names = [...new Set([before, after].flatMap((layer) => layer?.name ?? []))].join(' → ');
  const words = changes.filter(({ what }) => what !== 'name').map(sayChange);
  return `${marks[kind]} ${names}${words.length === 0 ? '' : `: ${words.join('; ')}`}`;
}

/** The network with other names for everything, and no word about blocks. */
export function anonymous(network: Network): Network {
  const values = new Map<string, string>();
  const renamed = (name: string): string => {
    if (name === '') return name;
    if (!values.has(name)) values.set(name, `v${values.size}`);
    return values.get(name)!;
  };
  const { graph } = network;
  const value = <T extends { readonly name: string }>(given: T): T => ({ ...given, name: renamed(given.name) });
  const keys = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...map].map(([name, entry]) => [renamed(name), entry]));
  return {
    ...network,
    name: 'anonymous',
    graph: {
      ...graph,
      inputs: graph.inputs.map(value),
      outputs: graph.outputs.map(value),
      tensors: keys(graph.tensors),
      declared: keys(graph.declared),
      nodes: graph.nodes.map((node, i) => ({
        operator: node.operator,
        domain: node.domain,
        attributes: node.attributes,
        name: `n${i}`,
        inputs: node.inputs.map(renamed),
        outputs: node.outputs.map(renamed),
      })),
    },
  };
}
