/** The built-in networks: published architectures, each compiled from its file in networks/. */
import { UsageError } from '../core/errors.ts';
import type { Network } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { buildNetworkFile } from './network-file/build.ts';
import type { NetworkDocument, Scalar } from './network-file/document.ts';
import { DocumentFault, formatPath } from './network-file/fault.ts';
import { nearest, suggestion } from './network-file/nearest.ts';
import { variantOf } from './network-file/variant.ts';
import { compiledFiles, type CompiledNetwork } from './published.gen.ts';

export interface PublishedNetwork {
  /** By which it is opened: `alexnet`. */
  readonly name: string;
  /** As its authors write it: `AlexNet`. */
  readonly title: string;
  /** The publication. */
  readonly source: string;
  /** Parameters with their defaults, of a network that is a family. */
  readonly parameters: Readonly<Record<string, Scalar>>;
}

export interface PublishedOptions {
  /** Shapes that replace those of the inputs, the batch first, by name; the key `''` is the only input. */
  readonly inputs?: ReadonlyMap<string, Shape> | undefined;
  readonly parameters?: Readonly<Record<string, Scalar>> | undefined;
}

export function publishedNetworks(): readonly PublishedNetwork[] {
  return compiledFiles.flatMap(({ networks, document }) =>
    networks.map(({ name, title }) => {
      const { source = '', parameters = {} } = variantOf(document(), name);
      return { name, title, source, parameters };
    }),
  );
}

/** Whether a built-in network has that name, in any of its spellings: `alexnet`, `AlexNet`, `alex-net`. */
export function isPublished(name: string): boolean {
  return find(name) !== undefined;
}

/** Throws a UsageError for a name that no network has, and for parameters that it does not have or that contradict it. */
export function openPublished(name: string, { parameters, inputs }: PublishedOptions = {}): Network {
  const found = find(name);
  if (!found) throw new UsageError(`no published network is named "${name}"${suggestion(name, names())}`);
  try {
    return buildNetworkFile(found.document, { name: found.name, format: 'published network', parameters, inputs });
  } catch (error) {
    if (!(error instanceof DocumentFault)) throw error;
    throw new UsageError(`${found.name}, ${formatPath(error.path)}: ${error.message}`, { cause: error });
  }
}

/** The checked document of a built-in network, to show or to change. */
export function publishedDocument(name: string): NetworkDocument | undefined {
  return find(name)?.document;
}

/** The built-in network whose name is nearest to a misspelt one. */
export function nearestName(name: string): string | undefined {
  return nearest(plain(name), names());
}

function find(name: string): { readonly name: string; readonly document: NetworkDocument } | undefined {
  const wanted = plain(name);
  const isWanted = ({ name, title, aliases }: CompiledNetwork): boolean =>
    [name, title, ...aliases].some((known) => plain(known) === wanted);
  for (const { networks, document } of compiledFiles) {
    const found = networks.find(isWanted);
    if (found) return { name: found.name, document: variantOf(document(), found.name) };
  }
  return undefined;
}

/** Names differ by their letters and digits alone. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}.]/gu, '');
}

function names(): readonly string[] {
  return compiledFiles.flatMap(({ networks }) => networks.map(({ name }) => name));
}
