/** A block → its code: every use translated, values named, what it owns declared. */
import { UnsupportedError } from '../../core/errors.ts';
import type { Operand } from '../../core/operator.ts';
import { formatShape } from '../../core/shape.ts';
import { formatSize, type Size } from '../../core/size.ts';
import { readsOf, type Block, type Item } from '../block.ts';
import { sizeText, soleSymbol } from '../size.ts';
import { identifier, unused } from '../text.ts';
import type { Program, Use } from '../use.ts';
import type { Code, Declared } from './code.ts';
import { knownText, tensorOfKnown } from './known.ts';
import { startOwners } from './owners.ts';
import type { Site } from './site.ts';
import { several, translations, wrappers } from './table.ts';
import { startVariables } from '../variables.ts';

/** Longest call that another function is written around. */
const longestInner = 60;

/** Throws an UnsupportedError for a use without a translation. `undefined`: an open size is not to be had within the block. */
export function codeOf(block: Block, program: Program, helper: (name: string) => string): Code | undefined {
  const items = flattened(block.items, program, helper);
  const params = paramsOf(block);
  const declared: Declared[] = [];
  const owners = startOwners(declared, block.path, program);
  const lines: string[] = [];
  const symbols = new Map<string, string>();
  let isMissing = false;
  const names = new Set(params);
  const readings = countReadings(items, block, program);
  const variables = startVariables(
    readings,
    new Map(block.inputs.map((value, i) => [value, params[i]!])),
    new Set(['self']),
  );
  let isChain = items.length > 1 && block.inputs.length === 1 && block.outputs.length === 1;
  items.forEach((item, i) => {
    const reads = item.kind === 'block' ? item.block.inputs : computedReads(item.use);
    const text = item.kind === 'block' ? callOf(item) : translate(item.use);
    const wanted = item.kind === 'block' ? item.block.outputs : item.use.wanted;
    isChain &&= item.kind === 'block' && reads.length === 1 && wanted.length === 1;
    for (const value of reads) variables.read(value);
    if (wanted.length === 1 && isInner(wanted[0]!, text, items[i + 1])) variables.inline(wanted[0]!, text, reads);
    else lines.push(`${targetsOf(wanted, item)} = ${text}`);
  });
  returnFrom(lines, block.outputs.map(outputText).join(', '));
  const sizes = [...symbols.values()];
  if (isMissing) return undefined;
  return {
    path: block.path,
    params,
    declared,
    lines: [...sizes, ...lines],
    isChain: isChain && sizes.length === 0 && block.path.length > 0,
  };

  function computedReads(use: Use): readonly string[] {
    return readsOf(use, program);
  }

  function callOf({ block: inner, code }: FlatBlock): string {
    const words = inner.path.slice(block.path.length).join('_');
    const name = owners.attribute(identifier(words, 'block'));
    declared.push({ kind: 'block', name, code });
    return `self.${name}(${inner.inputs.map((value) => variables.textOf(value)).join(', ')})`;
  }

  function translate(use: Use): string {
    const { operator, domain } = use.node;
    const table = Object.hasOwn(translations, domain) ? translations[domain]! : {};
    if (!Object.hasOwn(table, operator))
      throw failure(use, `PyTorch has no translation of ${domain === '' ? '' : `${domain}.`}${operator}`);
    const isFirst = use.wanted.length === 1 && use.wanted[0] === use.node.outputs[0];
    if (!isFirst && !several.has(operator)) throw failure(use, `${operatorOf(use)} cannot be said in PyTorch: another output than its first is read`); // prettier-ignore
    return table[operator]!(siteOf(use));
  }

  function siteOf(use: Use): Site {
    const value = (operand: Operand): string => {
      const kind = program.kindOf(operand);
      if (kind === 'computed' && !variables.has(operand.name)) throw failure(use, `${operatorOf(use)} reads "${operand.name}", a rearranged tensor, other than as its weight`); // prettier-ignore
      if (kind === 'computed') return variables.textOf(operand.name);
      return kind === 'known' ? knownText(operand, size) : owners.stored(operand, use);
    };
    return {
      ...use, size, value,
      arg: (index) => { const input = use.inputs[index]; return input ? value(input) : 'None'; },
      module: (construction, holds, remark) => owners.module(use, construction, holds, remark),
      ownedWeight: owners.ownedWeight,
      holds: (operand) => program.tensorOf(operand) !== undefined,
      helper,
      fail: (reason) => failure(use, `${operatorOf(use)} cannot be said in PyTorch: ${reason}`),
    }; // prettier-ignore
  }

  /** An open size is read off an argument. */
  function size(size: Size): string {
    return sizeText(size, (symbol) => {
      const found = symbols.get(symbol);
      if (found !== undefined) return found.split(' = ')[0]!;
      for (const [i, value] of block.inputs.entries()) {
        const axis = program.inference.values.get(value)?.shape?.findIndex((own) => soleSymbol(own) === symbol) ?? -1;
        if (axis < 0) continue;
        const word = identifier(symbol, 'size');
        const name = unused(/^[u-z]\d*$/.test(word) ? `${word}_size` : word, names);
        symbols.set(symbol, `${name} = ${params[i]}.shape[${axis}]`);
        return name;
      }
      if (block.path.length === 0) throw new UnsupportedError(`${program.network.name}: the open size ${formatSize(size)} is no axis of an input; give it with --bind ${symbol}=…`); // prettier-ignore
      isMissing = true;
      return '0';
    });
  }

  function isInner(value: string, text: string, next: FlatItem | undefined): boolean {
    if (next?.kind !== 'use' || !wrappers.has(next.use.node.operator) || next.use.node.domain !== '') return false;
    const reads = computedReads(next.use);
    return reads.length === 1 && reads[0] === value && variables.readsLeft(value) === 1 && text.length <= longestInner;
  }

  /** All outputs of a use that gives several, in its order; those that nobody reads are `_`. */
  function targetsOf(wanted: readonly string[], item: FlatItem): string {
    if (wanted.length === 1) return variables.name(wanted[0]!);
    const all = item.kind === 'block' ? wanted : item.use.node.outputs;
    return all.map((value) => (wanted.includes(value) ? variables.name(value) : '_')).join(', ');
  }

  function outputText(value: string): string {
    if (variables.has(value)) return variables.textOf(value);
    const operand = program.inference.values.get(value);
    if (!operand || program.kindOf(operand) !== 'known') throw new UnsupportedError(`${program.network.name}: its output "${value}" is a tensor that the network holds`); // prettier-ignore
    return tensorOfKnown(operand, size);
  }
}

/** `return F.relu(x)` rather than a name that is returned at once. */
function returnFrom(lines: string[], text: string): void {
  const last = lines.at(-1);
  if (last?.startsWith(`${text} = `)) lines[lines.length - 1] = `return ${last.slice(text.length + 3)}`;
  else lines.push(`return ${text}`);
}

/** A block whose code is known, or a use. */
type FlatItem = FlatBlock | Extract<Item, { kind: 'use' }>;
interface FlatBlock {
  readonly kind: 'block';
  readonly block: Block;
  readonly code: Code;
}

/** Blocks that can be no modules give their items. */
function flattened(items: readonly Item[], program: Program, helper: (name: string) => string): readonly FlatItem[] {
  return items.flatMap((item): readonly FlatItem[] => {
    if (item.kind === 'use') return [item];
    const code = codeOf(item, program, helper);
    return code ? [{ kind: 'block', block: item, code }] : flattened(item.items, program, helper);
  });
}

function paramsOf({ inputs, path }: Block): readonly string[] {
  if (inputs.length === 1) return ['x'];
  const taken = new Set(['self']);
  const letters = ['x', 'y', 'z', 'u'];
  return inputs.map((name, i) => unused(path.length === 0 ? identifier(name, 'input') : letters[i]!, taken));
}

/** One reading for each time that a value stands in a text, and one for each output. */
function countReadings(items: readonly FlatItem[], block: Block, program: Program): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const values = items.flatMap((item) => (item.kind === 'block' ? item.block.inputs : readsOf(item.use, program)));
  for (const value of [...values, ...block.outputs]) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function operatorOf({ node, inputs }: Use): string {
  const shape = inputs[0]?.shape;
  return `this ${node.operator}${shape ? ` of ${formatShape(shape)}` : ''}`;
}

function failure({ node }: Use, sentence: string): UnsupportedError {
  return new UnsupportedError(`${node.layer ?? node.path?.join('.') ?? node.name} (${node.name}): ${sentence}`);
}
