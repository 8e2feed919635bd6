/** What building a document carries along: what is the same for all of it, and where a chain of layers has got to. */
import type { Builder } from '../../core/build.ts';
import type { BlockText } from './document.ts';
import { evaluate } from './expression.ts';
import { DocumentFault, describe, type Path } from './fault.ts';
import { readText, type Placed, type Site } from './field.ts';
import { suggestion } from './nearest.ts';
import type { Quantity } from './quantity.ts';
import { findNamed, nearestNamed, type Named, type Scope } from './scope.ts';

/** What is the same for a whole document. */
export interface Frame {
  readonly builder: Builder;
  readonly blocks: Readonly<Record<string, BlockText>>;
  /** The network's parameters, which every expression may use. */
  readonly parameters: ReadonlyMap<string, Quantity>;
  /** Over how many towers the network is laid; `undefined` where the document says nothing of towers. */
  readonly towers: number | undefined;
  readonly placeOf: (path: Path) => string | undefined;
  /** Layers, repetitions and blocks built so far. */
  built: number;
}

/** Where a chain of layers has got to. */
export interface Here {
  readonly value: string;
  readonly scope: Scope;
  /** The block's parameters, and `index` in a repetition. */
  readonly variables: ReadonlyMap<string, Quantity>;
  /** The tower whose chain this is. */
  readonly tower: number | undefined;
  /** The blocks that it stands in, outermost first. */
  readonly within: readonly string[];
}

/** What expressions need of a frame and of where they stand. */
interface Surroundings {
  readonly parameters: ReadonlyMap<string, Quantity>;
  readonly variables?: ReadonlyMap<string, Quantity>;
  /** The shape of what the layer reads. */
  readonly shape?: () => ReturnType<Builder['shapeOf']>;
}

/** Where an expression of a layer stands: it may name variables, the network's parameters, and `channels` and `features`. */
export function siteOf({ parameters, builder }: Frame, path: Path, { variables, value }: Here): Site {
  return siteWith({ parameters, variables, shape: () => builder.shapeOf(value) }, path);
}

export function siteWith({ parameters, variables, shape }: Surroundings, path: Path): Site {
  const read = (name: string): Quantity | undefined =>
    name === 'channels' ? shape?.()?.[1] : name === 'features' ? shape?.()?.at(-1) : undefined;
  const lookup = (name: string): Quantity | undefined => variables?.get(name) ?? parameters.get(name) ?? read(name);
  const known = (): string[] => [...(variables?.keys() ?? []), ...parameters.keys(), 'channels', 'features'];
  return {
    path,
    evaluate: (text, path, words = []) => {
      const suggest = (name: string): string => suggestion(name, [...words, ...known()]);
      const fault = (sentence: string, offset: number): DocumentFault => new DocumentFault(sentence, path, { offset });
      return evaluate(text, { lookup, suggest, fault });
    },
  };
}

/** A number, yes or no, or an expression for either. */
export function readQuantity(value: unknown, { path, evaluate }: Site): Quantity {
  if (typeof value === 'string') return evaluate(value, path);
  if (typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new DocumentFault(`expected a number, true or false, or an expression, got ${describe(value)}`, path);
}

/** The layer of a name that stands before. Throws a DocumentFault with the nearest name. */
export function readNamed(reference: Placed<unknown>, { scope, tower }: Here): Named {
  const { value: name, path } = readText(reference, 'a layer’s name');
  const found = findNamed(scope, name, tower);
  if (found) return found;
  const near = nearestNamed(scope, name);
  const hint = near === undefined ? '; a layer reads layers that stand before it' : `; did you mean "${near}"?`;
  throw new DocumentFault(`no layer before this one is named ${describe(name)}${hint}`, path);
}
