/** PNG and JPEG files → pixels: one number from 0 to 1 for each channel, row by row. */
import { MalformedError, UnsupportedError, messageOf } from '../core/errors.ts';

export interface Image {
  readonly width: number;
  readonly height: number;
  /** 1 (grey) or 3 (red, green, blue); a fourth, the opacity, is left out. */
  readonly channels: 1 | 3;
  readonly pixels: Float32Array;
}

/** Megapixels of the largest images that are decoded: a few hundred bytes of PNG can declare 2^62 of them. */
const mostMegapixels = 100;

export function looksLikeImage(head: Uint8Array): boolean {
  return isPng(head) || isJpeg(head);
}

/** Throws a MalformedError for bytes that do not decode, and an UnsupportedError for an image that is too large. */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<Image> {
  try {
    return isPng(bytes) ? await decodePng(bytes, name) : await decodeJpeg(bytes);
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw new MalformedError(`${name} is no image that can be decoded: ${messageOf(error)}`, { cause: error });
  }
}

function isPng(head: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => head[i] === byte);
}

function isJpeg(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
}

/** https://www.w3.org/TR/png-3/ */
async function decodePng(bytes: Uint8Array, name: string): Promise<Image> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24) throw new MalformedError('it ends within its header');
  expectSize(view.getUint32(16), view.getUint32(20), name); // IHDR comes first: width, height
  const { decode, convertIndexedToRgb } = await import('fast-png');
  const png = decode(bytes);
  const { width, height, palette } = png;
  if (palette) {
    const depth = palette[0]?.length ?? 3;
    return pixelsOf({ width, height, channels: depth, samples: convertIndexedToRgb(png), most: 255 });
  }
  const samples = png.depth < 8 ? unpacked(png.data, width, height, png.depth) : png.data;
  return pixelsOf({ width, height, channels: png.channels, samples, most: 2 ** png.depth - 1 });
}

async function decodeJpeg(bytes: Uint8Array): Promise<Image> {
  const { default: jpeg } = await import('jpeg-js');
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    maxResolutionInMP: mostMegapixels,
    maxMemoryUsageInMB: 20 * mostMegapixels,
  });
  return pixelsOf({ width, height, channels: 4, samples: data, most: 255 });
}

function expectSize(width: number, height: number, name: string): void {
  if (width * height <= mostMegapixels * 1e6) return;
  throw new UnsupportedError(`${name} has ${width} × ${height} pixels; at most ${mostMegapixels} megapixels are decoded`); // prettier-ignore
}

/** Grey of 1, 2 or 4 bits: several samples a byte, the first in the highest bits; each row begins a byte. */
function unpacked(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  if (packed.length === width * height) return Uint8Array.from(packed);
  const line = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const bit = column * depth;
    return (packed[row * line + (bit >> 3)]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

interface Samples {
  readonly width: number;
  readonly height: number;
  /** 2 and 4 are those of 1 and 3 with opacity. */
  readonly channels: number;
  readonly samples: ArrayLike<number>;
  readonly most: number;
}

function pixelsOf({ width, height, channels, samples, most }: Samples): Image {
  const kept = channels < 3 ? 1 : 3;
  const pixels = new Float32Array(width * height * kept);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < kept; channel++)
      pixels[pixel * kept + channel] = samples[pixel * channels + channel]! / most;
  }
  return { width, height, channels: kept, pixels };
}
