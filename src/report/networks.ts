/** The list of built-in networks. */
import { text, type Table } from './table.ts';
import { schemaVersion, version } from './version.ts';

/** What the list says of each. */
export interface ListedNetwork {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly parameters: Readonly<Record<string, number | bigint | string | boolean>>;
}

export function networksJson(networks: readonly ListedNetwork[]): object {
  const listed = networks.map(({ name, title, source, parameters }) => {
    const defaults = Object.entries(parameters).map(
      ([key, value]) => [key, typeof value === 'bigint' ? `${value}` : value] as const,
    );
    return { name, title, source, parameters: Object.fromEntries(defaults) };
  });
  return { schemaVersion, layerledger: version, networks: listed };
}

export function networksTable(networks: readonly ListedNetwork[]): Table {
  return {
    headings: [
      { key: 'name', title: 'name', align: 'left', leaves: 0 },
      { key: 'network', title: 'network', align: 'left', leaves: 2 },
      { key: 'parameters', title: 'parameters', align: 'left', leaves: 1 },
      { key: 'source', title: 'source', align: 'left', leaves: 3 },
    ],
    rows: networks.map(({ name, title, source, parameters }) => [
      text(name),
      text(title),
      text(Object.entries(parameters).map(([key, value]) => `${key}=${value}`).join(' ')), // prettier-ignore
      text(source),
    ]),
  };
}
