/**
 * Boxes in oblique projection: channels to the right, height downwards, width to the back (up and to the right). The front,
 * the top and the right side are seen; the right side is the plane of the map, on which the next layer's kernel lies.
 */
import type { Point } from './figure.ts';
import type { Volume } from './volumes.ts';

/** What a side comes to in units of the viewBox, times the square root of its size. */
export interface Scales {
  readonly spatial: number;
  readonly channels: number;
  readonly units: number;
}

/** A box's lengths; `deep` is measured before it is foreshortened. */
export interface Solid {
  readonly thick: number;
  readonly tall: number;
  readonly deep: number;
}

/** A unit of depth to the right and upwards. */
export const oblique = { right: 0.36, up: 0.26 };

/** Shorter sides are drawn as long as this, so that they are seen. */
const least = { spatial: 5, thick: 4, units: 8 };

/** Units stand in a thin bar; a sum is a small disc. */
const barThickness = 9;
export const dotRadius = 7;

/** Room for the largest sides, and how much a small network may be enlarged. */
const room = { spatial: 176, channels: 66, units: 138 };
const largest: Scales = { spatial: 22, channels: 4.2, units: 4.4 };

/** Scales at which the largest sides just have room, `shrink` times. */
export function scalesFor(volumes: readonly Volume[], shrink: number): Scales {
  const most = { spatial: 1, channels: 1, units: 1 };
  for (const { form, channels, height, width } of volumes) {
    if (form === 'dot') continue;
    most.spatial = Math.max(most.spatial, width.drawn, form === 'map' ? height.drawn : 1);
    if (form === 'map') most.channels = Math.max(most.channels, channels.drawn);
    else most.units = Math.max(most.units, channels.drawn);
  }
  return {
    spatial: shrink * Math.min(largest.spatial, room.spatial / Math.sqrt(most.spatial)),
    channels: shrink * Math.min(largest.channels, room.channels / Math.sqrt(most.channels)),
    units: Math.min(largest.units, room.units / Math.sqrt(most.units)),
  };
}

export function solidOf({ form, channels, height, width }: Volume, scales: Scales): Solid {
  if (form === 'dot') return { thick: 2 * dotRadius, tall: 2 * dotRadius, deep: 0 };
  const deep = Math.max(least.spatial, scales.spatial * Math.sqrt(width.drawn));
  if (form === 'slab') {
    const tall = Math.max(least.units, scales.units * Math.sqrt(channels.drawn));
    return { thick: barThickness, tall, deep: width.drawn === 1 ? least.spatial : deep };
  }
  const tall = Math.max(least.spatial, scales.spatial * Math.sqrt(height.drawn));
  return { thick: Math.max(least.thick, scales.channels * Math.sqrt(channels.drawn)), tall, deep };
}

/** How much room a solid takes on paper. */
export function roomOf({ thick, tall, deep }: Solid): { readonly width: number; readonly height: number } {
  return { width: thick + deep * oblique.right, height: tall + deep * oblique.up };
}

/** Where a solid stands: the left of its front, and the middle of all of it. */
export interface Body {
  readonly solid: Solid;
  readonly x: number;
  readonly y: number;
}

/** The point of a body: `across` its channels, `down` its height and `back` along its width, in its lengths' units. */
export function pointOf({ solid, x, y }: Body, across: number, down: number, back: number): Point {
  const top = y - roomOf(solid).height / 2 + solid.deep * oblique.up;
  return [x + across + back * oblique.right, top + down - back * oblique.up];
}

/** The middle of the right side, where connections leave, and the left edge, where they arrive. */
export function outOf(body: Body): Point {
  const { thick, tall, deep } = body.solid;
  return pointOf(body, thick, tall / 2, deep / 2);
}

export function intoOf(body: Body): Point {
  return [body.x - 2, body.y];
}
