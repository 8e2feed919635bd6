/** Names for the values of one function: a name is used again when what it held has been read for the last time. */

export interface Variables {
  /** The text of a value that was set. */
  textOf(value: string): string;
  has(value: string): boolean;
  /** Counts a reading of the value; after the last one its names are free. */
  read(value: string): void;
  /** Gives the value a name, one that just became free where there is one. */
  name(value: string): string;
  /** The value stands as an expression in the only place where it is read; `values` are what the expression reads. */
  inline(value: string, text: string, values: readonly string[]): void;
  /** How often the value is still read. */
  readsLeft(value: string): number;
}

const preferred = ['x', 'y', 'z', 'u', 'v', 'w'];

interface Held {
  readonly text: string;
  readonly names: readonly string[];
}

/** `readings`: how often each value is read; `taken`: names that mean something else; `given`: the arguments by their values. */
export function startVariables(
  readings: ReadonlyMap<string, number>,
  given: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
): Variables {
  const left = new Map(readings);
  const held = new Map<string, Held>([...given].map(([value, name]) => [value, { text: name, names: [name] }]));
  const busy = new Set([...taken, ...given.values()]);
  const freed: string[] = [];
  for (const [value, name] of given) if (!left.get(value)) free([name]);
  return { textOf, has: (value) => held.has(value), read, name, inline, readsLeft: (value) => left.get(value) ?? 0 };

  function textOf(value: string): string {
    return held.get(value)?.text ?? 'None';
  }

  function read(value: string): void {
    const reads = (left.get(value) ?? 0) - 1;
    left.set(value, reads);
    if (reads === 0) free(held.get(value)?.names ?? []);
  }

  function free(names: readonly string[]): void {
    for (const name of names) busy.delete(name);
    freed.push(...names);
  }

  function name(value: string): string {
    const latest = freed.findLast((candidate) => !busy.has(candidate) && /^[x-zu-w]\d*$/.test(candidate));
    const chosen = latest ?? fresh();
    freed.length = 0;
    busy.add(chosen);
    held.set(value, { text: chosen, names: [chosen] });
    if (!left.get(value)) free([chosen]);
    return chosen;
  }

  function fresh(): string {
    for (let round = 0; ; round++) {
      const found = preferred
        .map((letter) => (round === 0 ? letter : `${letter}${round}`))
        .find((name) => !busy.has(name));
      if (found !== undefined) return found;
    }
  }

  function inline(value: string, text: string, values: readonly string[]): void {
    const names = [...new Set(values.flatMap((read) => held.get(read)?.names ?? []))].filter((name) => !busy.has(name));
    for (const name of names) busy.add(name);
    freed.length = 0;
    held.set(value, { text, names });
  }
}
