/** Explanations as the command's JSON. */
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import { explainTotals, type Contribution } from './contributions.ts';
import { explainLayer } from './explanation.ts';
import { jsonSize } from './figure.ts';
import { schemaVersion, version } from './version.ts';

/** The answer of `explain NETWORK LAYER`. */
export function layerExplanationJson(ledger: Counted, layer: Layer): object {
  const { sizes, figures, symbols, reads } = explainLayer(layer);
  return {
    ...about(ledger),
    layer: {
      name: layer.name,
      operator: layer.operator,
      nodes: layer.nodes,
      output: layer.output ? layer.output.map(jsonSize) : null,
      reads: reads ?? null,
      sizes,
      figures: figures.map((figure) => ({ ...figure, value: jsonSize(figure.value) })),
      symbols,
      notes: layer.notes,
    },
  };
}

/** The answer of `explain NETWORK`. */
export function totalsExplanationJson(ledger: Counted): object {
  return {
    ...about(ledger),
    totals: explainTotals(ledger).map(({ value, largest, others, ...total }) => ({
      ...total,
      value: jsonSize(value),
      largest: largest.map(contributionJson),
      others: { layers: others.layers, value: jsonSize(others.value) },
    })),
    uncounted: ledger.uncounted,
    notes: ledger.notes,
  };
}

function contributionJson({ layer, value, share }: Contribution): object {
  return { layer, value: jsonSize(value), share: share ?? null };
}

function about({ network }: Counted): object {
  return { schemaVersion, layerledger: version, network: { name: network.name, source: network.source ?? null } };
}
