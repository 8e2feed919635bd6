/** Layers → YAML: one a line, in groups where their paths begin alike. */
import { Document, isMap, isScalar, visit } from 'yaml';
import type { WrittenLayer } from './write.ts';

interface Group {
  readonly name: string;
  readonly layers: (Group | Readonly<Record<string, unknown>>)[];
}

/** What stands before the layers: an entry a line. */
export function headText(head: Readonly<Record<string, unknown>>): string {
  const document = new Document(head, { aliasDuplicateObjects: false });
  visit(document, {
    Map: (_, node, path) => {
      node.flow = path.length >= 4;
    },
    Seq: (_, node, path) => {
      const isProse = node.items.every((item) => isScalar(item) && typeof item.value === 'string');
      node.flow = path.length >= 4 && !isProse;
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}

/** `layers:` and what follows. */
export function layersText(layers: readonly WrittenLayer[]): string {
  const root: Group = { name: '', layers: [] };
  let open: readonly Group[] = [root];
  for (const { scope, fields } of layers) {
    const stays = scope.findIndex((word, i) => open[i + 1]?.name !== word);
    open = open.slice(0, (stays === -1 ? scope.length : stays) + 1);
    for (const word of scope.slice(open.length - 1)) {
      const group: Group = { name: word, layers: [] };
      open.at(-1)!.layers.push(group);
      open = [...open, group];
    }
    open.at(-1)!.layers.push(fields);
  }
  const document = new Document({ layers: root.layers.map(textOf) }, { aliasDuplicateObjects: false });
  visit(document, {
    Map: (_, node) => {
      node.flow = !node.has('layers');
    },
    Seq: (_, node, path) => {
      node.flow = path.some((around) => isMap(around) && around.flow === true);
    },
    Scalar: (_, node) => {
      if (isScalar(node) && node.value === null) node.source = '';
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, nullStr: 'true' });
}

function textOf(entry: Group | Readonly<Record<string, unknown>>): unknown {
  return isGroup(entry) ? { name: entry.name, layers: entry.layers.map(textOf) } : entry;
}

function isGroup(entry: Group | Readonly<Record<string, unknown>>): entry is Group {
  return Array.isArray(entry['layers' as keyof typeof entry]);
}
