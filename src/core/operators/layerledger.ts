/**
 * The domain `layerledger`: layers that were published and that ONNX has no operator for. A convolution with a table of which
 * feature maps feed which and trainable subsampling are LeNet-5's (LeCun, Bottou, Bengio, Haffner 1998, section II.B), as are
 * its radial basis functions; a bias for every unit is that of LeCun 1989, and locally connected layers share nothing.
 */
import { ints } from '../attributes.ts';
import { difference, factor, product, times, type Derivation, type Factor } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Counted, Facts, Operator, ParameterUse } from '../operator.ts';
import { bankCounts, bankInputs, countBank, unlearnedNotes } from '../product.ts';
import { formatShape, like, shaped, type Shaped } from '../shape.ts';
import { divideExactly, formatSize, isWhole, type Size } from '../size.ts';
import { positionsOf, tapsInside, type Window } from '../window.ts';
import { factsOfSliding, slide, windowsOf } from './windows.ts';

const domain = 'layerledger';

/**
 * Inputs x (batch × maps × …), w (pairs of maps × kernel), b (filters, or filters × positions). `fan_in` says how many maps
 * each filter reads and `maps` which, from 0, filter after filter; without them every filter reads every map.
 */
const TableConv: Operator = {
  name: 'TableConv',
  domain,
  doc: 'A convolution with a kernel for each pair of maps that a table connects; it may have a bias for every unit.',
  holds: bankInputs,
  counts: bankCounts,
  infer: (use) => inferSheet(use, tableSheet(use)),
  count(use) {
    const sheet = tableSheet(use);
    const pairs = factor('pairs of maps', sheet.w.shape[0]!);
    return countSheet(use, sheet, { reads: [pairs], elements: product([...kernelOf(sheet), pairs]) });
  },
};

/** Inputs x (batch × channels × …), w (filters × channels × kernel × positions), b (filters, or filters × positions). */
const LocalConv: Operator = {
  name: 'LocalConv',
  domain,
  doc: 'A locally connected layer: every position of the window has filters of its own.',
  holds: bankInputs,
  counts: bankCounts,
  infer(use) {
    const sheet = localSheet(use);
    const { x, w, windows } = sheet;
    use.unify(x.shape[1]!, w.shape[1]!, `input channels of "${x.name}", and what the filters "${w.name}" read`);
    windows.forEach((window, i) =>
      use.unify(
        positionsOf(window).value,
        w.shape[2 + windows.length + i]!,
        `positions along ${window.axis.name}, and those that "${w.name}" has filters for`,
      ),
    );
    return inferSheet(use, sheet);
  },
  count(use) {
    const sheet = localSheet(use);
    const reads = [factor('input channels', sheet.w.shape[1]!, 'C'), factor('filters', sheet.filters, 'N')];
    return countSheet(use, sheet, {
      reads,
      elements: product([...kernelOf(sheet), ...reads, ...positionFactors(sheet)]),
    });
  },
};

/** Inputs x (batch × maps × …), a coefficient and a bias for each map; attributes as of a pool. */
const Subsample: Operator = {
  name: 'Subsample',
  domain,
  doc: 'Trainable subsampling: the sum over a window, times its map’s coefficient, plus its map’s bias.',
  holds: bankInputs,
  counts: `${bankCounts}; a weight is a map’s coefficient, which all taps of its windows share`,
  infer(use) {
    const sheet = subsampleSheet(use);
    const { x, w } = sheet;
    use.unify(x.shape[1]!, w.shape[0]!, `maps of "${x.name}", and coefficients of "${w.name}"`);
    return inferSheet(use, sheet);
  },
  count(use) {
    const sheet = subsampleSheet(use);
    return countSheet(use, sheet, {
      reads: [factor('maps', sheet.filters, 'N')],
      elements: factor('maps', sheet.filters, 'N'),
    });
  },
};

/** Inputs x (batch × inputs), w (units × inputs): each unit's centre. */
const RadialBasis: Operator = {
  name: 'RadialBasis',
  domain,
  doc: 'Each unit is the squared distance of the inputs from its centre.',
  holds: bankInputs.slice(0, 1),
  counts: bankCounts,
  infer(use) {
    const [x, w] = [shaped(use, 0, 'input', 2), shaped(use, 1, 'centres', 2)];
    use.unify(x.shape[1]!, w.shape[1]!, `inputs of "${x.name}", and of the centres "${w.name}"`);
    return [like(x, [x.shape[0]!, w.shape[0]!])];
  },
  count(use) {
    const [x, w] = [shaped(use, 0, 'input', 2), shaped(use, 1, 'centres', 2)];
    return countBank(use, {
      weight: 1,
      kernel: [],
      channelsPerGroup: w.shape[1]!,
      filters: w.shape[0]!,
      groups: 1,
      positions: [],
      map: [],
      batch: factor('batch', x.shape[0]!),
    });
  },
};

export const layerledgerOperators: readonly Operator[] = [TableConv, LocalConv, Subsample, RadialBasis];

/** Windows over maps, and how many maps they give. */
interface Sheet {
  readonly x: Shaped;
  readonly w: Shaped;
  readonly windows: readonly Window[];
  readonly filters: Size;
}

function tableSheet(use: Application): Sheet {
  const x = mapsOf(use);
  const w = shaped(use, 1, 'kernels', x.shape.length - 1);
  return { x, w, windows: windowsOf(use, x.shape.slice(2), w.shape.slice(1)), filters: filtersOfTable(use, x, w) };
}

function localSheet(use: Application): Sheet {
  const x = mapsOf(use);
  const axes = x.shape.length - 2;
  const w = shaped(use, 1, 'filters', 2 + 2 * axes);
  const windows = windowsOf(use, x.shape.slice(2), w.shape.slice(2, 2 + axes));
  return { x, w, windows, filters: w.shape[0]! };
}

function subsampleSheet(use: Application): Sheet {
  const x = mapsOf(use);
  const w = shaped(use, 1, 'coefficients', 1);
  const kernel = ints(use.node, 'kernel_shape');
  if (!kernel) throw new RuleError('attribute "kernel_shape" is missing');
  return { x, w, windows: windowsOf(use, x.shape.slice(2), kernel), filters: x.shape[1]! };
}

function mapsOf(use: Application): Shaped {
  const x = shaped(use, 0, 'input');
  if (x.shape.length >= 3) return x;
  throw new RuleError(
    `input "${x.name}" has ${x.shape.length} axes (${formatShape(x.shape)}); feature maps have at least 3`,
  );
}

/** How many filters the table has lists for. Throws a RuleError for a table that does not fit the maps or the kernels. */
function filtersOfTable(use: Application, x: Shaped, w: Shaped): Size {
  const [maps, fans] = [ints(use.node, 'maps'), ints(use.node, 'fan_in')];
  const [pairs, channels] = [w.shape[0]!, x.shape[1]!];
  if (!maps || !fans) return filtersOfAll(pairs, channels);
  const strange = maps.find((map) => map < 0 || (isWhole(channels) && map >= channels));
  if (strange !== undefined)
    throw new RuleError(`the table names map ${strange}, where there are ${formatSize(channels)}, from 0`);
  const told = fans.reduce((sum, fan) => sum + fan, 0);
  if (fans.some((fan) => fan < 1) || told !== maps.length)
    throw new RuleError(`fan_in tells of ${told} pairs of maps, and the table has ${maps.length}`);
  use.unify(pairs, maps.length, `kernels of "${w.name}", and pairs of maps in the table`);
  return fans.length;
}

function filtersOfAll(pairs: Size, channels: Size): Size {
  const filters = divideExactly(pairs, channels);
  if (filters !== undefined) return filters;
  throw new RuleError(`${formatSize(pairs)} kernels are not as many for each of ${formatSize(channels)} maps`);
}

function inferSheet(use: Application, { x, filters, windows }: Sheet): ReturnType<Operator['infer']> {
  const map = [filters, ...windows.map((window) => positionsOf(window).value)];
  const bias = use.inputs[2]?.shape;
  if (bias && bias.length !== 1 && bias.length !== map.length)
    throw new RuleError(
      `the bias is ${formatShape(bias)}, where ${formatSize(filters)} or ${formatShape(map)} is expected`,
    );
  bias?.forEach((size, i) =>
    use.unify(size, map[i]!, i === 0 ? 'biases and feature maps' : 'biases and units of a map'),
  );
  return [like(x, [x.shape[0]!, ...map])];
}

interface Weights {
  /** The factors between a kernel's taps and the positions. */
  readonly reads: readonly Factor[];
  /** How many weights there are. */
  readonly elements: Derivation;
}

/** As a convolution counts (product.ts), save for how the weights and biases are shared. */
function countSheet(use: Counted, sheet: Sheet, { reads, elements }: Weights): Facts {
  const { x, windows, filters } = sheet;
  const towers = factor('towers', use.laid.siblings, 'T');
  const batch = x.shape[0] === 1 ? [] : [factor('batch', x.shape[0]!)];
  const connections = times(product([...kernelOf(sheet), ...reads, ...positionFactors(sheet), ...batch]), towers);
  if (!use.inputs[1]?.learned) return { weightlessConnections: connections, notes: unlearnedNotes(use, 1) };
  const inside = times(product([...insideFactors(sheet), ...reads, ...batch]), towers);
  const map = [...mapFactors(sheet), factor('filters', filters, 'N')];
  const units = times(product([...map, ...batch]), towers);
  const bias = use.inputs[2]?.shape;
  const weight: ParameterUse = { input: 1, role: 'weight', elements: times(elements, towers) };
  const biases = bias && times(bias.length === 1 ? factor('filters', filters, 'N') : product(map), towers);
  return {
    units,
    connections,
    ...(inside.value !== connections.value && { connectionsOntoPadding: difference(connections, inside) }),
    ...(biases && { biasConnections: units }),
    parameters: [weight, ...(biases ? [{ input: 2, role: 'bias', elements: biases } as const] : [])],
    ...factsOfSliding(slide(windows)),
  };
}

function kernelOf({ windows }: Sheet): readonly Factor[] {
  return windows.map(({ axis, kernel }) => factor(`kernel ${axis.name}`, kernel, axis.kernel));
}

function positionFactors({ windows }: Sheet): readonly Factor[] {
  return windows.map((window) =>
    factor(`positions along ${window.axis.name}`, positionsOf(window).value, window.axis.positions),
  );
}

function mapFactors({ windows }: Sheet): readonly Factor[] {
  return windows.map((window) => factor(`feature map ${window.axis.name}`, positionsOf(window).value, window.axis.map));
}

function insideFactors({ windows }: Sheet): readonly Factor[] {
  return windows.map((window) =>
    factor(`taps inside along ${window.axis.name}`, tapsInside(window, positionsOf(window).value)),
  );
}
