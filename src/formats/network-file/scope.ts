/** The names of layers: which are taken, what each gives, and where a layer may look for one. */
import { nearest } from './nearest.ts';

/** A layer as others know it. */
export interface Named {
  /** The value that it gives. */
  readonly value: string;
  /** What its nodes' and tensors' names begin with. */
  readonly id: string;
  /** The tower whose chain it stands in; absent outside such chains. */
  readonly tower: number | undefined;
}

/** The names of one block, branch or repetition. Layers of one name may stand on different towers: they are one layer. */
export interface Scope {
  readonly path: readonly string[];
  readonly parent: Scope | undefined;
  readonly named: Map<string, Named[]>;
  readonly children: Map<string, Scope>;
  /** Names that the document gives in this scope, which no generated name may take. */
  readonly given: Set<string>;
  /** Of each stem and tower, the last number that was given out. */
  readonly counts: Map<string, number>;
}

export function startNames(parent?: Scope, name?: string): Scope {
  const path = name === undefined ? (parent?.path ?? []) : [...(parent?.path ?? []), name];
  const scope: Scope = { path, parent, named: new Map(), children: new Map(), given: new Set(), counts: new Map() };
  if (parent && name !== undefined) parent.children.set(name, scope);
  return scope;
}

/** A name made from a stem: `conv1`, `conv2`. */
export function generateName(scope: Scope, stem: string, tower: number | undefined): string {
  const key = `${stem} ${tower ?? ''}`;
  let number = scope.counts.get(key) ?? 0;
  let name: string;
  do {
    number++;
    name = `${stem}${number}`;
  } while (scope.given.has(name) || isTaken(scope, name, tower));
  scope.counts.set(key, number);
  return name;
}

/** Whether a layer on that tower (or on all of them) would be a second one of its name. */
export function isTaken(scope: Scope, name: string, tower: number | undefined): boolean {
  const others = scope.named.get(name) ?? [];
  return others.some((other) => other.tower === undefined || tower === undefined || other.tower === tower);
}

export function setNamed(scope: Scope, name: string, named: Named): void {
  const others = (scope.named.get(name) ?? []).filter((other) => other.tower !== named.tower);
  scope.named.set(name, [...others, named]);
}

/**
 * The layer of a name, `conv1` or `stage1.2.conv1`, in this scope or one around it; on this tower where there are several. With a
 * dot in front, `.conv1`, it is looked for from the top of the file alone.
 */
export function findNamed(scope: Scope, name: string, tower: number | undefined): Named | undefined {
  if (name.startsWith('.')) return findWithin(rootOf(scope), name.slice(1).split('.'), tower);
  for (let around: Scope | undefined = scope; around; around = around.parent) {
    const found = findWithin(around, name.split('.'), tower);
    if (found) return found;
  }
  return undefined;
}

function rootOf(scope: Scope): Scope {
  return scope.parent ? rootOf(scope.parent) : scope;
}

/** The name nearest to a misspelt one. */
export function nearestNamed(scope: Scope, name: string): string | undefined {
  const names = new Set<string>();
  for (let around: Scope | undefined = scope; around; around = around.parent)
    for (const known of around.named.keys()) names.add(known);
  return nearest(name, names);
}

function findWithin(scope: Scope, steps: readonly string[], tower: number | undefined): Named | undefined {
  const [first, ...rest] = steps;
  const child = rest.length > 0 ? scope.children.get(first!) : undefined;
  if (child) return findWithin(child, rest, tower);
  const named = scope.named.get(steps.join('.')) ?? [];
  return (
    named.find((layer) => layer.tower === tower) ??
    named.find((layer) => layer.tower === undefined) ??
    (named.length === 1 ? named[0] : undefined)
  );
}

/** What the names of a layer's nodes and tensors begin with. */
export function idOf({ path }: Scope, name: string, tower: number | undefined): string {
  return [...path, name, ...(tower === undefined ? [] : [`tower${tower}`])].join('.');
}

/** The names given in a list of layers, and in the lists within that add no name of their own. */
export function givenNames(layers: readonly unknown[]): readonly string[] {
  return layers.flatMap((layer): readonly string[] => {
    if (typeof layer !== 'object' || layer === null || Array.isArray(layer)) return [];
    const fields: Readonly<Record<string, unknown>> = { ...layer };
    if (typeof fields['name'] === 'string') return [fields['name']];
    if (fields['repeat'] !== undefined) return [];
    const branches: readonly unknown[] = Array.isArray(fields['branches']) ? fields['branches'] : [];
    const lists = [fields['layers'], fields['each tower'], ...branches];
    return lists.flatMap((list) => (Array.isArray(list) ? givenNames(list) : []));
  });
}
