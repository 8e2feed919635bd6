/** A reduction as the contract's JSON. */
import type { ReportedReduction } from './reduction.ts';
import { schemaVersion, version } from './version.ts';

export function reductionJson(report: ReportedReduction): object {
  const { network, amounts, widths, objective, frozen, mixed, variants, others, notes, seconds, file } = report;
  const pick = (of: 'before' | 'after' | 'budget' | 'least'): object =>
    Object.fromEntries(amounts.flatMap((each) => (each[of] === undefined ? [] : [[each.name, each[of]]])));
  const isFitting = amounts.some(({ after }) => after !== undefined);
  return {
    schemaVersion,
    layerledger: version,
    network: { name: network.name, source: network.source ?? null },
    budget: pick('budget'),
    before: pick('before'),
    after: isFitting ? pick('after') : null,
    least: objective.status === 'infeasible' ? pick('least') : null,
    widths: Object.fromEntries(widths.map(({ name, layers, from, to }) => [name, { from, to, layers }])),
    objective: {
      name: objective.name,
      status: objective.status,
      value: objective.value ?? null,
      bound: Number.isFinite(objective.bound) ? objective.bound : null,
      gap: Number.isFinite(objective.gap) ? objective.gap : null,
      proof: objective.proof,
    },
    seconds,
    variants: variants.map(({ names, price, bound, weights, connections, isBest, refused }) => ({
      variants: names,
      price: price ?? null,
      bound: Number.isFinite(bound) ? bound : null,
      weights: weights ?? null,
      connections: connections ?? null,
      best: isBest,
      refused: refused ?? null,
    })),
    runnersUp: others.map(({ price, weights, connections, differs }) => ({
      value: price,
      weights,
      connections,
      widths: Object.fromEntries(differs.map(({ name, from, to }) => [name, { from, to }])),
    })),
    frozen,
    mixed,
    notes,
    file: file ?? null,
  };
}
