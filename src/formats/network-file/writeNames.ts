/**
 * Names for the layers of a file that is written: the paths of nodes become groups where their nodes stand together, and every
 * value gets a name by which the reader finds it from wherever it is read.
 */
import type { Node } from '../../core/network.ts';

/** Where a layer stands and what it is called. */
export interface Place {
  /** The groups around it, outermost first. */
  readonly scope: readonly string[];
  readonly name: string;
  /** Its row of the ledger, where groups and name do not say it: a word within the groups, or the whole path. */
  readonly row?: string | readonly string[] | undefined;
}

/** A scope as the reader will know it: what is named in it so far, and the scopes within. */
interface Known {
  readonly named: Map<string, string>;
  readonly children: Map<string, Known>;
}

export interface Names {
  /** Opens what is needed for the node's path and gives a name that is free there. Nodes are placed in their order. */
  place(node: Node): Place;
  /** Another name in the same scope, for a further output. */
  another(place: Place, name: string): string;
  /** Makes a value known from the place on. */
  give(scope: readonly string[], name: string, value: string): void;
  /** The words by which a value is found from a scope; `undefined` where other names stand before it everywhere. */
  reference(value: string, scope: readonly string[]): string | undefined;
}

export function startNames(): Names {
  const root: Known = { named: new Map(), children: new Map() };
  const where = new Map<string, Place>();
  let open: { readonly words: readonly string[]; readonly scope: readonly string[] } = { words: [], scope: [] };
  return { place, another, give, reference };

  function place(node: Node): Place {
    const path = node.path && node.path.length > 0 ? node.path : [node.name];
    const isOfOpen = path.length <= open.words.length && path.every((word, i) => word === open.words[i]);
    const words = isOfOpen ? path : path.slice(0, -1);
    const scope: string[] = [];
    words.forEach((word, depth) => {
      const isSame = words.slice(0, depth + 1).every((own, i) => own === open.words[i]);
      scope.push(isSame ? open.scope[depth]! : free(scope, plain(word)));
      knownAt(scope);
    });
    open = { words, scope };
    const name = free(scope, isOfOpen ? node.operator.toLowerCase() : plain(path.at(-1)!));
    return { scope, name, row: rowOf(path, scope, name) };
  }

  function another(around: Place, name: string): string {
    return free(around.scope, plain(name));
  }

  /** A name that neither a layer nor a group of the scope has. */
  function free(scope: readonly string[], name: string): string {
    const { named, children } = knownAt(scope);
    let found = name;
    for (let i = 2; named.has(found) || children.has(found) || (found === 'input' && scope.length > 0); i++)
      found = `${name}_${i}`;
    return found;
  }

  function give(scope: readonly string[], name: string, value: string): void {
    knownAt(scope).named.set(name, value);
    where.set(value, { scope, name });
  }

  function reference(value: string, from: readonly string[]): string | undefined {
    const { scope, name } = where.get(value) ?? { scope: [], name: '' };
    const whole = [...scope, name];
    for (let depth = from.length; depth >= 0; depth--) {
      const isAround = from.slice(0, depth).every((word, i) => word === scope[i]);
      const words = whole.slice(depth);
      if (isAround && depth <= scope.length && look(words, from) === value) return words.join('.');
    }
    return lookWithin(root, whole) === value ? `.${whole.join('.')}` : undefined;
  }

  /** As the reader looks (scope.ts): in this scope, then in those around. */
  function look(words: readonly string[], from: readonly string[]): string | undefined {
    for (let depth = from.length; depth >= 0; depth--) {
      const found = lookWithin(knownAt(from.slice(0, depth)), words);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function lookWithin({ named, children }: Known, words: readonly string[]): string | undefined {
    const child = words.length > 1 ? children.get(words[0]!) : undefined;
    return child ? lookWithin(child, words.slice(1)) : named.get(words.join('.'));
  }

  function knownAt(scope: readonly string[]): Known {
    return scope.reduce((around, word) => {
      const inner = around.children.get(word) ?? {
        named: new Map<string, string>(),
        children: new Map<string, Known>(),
      };
      around.children.set(word, inner);
      return inner;
    }, root);
  }
}

/** Nothing where the reader makes the path of the groups and the name by itself. */
function rowOf(path: readonly string[], scope: readonly string[], name: string): Place['row'] {
  const isWithin = path.length === scope.length + 1 && scope.every((word, i) => word === path[i]);
  if (!isWithin) return path;
  return path.at(-1) === name ? undefined : path.at(-1);
}

/** Dots part the words of a path. */
export function plain(name: string): string {
  return name.replaceAll('.', '_') || 'layer';
}
