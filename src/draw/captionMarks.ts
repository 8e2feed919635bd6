/** Captions as marks: lines of text under the box. */
import type { CaptionLine } from './captions.ts';
import type { Mark } from './figure.ts';
import type { Placed } from './layout.ts';
import { leading } from './measure.ts';

export function captionMarks(
  layer: string,
  lines: readonly CaptionLine[],
  { middle, captionTop }: Placed,
): readonly Mark[] {
  return lines.map(({ role, text, factors }, i): Mark => ({
    kind: 'label',
    shape: 'text',
    layer,
    role,
    points: [[middle, captionTop + (i + 1) * leading - 1]],
    text,
    align: 'middle',
    ...(factors && { factors }),
  })); // prettier-ignore
}
