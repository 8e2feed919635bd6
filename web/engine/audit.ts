/** The claims that were made about a network, and what a number could be. */
import { audit, type AuditedClaim } from '../../src/audit/audit.ts';
import type { ClaimsDocument } from '../../src/audit/document.ts';
import { publishedClaims } from '../../src/audit/published.ts';
import { why } from '../../src/audit/why.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { publishedDocument, publishedNetworks } from '../../src/formats/published.ts';
import { auditJson, whyJson } from '../../src/report/audit-json.ts';
import type { Context, Opened } from './context.ts';
import { expectText } from './faults.ts';
import { asCounted } from './leftOpen.ts';
import type { ClaimView, WhyView } from './protocol.ts';

/**
 * As `layerledger audit`: claims of one file are audited together, since one row explains another, and those about the network
 * are given. A network file that was edited is held against the claims about the network whose name it has.
 */
export function auditOf({ networks }: Context, id: number): readonly ClaimView[] {
  const opened = networks.get(id);
  const name = publishedName(opened);
  if (name === undefined) return [];
  return publishedClaims(name).flatMap(({ claims: file }) => {
    const claims = opened.published === undefined ? claimsOfChanged(opened, file, name) : claimsAbout(file, name);
    return claimViews(claims, file, opened.ledger);
  });
}

function claimsAbout(file: ClaimsDocument, name: string): readonly AuditedClaim[] {
  return audit(undefined, file).claims.filter(({ network }) => network === name);
}

/** The claims about the network alone, held against what it is now. */
function claimsOfChanged({ network }: Opened, file: ClaimsDocument, name: string): readonly AuditedClaim[] {
  const claims = file.claims.filter((claim) => (claim.network ?? file.network) === name);
  return audit(network, { ...file, network: name, claims }).claims;
}

function claimViews(claims: readonly AuditedClaim[], file: ClaimsDocument, ledger: Ledger): readonly ClaimView[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's JSON, held to its schema by the command's tests
  const views = (auditJson({ title: file.title, claims }) as { claims: readonly Omit<ClaimView, 'layer'>[] }).claims;
  return views.map((view) => ({ ...view, layer: layerOf(view.id, file, ledger) }));
}

/** The one layer that a claim is about. */
function layerOf(id: string, { claims }: ClaimsDocument, { layers }: Ledger): string | null {
  const named = [claims.find((claim) => claim.id === id)?.layers ?? []].flat();
  return (named.length === 1 && layers.find(({ name }) => name === named[0])?.name) || null;
}

/** The built-in network that it is, or whose name its file has. */
function publishedName({ published, network }: Opened): string | undefined {
  const title = published === undefined ? network.name : publishedDocument(published)?.network;
  return publishedNetworks().find((one) => one.title === title)?.name;
}

/** As `layerledger why`. Throws a UsageError for a text that is no number. */
export function whyOf({ networks }: Context, id: number, number: string): WhyView {
  const opened = networks.get(id);
  const { network, published, text, count } = opened;
  const document = published !== undefined ? publishedDocument(published) : text === undefined ? undefined : expectText(text).document; // prettier-ignore
  const bind = Object.fromEntries([...(count.bind ?? [])].map(([name, size]) => [name, Number(size)]));
  const answer = whyJson(document ? why(network, number, { document, parameters: {}, bind }) : why(asCounted(opened), number)); // prettier-ignore
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's JSON, held to its schema by the command's tests
  return answer as WhyView;
}
