/** Operators that work on each element by itself, or on operands that broadcast. */
import type { Strip } from './atoms.ts';
import type { AxisRule, Links } from './rule.ts';

/** Every output has the axes of input 0. */
export const passes: AxisRule = ({ outputs }, { of }) => outputs.map(() => of(0));

/** What is asked is a size, which follows the axis by itself. */
export const measures: AxisRule = () => [];

/** Operands are aligned at their last axes; an axis of size 1 is repeated: https://github.com/onnx/onnx/blob/main/docs/Broadcasting.md */
export const broadcasts: AxisRule = ({ inputs }, links) => [
  broadcast(
    inputs.map((_, input) => input),
    links,
    links.outputSizes(0).length,
  ),
];

/** The axes of some inputs together, for an output of `rank` axes. */
export function broadcast(inputs: readonly number[], links: Links, rank: number): readonly Strip[] {
  return Array.from({ length: rank }, (_, axis) => {
    const strips = inputs.flatMap((input) => {
      const own = links.sizes(input);
      const at = axis - rank + own.length;
      return at >= 0 && own[at] !== 1 ? [links.of(input)[at] ?? null] : [];
    });
    return strips.length === 0 ? null : strips.reduce((all, strip) => links.same(all, strip));
  });
}

/** Quantisation: the scale and the zero point may be one for each index of an axis. */
export const quantizes: AxisRule = (use, links) => {
  const strips = links.of(0);
  const lengths = links.sizes(0);
  for (const input of [1, 2]) {
    if (!use.inputs[input]) continue;
    const [along] = links.of(input);
    const [length] = links.sizes(input);
    if (length === undefined || length === 1) continue;
    const { kind, value } = use.node.attributes.get('axis') ?? { kind: 'int', value: 1 };
    const axis = kind === 'int' ? (Number(value) + lengths.length) % lengths.length : 1;
    links.same(strips[axis] ?? null, along ?? null);
  }
  return [strips];
};
