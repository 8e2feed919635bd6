/** Audits and explanations of numbers as the contract's JSON. */
import type { ReportedAudit, ReportedClaim, ReportedExplanation } from './audit.ts';
import { schemaVersion, version } from './version.ts';

export function auditJson({ title, claims }: ReportedAudit): object {
  return { schemaVersion, layerledger: version, title, claims: claims.map(claimJson) };
}

function claimJson(claim: ReportedClaim): object {
  return {
    id: claim.id,
    printed: claim.printed,
    text: claim.text,
    unit: claim.unit,
    quoted: claim.quoted,
    source: claim.source ?? null,
    where: claim.where ?? null,
    unchecked: claim.unchecked,
    computed: claim.computed ?? null,
    convention: claim.convention ?? null,
    verdict: claim.verdict,
    reason: claim.reason,
    explanations: claim.explanations.map(explanationJson),
    tried: claim.tried,
    capped: claim.isCapped,
    note: claim.note ?? null,
  };
}

export interface ReportedWhy {
  readonly text: string;
  readonly number: number;
  readonly explanations: readonly ReportedExplanation[];
  readonly tried: number;
}

export function whyJson({ text, number, explanations, tried }: ReportedWhy): object {
  return { schemaVersion, layerledger: version, text, number, explanations: explanations.map(explanationJson), tried };
}

function explanationJson({ text, value, changes, chance }: ReportedExplanation): object {
  return { text, value, changes, chance: chance ?? null };
}
