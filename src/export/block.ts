/** The blocks of a network: what its paths nest, where that can stand as a module of its own. */
import type { Program, Use } from './use.ts';

export interface Block {
  readonly kind: 'block';
  readonly path: readonly string[];
  readonly items: readonly Item[];
  /** Names of the computed values that it reads from outside, and of those that are read outside. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export type Item = Block | { readonly kind: 'use'; readonly use: Use };

/** A module with more inputs or outputs is harder to read than its lines where they are used. */
const mostValues = 4;

/** The whole network as a block. */
export function blocksOf(program: Program): Block {
  const { uses, network } = program;
  const closed = closedIn(program);
  const items = group(uses, 0);
  return { kind: 'block', path: [], items, inputs: network.graph.inputs.map(({ name }) => name), outputs: network.graph.outputs.map(({ name }) => name) }; // prettier-ignore

  function group(uses: readonly Use[], depth: number): readonly Item[] {
    const runs = runsOf(uses, depth);
    const seen = new Map<string, number>();
    for (const { word } of runs) if (word !== undefined) seen.set(word, (seen.get(word) ?? 0) + 1);
    return runs.flatMap(({ word, uses: own }): readonly Item[] => {
      const isScope = own.some(({ node }) => (node.path?.length ?? 0) > depth + 1);
      if (word === undefined || !isScope) return own.map((use) => ({ kind: 'use', use }));
      const inner = group(own, depth + 1);
      const only = inner.length === 1 ? inner[0]! : undefined;
      if (only?.kind === 'block' || seen.get(word)! > 1) return inner;
      const block = blockOf(own, inner, own[0]!.node.path!.slice(0, depth + 1));
      return isModule(block, own) ? [block] : inner;
    });
  }

  function blockOf(own: readonly Use[], items: readonly Item[], path: readonly string[]): Block {
    const given = new Set(own.flatMap(({ wanted }) => wanted));
    const inputs = new Set(own.flatMap((use) => readsOf(use, program)).filter((name) => !given.has(name)));
    const members = new Set(own);
    const outputs = [...given].filter((name) =>
      (closed.readers.get(name) ?? []).some((reader) => reader === 'network' || !members.has(reader)),
    );
    return { kind: 'block', path, items, inputs: [...inputs], outputs };
  }

  function isModule({ inputs, outputs }: Block, own: readonly Use[]): boolean {
    const members = new Set(own);
    const weighted = own.filter((use) => use.inputs.some((input) => input?.constant && input.learned));
    const isClosed = own.every((use) => use.inputs.every((input) => (closed.users.get(program.tensorOf(input) ?? '') ?? []).every((user) => members.has(user)))); // prettier-ignore
    const isSmall =
      inputs.length >= 1 && inputs.length <= mostValues && outputs.length >= 1 && outputs.length <= mostValues;
    return weighted.length >= 2 && isSmall && isClosed;
  }
}

/** The computed values that a use reads; a weight that the file turns is its module's. */
export function readsOf({ inputs, owned }: Use, { kindOf }: Program): readonly string[] {
  return inputs.flatMap((input, i) => (input && kindOf(input) === 'computed' && !owned.has(i) ? [input.name] : []));
}

/** Who reads each value (the network itself where it is an output), and who uses each tensor. */
function closedIn(program: Program): {
  readonly readers: ReadonlyMap<string, readonly (Use | 'network')[]>;
  readonly users: ReadonlyMap<string, readonly Use[]>;
} {
  const readers = new Map<string, (Use | 'network')[]>();
  const users = new Map<string, Use[]>();
  for (const use of program.uses) {
    for (const name of readsOf(use, program)) push(readers, name, use);
    for (const input of [...use.inputs, use.bias]) {
      const tensor = program.tensorOf(input);
      if (tensor !== undefined && input?.learned) push(users, tensor, use);
    }
  }
  for (const { name } of program.network.graph.outputs) push(readers, name, 'network');
  return { readers, users };
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

interface Run {
  readonly word: string | undefined;
  readonly uses: Use[];
}

/** Neighbours whose paths have the same word at that depth. */
function runsOf(uses: readonly Use[], depth: number): readonly Run[] {
  const runs: Run[] = [];
  for (const use of uses) {
    const word = use.node.path?.[depth];
    const last = runs.at(-1);
    if (last && last.word === word) last.uses.push(use);
    else runs.push({ word, uses: [use] });
  }
  return runs;
}
