/**
 * Ultralytics' thop 2: thop's hooks on modules, mended: subclasses and attention count, and so do the windows of a pool.
 * https://github.com/ultralytics/thop at fbb5e19 (2026-08), thop/vision/basic_hooks.py 184–205.
 */
import { add, isWhole, multiply, productOf, sumOf, type Size } from '../../core/size.ts';
import type { CallOf } from '../calls/call.ts';
import { everyParameter } from './parameters.ts';
import { attentionMacs, byKind, normWord, ofModules, part, toolConvention, words, type Part } from './rule.ts';
import { hookedCell } from './thop.ts';

type Norm = CallOf<'batch normalisation' | 'layer normalisation' | 'group normalisation' | 'instance normalisation'>;

const norm = (call: Norm): readonly Part[] => [part(normWord(call), multiply(call.affine ? 4 : 2, call.x))];

const base = ({ macs }: { readonly macs: Size }): readonly Part[] => [part(words.base, macs)];

export const ultralyticsThop = toolConvention({
  name: 'ultralytics-thop@2',
  title: 'Ultralytics’ thop 2',
  source: 'https://github.com/ultralytics/thop at fbb5e19 (2026-08): thop/vision/basic_hooks.py',
  unit: 'MAC',
  count: ofModules(
    byKind({
      convolution: base,
      'transposed convolution': base,
      linear: base,
      'multi-head attention': (call) => {
        const { projections, products } = attentionMacs(call);
        const rows = multiply(multiply(call.batch, call.heads), call.queries);
        return [
          part(words.base, projections),
          part(words.attention, products),
          part(words.softmax, ofRows(rows, call.keys)),
        ];
      },
      'batch normalisation': norm,
      'layer normalisation': norm,
      'group normalisation': norm,
      'instance normalisation': norm,
      activation: ({ of, y }) => (of === 'prelu' ? [part(words.activations, y)] : []),
      softmax: ({ rows, width }) => [part(words.softmax, ofRows(rows, width))],
      'average pooling': ({ y, taps }) => [part(words.pooling, add(y, taps))],
      'adaptive pooling': (call) => [part(words.adaptive, add(call.y, adaptiveTaps(call)))],
      upsampling: ({ y, mode, by, axes }) =>
        by === 'scale' ? [part(words.upsampling, multiply(perOutput(mode, axes), y))] : [],
      recurrent: (call) => [part(words.recurrent, multiply(call.runs, hookedCell(call)))],
    }),
  ),
  faults: { functions: { what: 'functions', says: 'what is called as a function counts 0' } },
  parameters: everyParameter,
  notes: ['each layer is an nn.Module unless the file’s scopes show that a module calls it as a function'],
});

/** n exponentials, n − 1 sums and n quotients a row. */
function ofRows(rows: Size, width: Size): Size {
  return multiply(rows, add(multiply(3, width), -1));
}

/** The inputs of all windows; where sizes do not divide, PyTorch's windows overlap: ⌊i·in/out⌋ to ⌈(i+1)·in/out⌉. */
function adaptiveTaps({ x, from, to, maps }: CallOf<'adaptive pooling'>): Size {
  if (!from.every(isWhole) || !to.every(isWhole)) return x;
  const along = from.map((size, axis) => {
    const [input, outputs] = [Number(size), Number(to[axis] ?? 1)];
    const windows = Array.from(
      { length: outputs },
      (_, i) => Math.ceil(((i + 1) * input) / outputs) - Math.floor((i * input) / outputs),
    );
    return sumOf(windows);
  });
  return multiply(maps, productOf(along));
}

/** Nearest 0, linear 5, bilinear 11, trilinear 31, bicubic 259 an output element. */
function perOutput(mode: CallOf<'upsampling'>['mode'], axes: number): Size {
  if (mode === 'nearest') return 0;
  if (mode === 'cubic') return 259;
  return axes === 1 ? 5 : axes === 2 ? 11 : 31;
}
