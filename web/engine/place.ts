/** Where a network file says a field of one of its layers: at the layer, or where the parameter that stands there is given. */
import { UsageError } from '../../src/core/errors.ts';
import type { Layer } from '../../src/core/ledger.ts';
import type { Node } from '../../src/core/network.ts';
import type { Path } from '../../src/formats/network-file/fault.ts';
import { readSaying, type Said } from '../../src/formats/network-file/saying.ts';
import { pathOf, type ReadText } from './faults.ts';
import { ledgerOf } from './ledgerOf.ts';
import { usesOf, type Use } from './uses.ts';

/** A row of the ledger with the layer of the file that made it. */
export interface Found {
  readonly layer: Layer;
  readonly node: Node;
  readonly said: Said;
}

/** Throws a UsageError for a layer that the file does not have. */
export function findLayer(read: ReadText, name: string): Found {
  const layer = ledgerOf(read.network).layers.find((one) => one.name === name || one.path.join('.') === name);
  if (!layer) throw new UsageError(`${read.network.name} has no layer "${name}"`);
  const names = new Set(layer.nodes);
  const nodes = read.network.graph.nodes.filter((node) => names.has(node.name));
  const node = nodes.find(({ operator }) => operator === layer.operator) ?? nodes[0];
  const path = pathOf(node?.place);
  if (!node || !path) throw new UsageError(`the network file does not say "${name}" by itself`);
  return { layer, node, said: readSaying(valueAt(read.document, path), path, read.document.blocks ?? {}) };
}

/** Where a value of the field has to be put. A name alone is followed to the number that it stands for. */
export function placeOf({ document }: ReadText, { layer, said }: Found, field: string): Path {
  const given = said.fields.get(field);
  const own = given?.path ?? [...parentOf(said), field];
  if (typeof given?.value !== 'string') return own;
  const uses = usesOf(document, layer.path);
  return followed(document, uses, given.value) ?? own;
}

const name = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** From the innermost use outwards: what it gives for the parameter, or the block's default; last the file's own parameters. */
function followed(document: ReadText['document'], uses: readonly Use[], word: string): Path | undefined {
  if (!name.test(word)) return undefined;
  const use = uses.at(-1);
  const block = use && document.blocks?.[use.said.word];
  if (use && block?.parameters && Object.hasOwn(block.parameters, word)) {
    const given = givenAt(use, word);
    if (!given) return typeof block.parameters[word] === 'number' ? defaultPlace(use, word) : undefined;
    if (typeof given.value !== 'string') return given.path;
    return followed(document, uses.slice(0, -1), given.value);
  }
  const { parameters = {} } = document;
  return Object.hasOwn(parameters, word) && typeof parameters[word] !== 'string' ? ['parameters', word] : undefined;
}

/** What the use says, or in its first repetition says instead. */
function givenAt({ said, index }: Use, word: string): { readonly value: unknown; readonly path: Path } | undefined {
  const first = said.fields.get('first');
  const isFirst = index === 1 && typeof first?.value === 'object' && first.value !== null && word in first.value;
  if (isFirst) return { value: Reflect.get(first.value, word), path: [...first.path, word] };
  return said.fields.get(word);
}

/** Said at the use, where it has a mapping to say it in, so that the block's other uses stay. */
function defaultPlace({ said }: Use, word: string): Path {
  const inner = [...said.fields.values()].find(({ path }) => path.length === said.path.length + 2);
  return inner ? [...inner.path.slice(0, -1), word] : ['blocks', said.word, 'parameters', word];
}

/** The mapping that holds a layer's fields: `{conv: 96}` itself, or the inner one of `{conv: {filters: 96}}`. */
function parentOf({ kind, word, fields, path }: Said): Path {
  const main = kind?.main === undefined ? undefined : fields.get(kind.main);
  return main && main.path.length === path.length + 2 ? [...path, word] : path;
}

export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, step) => (typeof part === 'object' && part !== null ? Reflect.get(part, step) : undefined),
    document,
  );
}
