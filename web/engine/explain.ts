/** Why a layer's figures are what they are: trees of factors, sentences, and what each rounding of a window would give. */
import { figureNames, figureWords } from '../../src/core/figures.ts';
import type { Layer } from '../../src/core/ledger.ts';
import { UsageError } from '../../src/core/errors.ts';
import { axisWords } from '../../src/core/window.ts';
import { titleOf } from '../../src/report/columns.ts';
import { derivationFor, explainLayer } from '../../src/report/explanation.ts';
import { jsonSize } from '../../src/report/figure.ts';
import type { Context } from './context.ts';
import type { ExplainedFigure, LayerExplanation } from './protocol.ts';
import { roundingsOf } from './roundings.ts';

/** Throws a UsageError for a layer that the network does not have. */
export function explain({ networks }: Context, id: number, name: string): LayerExplanation {
  const opened = networks.get(id);
  const layer = opened.ledger.layers.find((one) => one.name === name);
  if (!layer) throw new UsageError(`${opened.network.name} has no layer "${name}"`);
  const { reads, sizes } = explainLayer(layer);
  const differences = sizes.flatMap(({ axis, difference }) =>
    difference === undefined ? [] : [`${axis}: ${difference}`],
  );
  return {
    layer: name,
    figures: [...sizesOf(layer), ...figuresOf(layer)],
    sentences: [...(reads === undefined ? [] : [reads]), ...differences, ...layer.notes],
    roundings: roundingsOf(opened.ledger, layer),
  };
}

function sizesOf({ derivations }: Layer): readonly ExplainedFigure[] {
  const { output = [], textbook = [] } = derivations;
  return axisWords(output.length).flatMap(({ name, map }, i) => {
    const [own, other] = [output[i]!, textbook[i]];
    const size = { key: 'output', title: name, meaning: `positions of the window along the ${name} (${map})`, value: jsonSize(own.value), derivation: own } as const; // prettier-ignore
    if (!other) return [size];
    return [size, { key: 'textbook', title: name, meaning: `the textbook's formula for the ${name}`, value: jsonSize(other.value), derivation: other }]; // prettier-ignore
  });
}

/** Figures that are not 0, in the ledger's order. */
function figuresOf(layer: Layer): readonly ExplainedFigure[] {
  return figureNames
    .filter((name) => layer[name] !== 0)
    .map((name) => ({
      key: name,
      title: titleOf(name),
      meaning: figureWords[name],
      value: jsonSize(layer[name]),
      derivation: derivationFor(layer, name) ?? null,
    }));
}
