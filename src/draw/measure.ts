/** How much room each cell takes: its box, the sizes at its sides, and its caption. */
import { textWidth, type CaptionLine } from './captions.ts';
import { roomOf, solidOf, type Scales, type Solid } from './solid.ts';
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

/** Sizes of letters by what they say, in units of the viewBox. */
export const letters = { name: 10.5, recipe: 9, stride: 9, step: 8, size: 9 } as const;

/** From one line of a caption to the next. */
export const leading = 11.5;

/** A number above or below a box. */
const numberRoom = 13;

export function measured(volume: Volume, caption: readonly CaptionLine[], scales: Scales): Measured {
  const solid = solidOf(volume, scales);
  const { width, height } = roomOf(solid);
  const isDot = volume.form === 'dot';
  const margin = volume.form === 'map' ? textWidth(sizeText(volume.height.size), letters.size) + 5 : 0;
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
