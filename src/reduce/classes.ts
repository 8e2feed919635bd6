/** Width classes: the channels that must change together, found from the atoms that have the same uses. */
import type { Node } from '../core/network.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Owner, Strip } from './axes/atoms.ts';
import type { Followed } from './axes/follow.ts';
import type { Length } from './solve/problem.ts';

/** Channels that are used alike everywhere: any number of them may stay, on all axes together. */
export interface WidthClass {
  /** Named by the first layer that makes its channels. */
  readonly name: string;
  /** The layers that make its channels, in the network's order. */
  readonly layers: readonly string[];
  /** Ids of its atoms, in the order of the first axis that makes them. */
  readonly atoms: Int32Array;
  /** How many indices of the first axis that makes them one atom stands for: the groups, the width of a head. */
  readonly channelsPerAtom: number;
  /** Original width of that axis: atoms × channels of an atom. */
  readonly width: number;
  /** Whether its first layer slides (a convolution) or is fully connected. */
  readonly kind: 'conv' | 'fc';
  /** Why it cannot change; absent where it is free. */
  readonly frozen?: string;
  /** Nodes that compute over these channels, so that removing some changes what the others give. */
  readonly mixedBy: readonly string[];
}

export interface Classes {
  readonly followed: Followed;
  readonly free: readonly WidthClass[];
  readonly frozen: readonly WidthClass[];
  /** How many atoms each free class has. */
  readonly original: readonly number[];
  /** The class of an atom, as an index of `free`; −1 where the atom is frozen or made by no layer. */
  classOf(id: number): number;
}

/** An axis that makes channels. */
interface Maker {
  readonly owner: Owner;
  readonly layer: string;
  readonly kind: 'conv' | 'fc';
  /** Place of its node in the network's order. */
  readonly place: number;
}

/** The width classes of a counted network. */
export function widthClasses(followed: Followed, ledger: Ledger): Classes {
  const { atoms } = followed;
  const signatures = signaturesOf(followed);
  const makers = makersOf(followed, ledger);
  const made = new Map<string, { atoms: number[]; seen: Set<number>; makers: Maker[]; count: number }>();
  for (const maker of makers) {
    for (let id = maker.owner.start; id < maker.owner.start + maker.owner.length; id++) {
      const root = atoms.rootOf(id);
      const key = signatures.get(root)!;
      const group = made.get(key) ?? { atoms: [], seen: new Set(), makers: [], count: 0 };
      made.set(key, group);
      if (!group.seen.has(root)) group.atoms.push(root);
      group.seen.add(root);
      if (group.makers.at(-1) !== maker) group.makers.push(maker);
      if (group.makers[0] === maker) group.count++;
    }
  }
  const mixed = mixersByAtom(followed);
  const all = named(
    [...made.values()].map(({ atoms: roots, makers: [first, ...others], count }) => ({
      name: first!.layer,
      layers: [...new Set([first!, ...others].map(({ layer }) => layer))],
      atoms: Int32Array.from(roots),
      channelsPerAtom: count / roots.length,
      width: count,
      kind: first!.kind,
      mixedBy: mixed.get(roots[0]!) ?? [],
      ...frozenOf(followed, roots, first!),
    })),
  );
  const free = all.filter(({ frozen }) => frozen === undefined);
  const indexOf = new Map(free.flatMap(({ atoms: roots }, i) => [...roots].map((root) => [root, i] as const)));
  return {
    followed,
    free,
    frozen: all.filter(({ frozen }) => frozen !== undefined),
    original: free.map((each) => each.atoms.length),
    classOf: (id) => indexOf.get(atoms.rootOf(id)) ?? -1,
  };
}

function frozenOf({ atoms }: Followed, roots: readonly number[], { owner }: Maker): { frozen?: string } {
  const reason = atoms.frozenReason(roots[0]!);
  if (reason !== undefined) return { frozen: reason };
  return roots.length === 1 ? { frozen: `has one channel, or ${owner.length} that stay or go together` } : {};
}

/** For each atom, on which axes of which tensors it stands and how often: atoms with equal signatures are one class. */
function signaturesOf({ atoms }: Followed): ReadonlyMap<number, string> {
  const uses = new Map<number, Map<number, number>>();
  atoms.owners.forEach(({ start, length }, owner) => {
    for (let id = start; id < start + length; id++) {
      const root = atoms.rootOf(id);
      const own = uses.get(root) ?? new Map<number, number>();
      uses.set(root, own);
      own.set(owner, (own.get(owner) ?? 0) + 1);
    }
  });
  const signatures = new Map<number, string>();
  for (const [root, own] of uses)
    signatures.set(root, `${[...own].flat().join(' ')} ${atoms.frozenReason(root) === undefined ? '' : 'frozen'}`);
  return signatures;
}

/** The axes that make channels, in the order of the network, with the ledger's names for their layers. */
function makersOf(followed: Followed, ledger: Ledger): readonly Maker[] {
  const { atoms } = followed;
  const userOf = tensorUsers(followed, ledger);
  return atoms.owners
    .filter((owner) => atoms.partOf(owner) === 'creates')
    .flatMap((owner) => {
      const user = userOf(owner.tensor);
      return user ? [{ owner, ...user }] : [];
    })
    .toSorted((a, b) => a.place - b.place);
}

/** The layer that a stored tensor belongs to: its reader's, or where that only rearranges or decodes it, the one behind. */
export function tensorUsers(
  { inference }: Followed,
  ledger: Ledger,
): (tensor: string) => Omit<Maker, 'owner'> | undefined {
  const layers = new Map(ledger.layers.flatMap(({ name, nodes }) => nodes.map((node) => [node, name] as const)));
  const users = new Map<string, { node: Node; place: number }>();
  inference.steps.forEach(({ node }, place) => {
    for (const input of node.inputs) {
      const root = inference.values.get(input)?.root ?? input;
      for (const name of [input, root]) if (!users.has(name)) users.set(name, { node, place });
    }
  });
  return (tensor) => {
    let name = tensor;
    for (let hops = 0; hops < maxHops; hops++) {
      const user = users.get(name);
      if (!user) return undefined;
      const { node, place } = user;
      if (/^(Conv|ConvTranspose|Gemm|MatMul|Gather|RNN|GRU|LSTM)$/.test(node.operator))
        return {
          layer: layers.get(node.name) ?? node.name,
          kind: node.operator.startsWith('Conv') ? 'conv' : 'fc',
          place,
        };
      name = node.outputs[0]!;
    }
    return undefined;
  };
}

/** Nodes between a stored tensor and the layer that uses it: dequantisation, transposition, standardisation. */
const maxHops = 16;

function mixersByAtom({ mixing, atoms }: Followed): ReadonlyMap<number, readonly string[]> {
  const mixers = new Map<number, string[]>();
  for (const { node, strip } of mixing) {
    for (const root of new Set([...strip].map(atoms.rootOf))) {
      const names = mixers.get(root) ?? [];
      mixers.set(root, names);
      if (names.at(-1) !== node.name) names.push(node.name);
    }
  }
  return mixers;
}

/** Two classes that one layer makes are told apart by a number. */
function named(classes: readonly WidthClass[]): readonly WidthClass[] {
  const counts = new Map<string, number>();
  for (const { name } of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return classes.map((each) => {
    if (counts.get(each.name) === 1) return each;
    const place = (seen.get(each.name) ?? 0) + 1;
    seen.set(each.name, place);
    return { ...each, name: `${each.name}#${place}` };
  });
}

/** How long an axis is where each class keeps some atoms: how many of its indices each of them stands for, and what is fixed. */
export function lengthOf(strip: Strip, size: number, { classOf, original }: Classes): Length {
  if (!strip) return { constant: size, parts: [] };
  const counts = new Map<number, number>();
  for (const id of strip) counts.set(classOf(id), (counts.get(classOf(id)) ?? 0) + 1);
  const constant = counts.get(-1) ?? 0;
  counts.delete(-1);
  return {
    constant,
    parts: [...counts].map(([variable, count]) => ({ variable, times: count / original[variable]! })),
  };
}
