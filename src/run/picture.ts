/** An image as the values of an input: resized, channels as the input has them, scaled. */
import { UsageError } from '../core/errors.ts';
import type { ElementType } from '../core/network.ts';
import type { Shape } from '../core/operator.ts';
import { formatShape } from '../core/shape.ts';
import type { Image } from './image.ts';
import { valuesOf, type Values } from './values.ts';

/** value = (pixel × scale − mean) / std, with pixels from 0 to 1; one number, or one a channel. */
export interface Scaling {
  /** 1 where absent; 255 for an input of whole numbers. */
  readonly scale?: number | undefined;
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
}

export interface PictureInput {
  readonly name: string;
  readonly type: ElementType;
  /** Height and width may be open: they are then the image's own. */
  readonly shape: Shape;
}

/** Where height, width and channels stand in an input's shape. */
interface Places {
  readonly height: number;
  readonly width: number;
  /** `undefined`: the input has no axis of channels, and takes grey. */
  readonly channel: number | undefined;
}

/**
 * The image as the input takes it. Channels stand second (NCHW) where that axis is 1 or 3, else last (NHWC). Throws a UsageError for
 * an input that is no image.
 */
export function pictureOf(image: Image, input: PictureInput, scaling: Scaling = {}): Values {
  const places = placesOf(input);
  const size = (place: number, own: number): number => (typeof input.shape[place] === 'number' ? input.shape[place] : own); // prettier-ignore
  const height = size(places.height, image.height);
  const width = size(places.width, image.width);
  const channels = places.channel === undefined ? 1 : Number(input.shape[places.channel]);
  const resized = withChannels(resize(image, height, width), channels);
  const shape = input.shape.map((_, axis) =>
    axis === places.height ? height : axis === places.width ? width : axis === places.channel ? channels : 1,
  );
  const isLast = places.channel === undefined || places.channel > places.width;
  const numbers = scaled(resized, scaling, input);
  return valuesOf(input.type, shape, isLast ? numbers : planes(numbers, height * width, channels));
}

function placesOf({ name, shape }: PictureInput): Places {
  const rank = shape.length;
  const isBatched = rank === 4 && (typeof shape[0] !== 'number' || shape[0] === 1);
  const isColour = (axis: number): boolean => shape[axis] === 1 || shape[axis] === 3;
  const first = rank - 3;
  if (rank === 2) return { height: 0, width: 1, channel: undefined };
  if ((rank === 3 || isBatched) && isColour(first)) return { channel: first, height: first + 1, width: first + 2 };
  if ((rank === 3 || isBatched) && isColour(rank - 1)) return { height: first, width: first + 1, channel: rank - 1 };
  throw new UsageError(
    `input "${name}" has shape ${formatShape(shape)}; an image goes into 1 × 3 × height × width or 1 × height × width × 3, or with 1 channel`,
  );
}

/**
 * Bilinear, between the centres of pixels, of the four neighbours alone: what PyTorch's interpolate and OpenCV's INTER_LINEAR do. Pillow
 * averages over more pixels where it shrinks.
 */
function resize(image: Image, height: number, width: number): Image {
  if (image.height === height && image.width === width) return image;
  const { channels, pixels } = image;
  const out = new Float32Array(height * width * channels);
  const rows = neighbours(image.height, height);
  const columns = neighbours(image.width, width);
  let at = 0;
  for (const [top, bottom, down] of rows) {
    for (const [left, right, along] of columns) {
      for (let channel = 0; channel < channels; channel++) {
        const pixel = (row: number, column: number): number =>
          pixels[(row * image.width + column) * channels + channel]!;
        const upper = mix(pixel(top, left), pixel(top, right), along);
        out[at++] = mix(upper, mix(pixel(bottom, left), pixel(bottom, right), along), down);
      }
    }
  }
  return { width, height, channels, pixels: out };
}

/** For each new place, the two old ones that it lies between and how far towards the second. */
function neighbours(from: number, to: number): readonly (readonly [number, number, number])[] {
  return Array.from({ length: to }, (_, i) => {
    const place = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(place);
    return [low, Math.min(low + 1, from - 1), place - low];
  });
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}

/** Grey three times, or colours weighted to grey as ITU-R BT.601 does. */
function withChannels(image: Image, channels: number): Image {
  if (image.channels === channels) return image;
  const count = image.width * image.height;
  const { pixels } = image;
  if (channels === 3) {
    return { ...image, channels: 3, pixels: Float32Array.from({ length: 3 * count }, (_, i) => pixels[Math.floor(i / 3)]!) }; // prettier-ignore
  }
  const grey = (i: number): number => 0.299 * pixels[3 * i]! + 0.587 * pixels[3 * i + 1]! + 0.114 * pixels[3 * i + 2]!;
  return { ...image, channels: 1, pixels: Float32Array.from({ length: count }, (_, i) => grey(i)) };
}

function scaled({ pixels, channels }: Image, { scale, mean, std }: Scaling, { type }: PictureInput): Float32Array {
  const factor = scale ?? (type.startsWith('float') ? 1 : 255);
  const means = eachChannel(mean ?? [0], channels, '--mean');
  const deviations = eachChannel(std ?? [1], channels, '--std');
  return pixels.map((pixel, i) => (pixel * factor - means[i % channels]!) / deviations[i % channels]!);
}

function eachChannel(numbers: readonly number[], channels: number, option: string): readonly number[] {
  if (numbers.length === channels) return numbers;
  if (numbers.length === 1) return Array.from({ length: channels }, () => numbers[0]!);
  throw new UsageError(`${option} gives ${numbers.length} numbers; the input has ${channels} channels`);
}

function planes(interleaved: Float32Array, count: number, channels: number): Float32Array {
  return interleaved.map((_, i) => interleaved[(i % count) * channels + Math.floor(i / count)]!);
}
