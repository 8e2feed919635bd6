/** Runs as JSON. What is no number in JSON (NaN, infinity) is `null`. */
import type { AgainstReport, DifferenceReport, TowersReport } from './run-towers.ts';
import type { OutputReport, RunHead, RunReport, TimingReport } from './run.ts';
import { schemaVersion, version } from './version.ts';

export function runJson(run: RunReport): object {
  return {
    ...headJson(run),
    outputs: run.outputs.map(outputJson),
    check: run.check ?? null,
    timing: run.timing ? timingJson(run.timing) : null,
    totals: run.totals,
    notes: run.notes,
  };
}

export function towersJson(run: TowersReport): object {
  const { each, exchanges, milliseconds, atOnce, wholeMilliseconds, faults } = run;
  return {
    ...headJson(run),
    outputs: run.outputs.map(outputJson),
    towers: { each, exchanges, milliseconds, atOnce, wholeMilliseconds, faults },
    differences: run.differences.map(differenceJson),
    notes: run.notes,
  };
}

export function againstJson(run: AgainstReport): object {
  const { differences, sides, repeat } = run;
  return {
    ...headJson(run),
    against: { repeat, sides },
    differences: differences.map(differenceJson),
    notes: run.notes,
  };
}

function headJson({ network, runtime, inputs }: RunHead): object {
  return {
    schemaVersion,
    layerledger: version,
    network: { name: network.name, source: network.source ?? null },
    runtime,
    inputs,
  };
}

function outputJson({
  name,
  type,
  shape,
  least,
  mean,
  greatest,
  notNumbers,
  infinite,
  first,
  top,
}: OutputReport): object {
  return {
    name,
    type,
    shape,
    min: least ?? null,
    mean: mean ?? null,
    max: greatest ?? null,
    notNumbers,
    infinite,
    first: first.map(finite),
    top: top ? top.map(({ index, value }) => ({ index, value: finite(value) })) : null,
  };
}

function timingJson({ repeat, milliseconds, layers, added, roofline, sentences }: TimingReport): object {
  return { repeat, milliseconds, layers, added: Object.fromEntries(added), roofline, sentences };
}

function differenceJson({ name, other, greatest, relative, cosine, top }: DifferenceReport): object {
  return {
    name,
    other: other ?? name,
    greatest: finite(greatest),
    relative: finite(relative),
    cosine: finite(cosine),
    top: finite(top),
  };
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
