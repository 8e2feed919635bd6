/** Names that are given once: a name that is taken gets a number behind it. */

/** A function that gives `name` the first time it is asked for it, then `name#2`, `name#3`, …. */
export function nameTaker(): (name: string) => string {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (name) => {
    let free = name;
    let count = counts.get(name) ?? 1;
    while (taken.has(free)) free = `${name}#${++count}`;
    counts.set(name, count);
    taken.add(free);
    return free;
  };
}
