/** The contract's JSON answers as plain objects. */
import { definition, equation, plain, type Derivation } from '../core/derivation.ts';
import { figureNames, type Figures } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import type { Shape } from '../core/operator.ts';
import type { Size } from '../core/size.ts';
import { jsonSize } from './figure.ts';
import { schemaVersion, version } from './version.ts';

/** The answer of `count`; `layers` is the rows to show. */
export function ledgerJson(
  ledger: Counted,
  { layers = ledger.layers, convention = 'textbook' }: JsonOptions = {},
): object {
  const { network, totals, towers, converted } = ledger;
  return {
    schemaVersion,
    layerledger: version,
    network: {
      name: network.name,
      source: network.source ?? null,
      inputs: ledger.inputs.map(({ name, shape }) => ({ name, shape: jsonShape(shape) })),
    },
    convention,
    bindings: Object.fromEntries([...ledger.bindings].map(([name, size]) => [name, jsonSize(size)])),
    layers: layers.map(layerJson),
    totals: {
      ...figuresJson(totals),
      ...(converted && { cost: jsonSize(converted.cost) }),
      parameters: converted ? jsonSizeOrNull(converted.parameters) : jsonSize(totals.parameters),
      peakActivationBytes: jsonSizeOrNull(totals.peakActivationBytes),
    },
    ...(converted && {
      cost: {
        unit: converted.unit,
        items: converted.items.map(({ what, value }) => ({ what, value: jsonSize(value) })),
      },
    }),
    towers: towers
      ? {
          each: towers.each.map((share) =>
            Object.fromEntries(Object.entries(share).map(([name, size]) => [name, jsonSize(size)])),
          ),
          crossing: jsonSize(towers.crossing),
        }
      : null,
    uncounted: ledger.uncounted,
    notes: ledger.notes,
  };
}

/** The answer of `count` for several networks: the answer of each. */
export function ledgersJson(answers: readonly object[]): object {
  return { schemaVersion, layerledger: version, networks: answers };
}

interface JsonOptions {
  readonly layers?: readonly Layer[];
  readonly convention?: string;
}

function layerJson(layer: Layer): object {
  const { units, weights, connections, output, textbook } = layer.derivations;
  return {
    name: layer.name,
    path: layer.path,
    nodes: layer.nodes,
    operator: layer.operator,
    output: jsonShape(layer.output),
    reads: layer.reads,
    ...(layer.tower !== undefined && { tower: layer.tower }),
    ...figuresJson(layer),
    derivation: {
      output: outputText(output),
      textbook: outputText(textbook?.filter((derivation) => derivation !== undefined)),
      units: units ? equation(units) : null,
      weights: weights ? equation(weights) : null,
      connections: connections ? equation(connections) : null,
    },
  };
}

/** `55 = ⌊(227 − 11) / 4⌋ + 1`, once where all axes have the same, else an axis after another. */
function outputText(output: readonly Derivation[] | undefined): string | null {
  if (!output || output.length === 0) return null;
  return [...new Set(output.map((axis) => definition(axis, plain)))].join('; ');
}

function figuresJson(figures: Figures): Record<string, number | string> {
  return Object.fromEntries(figureNames.map((name) => [name, jsonSize(figures[name])]));
}

function jsonSizeOrNull(size: Size | undefined): number | string | null {
  return size === undefined ? null : jsonSize(size);
}

function jsonShape(shape: Shape | undefined): readonly (number | string)[] | null {
  return shape ? shape.map(jsonSize) : null;
}
