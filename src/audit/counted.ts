/** Networks counted for an audit: figures as plain numbers, a row a layer, and the document to count again with a change. */
import { countNetwork } from '../core/count.ts';
import { UsageError } from '../core/errors.ts';
import { figureNames, type FigureName } from '../core/figures.ts';
import type { Layer, Ledger } from '../core/ledger.ts';
import type { Network } from '../core/network.ts';
import { isWhole, type Size } from '../core/size.ts';
import { buildNetworkFile } from '../formats/network-file/build.ts';
import type { NetworkDocument, Scalar } from '../formats/network-file/document.ts';
import { suggestion } from '../formats/network-file/nearest.ts';
import { publishedDocument, publishedNetworks } from '../formats/published.ts';

export type Parameters = Readonly<Record<string, Scalar>>;

export interface CountedNetwork {
  readonly name: string;
  readonly ledger: Ledger;
  readonly rows: readonly Row[];
  /** Its document and the parameters that it was built with; absent for a network that no document describes. */
  readonly origin?: Origin;
}

export interface Origin {
  readonly document: NetworkDocument;
  readonly parameters: Parameters;
  /** Numbers for open sizes. */
  readonly bind?: Readonly<Record<string, number>> | undefined;
}

export interface Row {
  readonly layer: Layer;
  readonly figures: Readonly<Record<FigureName, number>>;
}

export function countedOf(name: string, network: Network, origin?: Origin): CountedNetwork {
  const bind = new Map(Object.entries(origin?.bind ?? {}));
  const ledger = countNetwork(network, { bind });
  return { name, ledger, rows: ledger.layers.map(rowOf), ...(origin && { origin }) };
}

/** Builds and counts a document. Throws what building throws. */
export function countDocument(name: string, origin: Origin): CountedNetwork {
  const { document, parameters } = origin;
  return countedOf(name, buildNetworkFile(document, { name, parameters }), origin);
}

/** The documents that claims may name: a file's own and the built-in ones; each is counted once for each set of parameters. */
export class Networks {
  readonly #own: Readonly<Record<string, NetworkDocument>>;
  readonly #counted = new Map<string, CountedNetwork>();

  constructor(own: Readonly<Record<string, NetworkDocument>> = {}) {
    this.#own = own;
  }

  /** Gives a network that was read elsewhere a name. */
  put(name: string, network: Network): void {
    this.adopt(countedOf(name, network));
  }

  adopt(network: CountedNetwork): void {
    this.#counted.set(keyOf(network.name, {}), network);
  }

  /** Throws a UsageError for a name that no network has. */
  get(name: string, parameters: Parameters = {}, bind: Origin['bind'] = {}): CountedNetwork {
    const key = keyOf(name, { ...parameters, ...bind });
    const found = this.#counted.get(key) ?? this.#count(name, parameters, bind);
    this.#counted.set(key, found);
    return found;
  }

  #count(name: string, parameters: Parameters, bind: Origin['bind']): CountedNetwork {
    const document = this.#own[name] ?? publishedDocument(name);
    if (document) return countDocument(name, { document, parameters, bind });
    const known = [...Object.keys(this.#own), ...publishedNetworks().map((network) => network.name)];
    throw new UsageError(`no network is named "${name}"${suggestion(name, known)}`);
  }
}

function keyOf(name: string, parameters: Parameters): string {
  return JSON.stringify([name, Object.entries(parameters).map(([key, value]) => [key, String(value)])]);
}

function rowOf(layer: Layer): Row {
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that all keys are there
  const figures = Object.fromEntries(figureNames.map((name) => [name, numberOf(layer[name])])) as Row['figures'];
  return { layer, figures };
}

/** A size as a number; NaN where it is open, so that what depends on it is not decided. */
export function numberOf(size: Size): number {
  return isWhole(size) ? Number(size) : NaN;
}
