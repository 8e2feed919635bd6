/** Network → PyTorch source that is written to run: a class with __init__ and forward, and a main part that tries it. */
import { UnsupportedError } from '../../core/errors.ts';
import type { CountOptions } from '../../core/count.ts';
import type { Network } from '../../core/network.ts';
import { formatSize, isWhole, sameSize, sumOf, type Size } from '../../core/size.ts';
import { blocksOf } from '../block.ts';
import { className, comment } from '../text.ts';
import { programOf, type Program } from '../use.ts';
import { classesOf } from './classes.ts';
import type { Code } from './code.ts';
import { codeOf } from './forward.ts';
import { helpers } from './helpers.ts';
import { classLines } from './render.ts';
import { sampleLines } from './sample.ts';
import { trainingLines } from './training.ts';

export type ExportOptions = Pick<CountOptions, 'inputs' | 'bind'>;

/**
 * The source of a Python module. Throws an UnsupportedError naming the node and the operator that PyTorch has nothing for, and
 * a MalformedError for a graph that cannot be ordered.
 */
export function exportPytorch(network: Network, options: ExportOptions = {}): string {
  const program = programOf(network, options);
  const used = new Set<string>();
  const helper = (name: string): string => {
    used.add(name);
    return name;
  };
  const code = expectCode(codeOf(blocksOf(program), program, helper), network);
  const name = className(network.name, 'Network');
  const classes = classesOf(code, Object.hasOwn(helpers, name) ? `${name}Network` : name);
  const brought = Object.entries(helpers).flatMap(([key, text]) => (used.has(key) ? [text.trim().split('\n')] : []));
  const parts = [...brought, ...classes.all.map((one) => classLines(one, classes))];
  const own = classes.all.at(-1)!.name;
  const lines = [
    ...headLines(program, parametersOf(code)),
    'import torch',
    'import torch.nn.functional as F',
    'from torch import nn',
    ...parts.flatMap((part) => ['', '', ...part]),
    ...sectionOf(trainingLines(network, code)),
    ...sectionOf(sampleLines(program, own)),
  ]; // prettier-ignore
  return `${lines.join('\n')}\n`;
}

function sectionOf(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', '', ...lines];
}

/** The ledger counts what the layers use; where the file holds more than that (a table of which a part is read), the text does too. */
function headLines({ network, ledger }: Program, declared: Size): readonly string[] {
  const { parameters } = ledger.totals;
  const differs = sameSize(parameters, declared)
    ? ''
    : ` The ledger counts ${grouped(parameters)}: what its layers use of them, each once.`;
  return [
    ...comment(`${network.name}, written by layerledger. Weights are not in this text.`),
    ...(network.source === undefined ? [] : comment(`Source: ${network.source}`)),
    ...network.notes.flatMap((note) => comment(`Note: ${note}`)),
    ...towerLines(network),
    '#',
    ...comment(
      `${grouped(declared)} parameters: running this file prints sum(p.numel() for p in model.parameters()).${differs}`,
    ),
  ];
}

function grouped(size: Size): string {
  return isWhole(size) ? size.toLocaleString('en-US') : formatSize(size);
}

function parametersOf({ declared }: Code): Size {
  return sumOf(declared.map((entry) => (entry.kind === 'block' ? parametersOf(entry.code) : entry.parameters)));
}

function towerLines({ towers }: Network): readonly string[] {
  if (towers === undefined) return [];
  return comment(`Laid over ${towers} towers (devices) in the original; here a layer that reads its own tower alone is a convolution with groups=${towers}, which computes the same.`); // prettier-ignore
}

function expectCode(code: Code | undefined, network: Network): Code {
  if (code) return code;
  throw new UnsupportedError(`${network.name}: an open size is no axis of an input`);
}
