/** Where a block is used: the layer of a network file that stands for a block of the ledger's paths. */
import type { NetworkDocument } from '../../src/formats/network-file/document.ts';
import type { Placed } from '../../src/formats/network-file/field.ts';
import { readBranches } from '../../src/formats/network-file/layers/structure.ts';
import { readSaying, type Said } from '../../src/formats/network-file/saying.ts';

/** A use of a block, and the number of its repetition. */
export interface Use {
  readonly said: Said;
  readonly index: number;
}

/** The uses in which a row of the ledger stands, outermost first; `path` is the row's. A name that was generated is counted. */
export function usesOf(document: NetworkDocument, path: readonly string[]): readonly Use[] {
  return within(document, { value: document.layers, path: ['layers'] }, path) ?? [];
}

function within(document: NetworkDocument, list: Placed<unknown>, path: readonly string[]): readonly Use[] | undefined {
  const counts = new Map<string, number>();
  for (const said of sayingsOf(document, list)) {
    const name = nameOf(said, counts);
    const isNamed = name !== undefined;
    if (isNamed && name !== path[0]) continue;
    const rest = isNamed ? path.slice(said.fields.has('repeat') ? 2 : 1) : path;
    if (!said.kind) {
      const layers = document.blocks?.[said.word]?.layers;
      const inner = within(document, { value: layers, path: ['blocks', said.word, 'layers'] }, rest);
      return [{ said, index: said.fields.has('repeat') ? Number(path[1]) : 1 }, ...(inner ?? [])];
    }
    for (const inner of listsOf(said)) {
      const found = within(document, inner, rest);
      if (found && found.length > 0) return found;
    }
  }
  return undefined;
}

function sayingsOf({ blocks = {} }: NetworkDocument, { value, path }: Placed<unknown>): readonly Said[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map((raw, i) => readSaying(raw, [...path, i], blocks));
}

/** Of a block or a named group; groups without a name add nothing to paths. */
function nameOf({ kind, word, fields }: Said, counts: Map<string, number>): string | undefined {
  const given = fields.get('name')?.value;
  if (typeof given === 'string') return given;
  if (kind && !(kind.isGroup && fields.has('repeat'))) return kind.isGroup ? undefined : '';
  const stem = kind?.stem ?? word;
  counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return `${stem}${counts.get(stem)}`;
}

function listsOf({ fields }: Said): readonly Placed<unknown>[] {
  const layers = fields.get('layers');
  const branches = fields.get('branches');
  return [...(layers ? [layers] : []), ...(branches ? readBranches(branches).map((branch) => branch.layers) : [])];
}
