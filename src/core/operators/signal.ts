/** Signals: Fourier transforms, their windows, mel scales. */
import { int } from '../attributes.ts';
import { elementTypeOf } from '../elementType.ts';
import type { Application, Operator } from '../operator.ts';
import { like, operand, resolveAxis, shaped, withAxes } from '../shape.ts';
import { add, floorDivide, multiply, subtract, type Size } from '../size.ts';

const free = 'a fixed transform without weights';

/** The axis is an attribute before version 20 (1 by default), an input since (−2 by default). The last axis is real and imaginary. */
export const DFT: Operator = {
  name: 'DFT',
  domain: '',
  doc: 'The discrete Fourier transform along an axis.',
  infer(use) {
    const x = shaped(use, 0, 'input');
    const given = use.version < 20 ? int(use.node, 'axis', 1) : use.inputs[2] ? scalarOf(use, 2, 'axis') : -2;
    if (typeof given !== 'number') return [like(x, x.shape.map(() => use.fresh('frequencies')))]; // prettier-ignore
    const axis = resolveAxis(given, x.shape.length);
    const isOneSided = int(use.node, 'onesided', 0) !== 0;
    const isInverse = int(use.node, 'inverse', 0) !== 0;
    const whole = isOneSided && isInverse ? multiply(subtract(x.shape[axis]!, 1), 2) : x.shape[axis]!;
    const length = use.inputs[1] ? scalarOf(use, 1, 'dft_length') : whole;
    const size = isOneSided && !isInverse ? halfOf(length) : length;
    return [like(x, [...x.shape.with(axis, size).slice(0, -1), isOneSided && isInverse ? 1 : 2])];
  },
  free,
};

/** Signal, step, window, frame length. */
export const STFT: Operator = {
  name: 'STFT',
  domain: '',
  doc: 'Fourier transforms of overlapping frames of a signal.',
  infer(use) {
    const x = withAxes(shaped(use, 0, 'signal'), 2);
    const step = scalarOf(use, 1, 'frame_step');
    const length = use.inputs[3]
      ? scalarOf(use, 3, 'frame_length')
      : use.inputs[2]
        ? shaped(use, 2, 'window', 1).shape[0]!
        : x.shape[1]!;
    const frames = add(floorDivide(subtract(x.shape[1]!, length), step), 1);
    const bins = int(use.node, 'onesided', 1) !== 0 ? halfOf(length) : length;
    return [like(x, [x.shape[0]!, frames, bins, 2])];
  },
  free,
};

export const MelWeightMatrix: Operator = {
  name: 'MelWeightMatrix',
  domain: '',
  doc: 'A matrix from frequencies to the mel scale.',
  infer: (use) => [
    { type: datatypeOf(use), shape: [halfOf(scalarOf(use, 1, 'dft_length')), scalarOf(use, 0, 'num_mel_bins')] },
  ],
  free,
};

export const windowOperators: readonly Operator[] = ['Hann', 'Hamming', 'Blackman'].map((name) => ({
  name: `${name}Window`,
  domain: '',
  doc: `A ${name} window of a given length.`,
  infer: (use) => [{ type: datatypeOf(use), shape: [scalarOf(use, 0, 'size')] }],
  free,
}));

/** One-sided transforms keep ⌊n / 2⌋ + 1 frequencies. */
function halfOf(length: Size): Size {
  return add(floorDivide(length, 2), 1);
}

function scalarOf(use: Application, index: number, what: string): Size {
  return operand(use, index, what).values?.[0] ?? use.fresh(what);
}

function datatypeOf({ node }: Application): ReturnType<typeof elementTypeOf> {
  return elementTypeOf(int(node, 'output_datatype', 1));
}
