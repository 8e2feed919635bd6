/** How much room each cell takes: its box, the sizes at its sides, and its caption. */
import type { CaptionLine } from './captions.ts';
import { letters, textWidth } from './letters.ts';
import { oblique, roomOf, solidOf, type Scales, type Solid } from './solid.ts';
import { sizeText, type Volume } from './volumes.ts';

export interface Measured {
  readonly volume: Volume;
  readonly solid: Solid;
  readonly caption: readonly CaptionLine[];
  /** Room to the left of the box for its height's number. */
  readonly margin: number;
  /** All the room of its column. */
  readonly width: number;
  /** Room above and below the box's middle; `foot` is the latter without its caption. */
  readonly above: number;
  readonly foot: number;
  readonly below: number;
}

/** From one line of a caption to the next. */
export const leading = 11.5;

/** Between columns is room for short numbers without more. */
const least = 12;

/** A number above or below a box. */
const numberRoom = 13;

export function measured(volume: Volume, caption: readonly CaptionLine[], scales: Scales): Measured {
  const solid = solidOf(volume, scales);
  const { width, height } = roomOf(solid);
  const isDot = volume.form === 'dot';
  const margin = marginOf(volume, solid);
  const captionWidth = Math.max(0, ...caption.map(({ text, role }) => textWidth(text, letters[role])));
  const foot = height / 2 + (isDot ? 2 : numberRoom);
  return {
    volume,
    solid,
    caption,
    margin,
    width: Math.max(margin + width, captionWidth + margin + 4),
    above: height / 2 + (isDot ? 2 : numberRoom),
    foot,
    below: foot + caption.length * leading + 8,
  };
}

/** What the numbers of height and width take to the left of a box; that of the width stands at the middle of a slanted edge. */
function marginOf({ form, height, width }: Volume, { deep }: Solid): number {
  const widthOf = ({ size, drawn, isOpen }: Volume['width']): number =>
    drawn === 1 && !isOpen ? 0 : textWidth(sizeText(size), letters.size);
  const besideTop = widthOf(width) + 5 - (deep * oblique.right) / 2;
  if (form === 'slab') return Math.max(0, besideTop - least);
  return form === 'map' ? Math.max(textWidth(sizeText(height.size), letters.size) + 5, besideTop) : 0;
}
