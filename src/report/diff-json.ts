/** The answer of `diff` as JSON: exactly the fields of its schema. */
import { figureNames, type Figures } from '../core/figures.ts';
import type { Layer, Totals } from '../core/ledger.ts';
import type { DiffRow } from '../diff/index.ts';
import type { ReportedDiff } from './diff.ts';
import { jsonSize } from './figure.ts';
import { schemaVersion, version } from './version.ts';

/** `rows` is those to show: all, or those that differ. */
export function diffJson(diff: ReportedDiff, rows: readonly DiffRow[]): object {
  const { before, after, totals, counts, uncounted, notes } = diff;
  const { deltas, ratios } = totals;
  return {
    schemaVersion,
    layerledger: version,
    before: { name: before.name, source: before.source ?? null },
    after: { name: after.name, source: after.source ?? null },
    rows: rows.map(rowJson),
    totals: {
      before: totalsJson(totals.before),
      after: totalsJson(totals.after),
      deltas: { ...figuresJson(deltas), parameters: jsonSize(deltas.parameters) },
      ratios,
    },
    counts,
    uncounted,
    notes,
  };
}

function rowJson({ kind, before, after, changes, deltas }: DiffRow): object {
  return {
    kind,
    before: before ? layerJson(before) : null,
    after: after ? layerJson(after) : null,
    changes,
    deltas: figuresJson(deltas),
  };
}

function layerJson(layer: Layer): object {
  const { name, path, operator, output } = layer;
  return { name, path, operator, output: output ? output.map(jsonSize) : null, ...figuresJson(layer) };
}

function totalsJson(totals: Totals): object {
  const { parameters, peakActivationBytes: peak } = totals;
  return {
    ...figuresJson(totals),
    parameters: jsonSize(parameters),
    peakActivationBytes: peak === undefined ? null : jsonSize(peak),
  };
}

function figuresJson(figures: Figures): Record<string, number | string> {
  return Object.fromEntries(figureNames.map((name) => [name, jsonSize(figures[name])]));
}
