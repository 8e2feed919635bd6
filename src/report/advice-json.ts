/** Advice as JSON: exactly the fields of its schema. */
import type { ReportedAdvice } from './advice.ts';
import { schemaVersion, version } from './version.ts';

export function adviceJson(report: ReportedAdvice): object {
  const { network, totals, kinds, layers, classes, together, alternatives, single, frozen, notes } = report;
  const pair = ({ weights, connections }: { weights: number; connections: number }): object => ({
    weights,
    connections,
  });
  return {
    schemaVersion,
    layerledger: version,
    network: { name: network.name, source: network.source ?? null },
    totals: { ...totals, peak: totals.peak ?? null },
    kinds,
    layers,
    classes: classes.map(({ name, layers: own, width, elasticity, changes, reaches, mixedBy }) => ({
      name,
      layers: own,
      width,
      elasticity: pair(elasticity),
      changes: changes.map(({ width: narrower, change }) => ({ width: narrower, change: pair(change) })),
      reaches,
      mixedBy,
    })),
    together: together.map(({ what, share, change, most }) => ({ what, share, change: pair(change), most })),
    alternatives: alternatives.map(({ name, says, change }) => ({ name, says, change: change ? pair(change) : null })),
    single: single.map(({ resource, share, widths, change, objective }) => ({
      resource,
      share,
      widths: widths.map(({ name, from, to }) => ({ name, from, to })),
      change: pair(change),
      objective,
    })),
    frozen,
    notes,
  };
}
