/** The padding of a window in words, `same` resolved, so that two ways of saying one padding are equal. */
import { ints, text } from '../core/attributes.ts';
import type { Node } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { samePadding } from '../core/window.ts';

interface Sliding {
  /** The input's axes along which the window slides. */
  readonly input: Shape | undefined;
  readonly kernel: Shape;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
}

/** `2`, `2 × 0`, `[0, 1] × [0, 1]`; `undefined` where it depends on what is not known. */
export function paddingText(node: Node, sliding: Sliding): string | undefined {
  const pairs = paddingOf(node, sliding);
  if (!pairs || pairs.length === 0) return undefined;
  const words = pairs.map(([before, after]) => (before === after ? String(before) : `[${before}, ${after}]`));
  return words.every((word) => word === words[0]) ? words[0] : words.join(' × ');
}

type Pair = readonly [number, number];

function paddingOf(node: Node, { input, kernel, stride, dilation }: Sliding): readonly Pair[] | undefined {
  const mode = text(node, 'auto_pad', 'NOTSET');
  if (mode === 'VALID') return kernel.map(() => [0, 0]);
  if (mode.startsWith('SAME')) {
    return all(
      kernel.map((taps, i) => {
        const length = input?.[i];
        if (typeof taps !== 'number' || length === undefined) return undefined;
        return samePadding(length, taps, stride[i] ?? 1, dilation[i] ?? 1, mode === 'SAME_LOWER');
      }),
    );
  }
  const pads = ints(node, 'pads');
  return kernel.map((_, i) => [pads?.[i] ?? 0, pads?.[i + kernel.length] ?? 0]);
}

function all<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = list.filter((item) => item !== undefined);
  return known.length === list.length ? known : undefined;
}
