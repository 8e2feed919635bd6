/** RNN and LSTM: no ONNX operator restarts its state inside a sequence as the second bottom tells these to, so only what they store is read. */
import { productOf } from '../../../core/size.ts';
import { any, type LayerType, type Translation } from '../translation.ts';

/** A stored matrix or vector: its role, and its sizes in terms of hidden units H, inputs D and static inputs S. */
type Blob = readonly [role: string, ...axes: readonly Axis[]];
type Axis = 'H' | '4H' | 'D' | 'S';

/** rnn_layer.cpp, in the order in which the unrolled net meets them. */
const rnn: readonly Blob[] = [['W_xh', 'H', 'D'], ['b_h', 'H'], ['W_xh_static', 'H', 'S'], ['W_hh', 'H', 'H'], ['W_ho', 'H', 'H'], ['b_o', 'H']]; // prettier-ignore

/** lstm_layer.cpp; four gates share each matrix. */
const lstm: readonly Blob[] = [
  ['W_xc', '4H', 'D'],
  ['b_c', '4H'],
  ['W_xc_static', '4H', 'S'],
  ['W_hc', '4H', 'H'],
];

const recurrent = (blobs: readonly Blob[]): LayerType => ({
  bottoms: [2, any],
  tops: [1, any],
  translate(t) {
    const fields = t.section('recurrent_param');
    const units = fields.whole('num_output', 1);
    if (units === undefined) throw t.fault('expected num_output in recurrent_param, got none', fields);
    const exposed = (fields.flag('expose_hidden') ?? false) ? t.layer.tops.length - 1 : 0;
    const hasStatic = t.inputs.length > 2 + exposed;
    const sizes = { H: units, '4H': 4 * units, D: inputsOf(t, 0, 2), S: hasStatic ? inputsOf(t, 2, 1) : 0 };
    const stored = blobs.filter((blob) => hasStatic || !blob.includes('S'));
    const held = stored.map(([role, ...axes], i) => t.blob(i, role, axes.map((axis) => sizes[axis]))); // prettier-ignore
    t.giveUnknown(held, t.shapeOf(t.x) && [...t.shapeOf(t.x)!.slice(0, 2), units]);
  },
});

export const RNN = recurrent(rnn);
export const LSTM = recurrent(lstm);

function inputsOf(t: Translation, bottom: number, axis: number): ReturnType<typeof productOf> {
  const shape = t.shapeOf(t.inputs[bottom]!);
  return shape && shape.length > axis ? productOf(shape.slice(axis)) : t.open('inputs');
}
