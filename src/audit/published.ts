/** The claims that are built in: what papers and others printed about the published networks. */
import type { ClaimsDocument } from './document.ts';
import { compiledClaims } from './claims.gen.ts';

export interface PublishedClaims {
  readonly name: string;
  readonly claims: ClaimsDocument;
}

export function allPublishedClaims(): readonly PublishedClaims[] {
  return compiledClaims.map(({ name, claims }) => ({ name, claims: claims() }));
}

/** The claims of a file of that name; without one, those files that make a claim about a network of that name. */
export function publishedClaims(name: string): readonly PublishedClaims[] {
  const file = compiledClaims.find((each) => each.name === name);
  if (file) return [{ name, claims: file.claims() }];
  return allPublishedClaims().filter(({ claims }) => networksOf(claims).has(name));
}

/** The networks that a file's claims are about. */
function networksOf({ network, claims }: ClaimsDocument): ReadonlySet<string> {
  const named = claims.map((claim) => claim.network ?? network);
  return new Set(named.filter((name) => name !== undefined));
}
