/** Convolutions: https://onnx.ai/onnx/operators/onnx__Conv.html and onnx__ConvTranspose.html */
import { int, ints, text } from '../attributes.ts';
import { difference, factor, product, sumOfTerms, type Derivation } from '../derivation.ts';
import { RuleError } from '../errors.ts';
import type { Application, Counted, Operand, Operator, Shape } from '../operator.ts';
import { bankCounts, bankInputs, countBank } from '../product.ts';
import { formatShape, like, shaped } from '../shape.ts';
import { divideExactly, formatSize, isWhole, multiply, type Size } from '../size.ts';
import { axisWords, positionCount, tapsInside, type Window } from '../window.ts';
import { factsOfSliding, slide, windowsOf } from './windows.ts';

type Shaped = Operand & { readonly shape: Shape };

/** Each unit of a feature map sees one kernel-sized window of its group's input channels. */
export const Conv: Operator = {
  name: 'Conv',
  domain: '',
  doc: 'Slides a bank of filters over the input: each unit of a feature map sees one window of its group’s channels.',
  holds: bankInputs,
  counts: `${bankCounts}; those of the connections that fall onto padding`,
  infer(use) {
    const { x, w, groups, filters } = operandsOf(use);
    const channels = multiply(w.shape[1]!, groups);
    use.unify(
      x.shape[1]!,
      channels,
      `input channels of "${x.name}", and what the filters "${w.name}" read (${groups} group${groups === 1 ? '' : 's'})`,
    );
    return [like(x, [x.shape[0]!, filters, ...convWindows(use).map(positionCount)])];
  },
  count(use) {
    const { x, w, groups, filters } = operandsOf(use);
    const windows = convWindows(use);
    const slid = slide(windows);
    const { positions } = slid;
    return {
      ...countBank(use, {
        weight: 1,
        bias: 2,
        kernel: windows.map(({ axis, kernel }) => factor(`kernel ${axis.name}`, kernel, axis.kernel)),
        channelsPerGroup: w.shape[1]!,
        filters,
        groups,
        positions: windows.map(({ axis }, i) =>
          factor(`positions along ${axis.name}`, positions[i]!.value, axis.positions),
        ),
        map: windows.map(({ axis }, i) => factor(`feature map ${axis.name}`, positions[i]!.value, axis.map)),
        batch: factor('batch', x.shape[0]!),
        inside: windows.map((window, i) =>
          factor(`taps inside along ${window.axis.name}`, tapsInside(window, positions[i]!.value)),
        ),
      }),
      ...factsOfSliding(slid),
    };
  },
};

/** Every input position spreads one kernel-sized window over the output: connections are weights × input positions. */
export const ConvTranspose: Operator = {
  name: 'ConvTranspose',
  domain: '',
  doc: 'Transposed convolution: every input position spreads one window over the output.',
  holds: bankInputs,
  counts: bankCounts,
  infer(use) {
    const { x, w, groups } = transposedOperands(use);
    use.unify(x.shape[1]!, w.shape[0]!, `input channels of "${x.name}", and what the filters "${w.name}" read`);
    return [
      like(x, [
        x.shape[0]!,
        multiply(w.shape[1]!, groups),
        ...transposedPositions(use, x, w).map(({ value }) => value),
      ]),
    ];
  },
  count(use) {
    const { x, w, groups } = transposedOperands(use);
    const axes = axisWords(x.shape.length - 2);
    const channelsPerGroup = divideExactly(w.shape[0]!, groups) ?? w.shape[0]!;
    const counted = countBank(use, {
      weight: 1,
      bias: 2,
      kernel: axes.map((axis, i) => factor(`kernel ${axis.name}`, w.shape[i + 2]!, axis.kernel)),
      channelsPerGroup,
      filters: multiply(w.shape[1]!, groups),
      groups,
      positions: axes.map((axis, i) => factor(`input ${axis.name}`, x.shape[i + 2]!, axis.input)),
      map: axes.map((axis, i) => factor(`feature map ${axis.name}`, use.outputs[0]!.shape![i + 2]!, axis.map)),
      batch: factor('batch', x.shape[0]!),
    });
    return { ...counted, window: transposedPositions(use, x, w) };
  },
};

function operandsOf(use: Application): { x: Shaped; w: Shaped; groups: number; filters: Size } {
  const x = shaped(use, 0, 'input');
  const w = shaped(use, 1, 'filters', x.shape.length);
  if (x.shape.length < 3) {
    throw new RuleError(
      `input "${x.name}" has ${x.shape.length} axes (${formatShape(x.shape)}); a convolution needs at least 3`,
    );
  }
  return { x, w, groups: groupsOf(use, w.shape[0]!), filters: w.shape[0]! };
}

function transposedOperands(use: Application): { x: Shaped; w: Shaped; groups: number } {
  const { x, w } = operandsOf(use);
  return { x, w, groups: groupsOf(use, w.shape[0]!) };
}

function groupsOf({ node }: Application, filters: Size): number {
  const groups = int(node, 'group', 1);
  if (groups < 1) throw new RuleError(`${groups} groups; at least 1 is expected`);
  if (isWhole(filters) && divideExactly(filters, groups) === undefined) {
    throw new RuleError(`${groups} groups do not divide ${formatSize(filters)} filters`);
  }
  return groups;
}

function convWindows(use: Application | Counted): readonly Window[] {
  const { x, w } = operandsOf(use);
  const declared = ints(use.node, 'kernel_shape');
  declared?.forEach((size, i) => use.unify(size, w.shape[i + 2] ?? size, 'kernel_shape and the kernel of the filters'));
  return windowsOf(use, x.shape.slice(2), w.shape.slice(2));
}

/** ONNX: (in − 1) · stride + output_padding + (kernel − 1) · dilation + 1 − pads; `output_shape` and SAME override it. */
function transposedPositions(use: Application, { shape: x }: Shaped, { shape: w }: Shaped): readonly Derivation[] {
  const rank = x.length - 2;
  const ones = Array.from({ length: rank }, () => 1);
  const strides = ints(use.node, 'strides') ?? ones;
  const declared = ints(use.node, 'output_shape')?.slice(-rank);
  const dilations = ints(use.node, 'dilations') ?? ones;
  const extra = ints(use.node, 'output_padding') ?? ones.map(() => 0);
  const pads = ints(use.node, 'pads') ?? [...ones, ...ones].map(() => 0);
  const automatic = text(use.node, 'auto_pad', 'NOTSET');
  return axisWords(rank).map((axis, i) => {
    if (declared) return factor(`output ${axis.name} as the file declares it`, declared[i]!);
    const input = factor(`input ${axis.name}`, x[i + 2]!, axis.input);
    const stride = factor(`stride along ${axis.name}`, strides[i]!, axis.stride);
    if (automatic.startsWith('SAME')) return product([input, stride]);
    const [before, after] = automatic === 'VALID' ? [0, 0] : [pads[i]!, pads[i + rank]!];
    const kernel = factor(`kernel ${axis.name}`, w[i + 2]!, axis.kernel);
    const one = factor('1', 1);
    const reach =
      dilations[i] === 1 ? [kernel] : [product([difference(kernel, one), factor('dilation', dilations[i]!)]), one];
    const terms = [product([difference(input, one), stride]), ...reach].map((of) => ({ negative: false, of }));
    const added = { negative: false, of: factor(`output padding along ${axis.name}`, extra[i]!) };
    const taken = [before, after].map((padding) => ({
      negative: true,
      of: factor(`padding along ${axis.name}`, padding),
    }));
    return sumOfTerms([...terms, ...[added, ...taken].filter(({ of }) => of.value !== 0)]);
  });
}
