/** Layers with weights of their own beside convolutions, normalisation and dropout. */
import { float, int } from '../../core/attributes.ts';
import { isWhole } from '../../core/size.ts';
import type { Literal } from '../construction.ts';
import { float as floatText } from '../text.ts';
import { shapeAt, wholeShape, type Site, type Translation, type Translations } from './site.ts';

const Gemm: Translation = (site) => {
  const [weight, bias] = site.inputs.slice(1);
  const isTurned = int(site.node, 'transB', 0) === 1;
  const isPlain = int(site.node, 'transA', 0) === 0 && (float(site.node, 'alpha') ?? 1) === 1 && (!bias || (float(site.node, 'beta') ?? 1) === 1); // prettier-ignore
  const units = wholeShape(site, 1)[isTurned ? 0 : 1]!;
  const isBias = !bias || (site.holds(bias) && bias.shape?.at(-1) === units);
  if (!isPlain || !site.holds(weight) || !isBias) throw site.fail('it is no product with a weight and a bias');
  return site.weighted('layers.Dense', [units], { use_bias: bias ? undefined : false }, site.arg(0));
};

const MatMul: Translation = (site) => {
  const weight = site.inputs[1];
  if (weight?.shape?.length !== 2 || !site.holds(weight)) return `ops.matmul(${site.arg(0)}, ${site.arg(1)})`;
  return site.weighted(
    'layers.Dense',
    [wholeShape(site, 1)[1]!],
    { use_bias: site.bias ? undefined : false },
    site.arg(0),
  );
};

/** Keras's epsilon is 1e-3 unless it is said. */
const BatchNormalization: Translation = (site) => {
  if (!site.inputs.slice(1).every((input) => site.holds(input)) || int(site.node, 'training_mode', 0) === 1) throw site.fail('its numbers are computed'); // prettier-ignore
  return site.weighted('layers.BatchNormalization', [], { axis: 1, epsilon: epsilonOf(site) }, site.arg(0));
};

const LayerNormalization: Translation = (site) => {
  const rank = shapeAt(site, 0).length;
  const axis = int(site.node, 'axis', -1);
  if (axis !== -1 && axis !== rank - 1) throw site.fail('it normalises over several axes');
  if (!site.inputs.slice(1).every((input) => !input || site.holds(input))) throw site.fail('its numbers are computed');
  return site.weighted(
    'layers.LayerNormalization',
    [],
    { epsilon: epsilonOf(site), center: site.inputs[2] ? undefined : false },
    site.arg(0),
  );
};

/** Of layerledger's own domain in Keras's words: Keras has no local response normalisation. */
const LRN: Translation = (site) => {
  const size = int(site.node, 'size', 5);
  const alpha = (float(site.node, 'alpha') ?? 1e-4) / size;
  const options = { size, alpha: python(Number(alpha.toPrecision(6))), beta: python(float(site.node, 'beta') ?? 0.75), k: python(float(site.node, 'bias') ?? 1) }; // prettier-ignore
  return site.layer(site.helper('LocalResponseNormalization'), [], options, site.arg(0));
};

const Dropout: Translation = (site) => {
  const given = site.inputs[1]?.values?.[0];
  const rate = given !== undefined && isWhole(given) ? Number(given) : (float(site.node, 'ratio') ?? 0.5);
  return site.layer('layers.Dropout', [python(rate)], {}, site.arg(0));
};

const Gather: Translation = (site) => {
  const [table, index] = site.inputs;
  const given = int(site.node, 'axis', 0);
  const axis = given < 0 ? given + shapeAt(site, 0).length : given;
  const [entries, width] = table!.shape!;
  if (
    axis === 0 &&
    table!.shape!.length === 2 &&
    table!.learned &&
    site.holds(table) &&
    index?.values === undefined &&
    typeof entries === 'number' &&
    typeof width === 'number'
  )
    // prettier-ignore
    return site.weighted('layers.Embedding', [entries, width], {}, site.arg(1));
  const [only] = index?.values ?? [];
  if (index?.shape?.length === 0 && only !== undefined && isWhole(only))
    return `${site.arg(0)}[${':, '.repeat(axis)}${only}]`;
  return `ops.take(${site.arg(0)}, ${site.arg(1)}, axis=${axis})`;
};

const PRelu: Translation = (site) => {
  const [x, slope] = [shapeAt(site, 0), wholeShape(site, 1)];
  const isChannel = site.holds(site.inputs[1]) && slope[0] === x[1] && slope.slice(1).every((size) => size === 1);
  if (!isChannel || slope.length !== x.length - 1) throw site.fail('its slopes are not one for each channel');
  const shared = slope.slice(1).map((_, i) => i + 2);
  return site.weighted(
    'layers.PReLU',
    [],
    { shared_axes: shared.length > 0 ? { python: `[${shared.join(', ')}]` } : undefined },
    site.arg(0),
  );
};

export const ownLayers: Translations = {
  Gemm,
  MatMul,
  BatchNormalization,
  LayerNormalization,
  LRN,
  Dropout,
  Gather,
  PRelu,
};

function epsilonOf(site: Site): Literal {
  return python(float(site.node, 'epsilon') ?? 1e-5);
}

function python(value: number): Literal {
  return { python: floatText(value) };
}
