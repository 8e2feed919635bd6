/** `layerledger/audit`: what was printed about networks, held against what they count. */
export { audit, type Audit, type AuditedClaim, type Explanation, type Verdict } from './audit.ts';
export type { ClaimsDocument, ClaimText, SubjectText } from './document.ts';
export { openClaims } from './open.ts';
export { matchOf, readPrinted, type Match, type Printed } from './printed.ts';
export { allPublishedClaims, publishedClaims, type PublishedClaims } from './published.ts';
export { why, type Why } from './why.ts';
