/**
 * Channel atoms. Every axis of every stored tensor gets an id for each of its indices; two ids that an operator forces to stay
 * or go together become one atom (a residual addition, a depthwise filter and its channel, the groups of a convolution).
 * One mechanism that serves solving and applying: an axis is the list of its ids, whatever was concatenated or flattened.
 */

/** The ids along an axis; `null` is an axis that nothing can shorten: the batch, a height, a kernel. */
export type Strip = Int32Array | null;

/** What a layer does with the axis of one of its tensors. */
export type Part =
  | 'creates' // an index is a filter: it makes a channel
  | 'reads' // an index is the weights of a channel that is read
  | 'follows'; // an index is a number of its own for each channel: a bias, a norm's scale

/** The ids of one axis of a stored tensor: `start` to `start + length`. */
export interface Owner {
  readonly tensor: string;
  readonly axis: number;
  readonly start: number;
  readonly length: number;
}

export interface Atoms {
  readonly owners: readonly Owner[];
  /** Ids for one axis of a tensor; an axis of one index needs none. */
  fresh(tensor: string, axis: number, length: number): Strip;
  /** Ids that belong to no tensor. */
  freshFixed(length: number): Int32Array;
  /** The two axes stay of one kind, index by index; where one cannot change, neither can the other, for that reason. */
  same(a: Strip, b: Strip, reason: string): Strip;
  /** All ids of an atom that must not go, and why. The first reason is kept. */
  freeze(strip: Strip, reason: string): void;
  /** Says what is done with the axes that the ids come from. */
  mark(strip: Strip, part: Part): void;
  /** The atom that an id belongs to, named by one of its ids; it changes when atoms become one. */
  rootOf(id: number): number;
  frozenReason(id: number): string | undefined;
  partOf(owner: Owner): Part;
}

/** Starts with no ids. */
export function startAtoms(): Atoms {
  const parents: number[] = [];
  const ownerOf: number[] = [];
  const owners: Owner[] = [];
  const parts: (Part | undefined)[] = [];
  const frozen = new Map<number, string>();
  return { owners, fresh, freshFixed, same, freeze, mark, rootOf, frozenReason, partOf };

  function fresh(tensor: string, axis: number, length: number): Strip {
    if (length <= 1) return null;
    owners.push({ tensor, axis, start: parents.length, length });
    return ids(length, owners.length - 1);
  }

  function freshFixed(length: number): Int32Array {
    return ids(length, -1);
  }

  function ids(length: number, owner: number): Int32Array {
    const start = parents.length;
    for (let i = 0; i < length; i++) {
      parents.push(start + i);
      ownerOf.push(owner);
    }
    return Int32Array.from({ length }, (_, i) => start + i);
  }

  function rootOf(id: number): number {
    let at = id;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  }

  function same(a: Strip, b: Strip, reason: string): Strip {
    if (a === b) return a;
    if (a === null || b === null || a.length !== b.length) {
      freeze(a, reason);
      freeze(b, reason);
      return null;
    }
    a.forEach((id, i) => unite(id, b[i]!));
    return a;
  }

  function unite(a: number, b: number): void {
    const [kept, gone] = [rootOf(a), rootOf(b)];
    if (kept === gone) return;
    parents[gone] = kept;
    const reason = frozen.get(gone);
    if (reason !== undefined && !frozen.has(kept)) frozen.set(kept, reason);
  }

  function freeze(strip: Strip, reason: string): void {
    for (const id of strip ?? []) {
      const root = rootOf(id);
      if (!frozen.has(root)) frozen.set(root, reason);
    }
  }

  function mark(strip: Strip, part: Part): void {
    for (const id of strip ?? []) {
      const owner = ownerOf[id]!;
      if (owner >= 0 && parts[owner] !== 'creates') parts[owner] = part;
    }
  }

  function frozenReason(id: number): string | undefined {
    return frozen.get(rootOf(id));
  }

  function partOf(owner: Owner): Part {
    return parts[ownerOf[owner.start]!] ?? 'follows';
  }
}
