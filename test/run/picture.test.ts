/** Images whose every pixel is known, as the values of an input. */
import { encode } from 'fast-png';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { decodeImage, pictureOf, type Image } from '../../src/run/index.ts';

/** 2 × 1: red, then blue. */
const png = encode({ width: 2, height: 1, channels: 3, depth: 8, data: Uint8Array.of(255, 0, 0, 0, 0, 255) });

const image = (bytes: Uint8Array): Promise<Image> => decodeImage(bytes, 'x.png');
const input = { name: 'x', type: 'float32' } as const;

describe('decoding', () => {
  it('PNG in colour, in grey, with opacity, and of 16 bits', async () => {
    expect(await image(png)).toMatchObject({ width: 2, height: 1, channels: 3 });
    expect([...(await image(png)).pixels]).toEqual([1, 0, 0, 0, 0, 1]);
    const grey = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(65_535, 0) });
    expect(await image(grey)).toMatchObject({ channels: 1, pixels: Float32Array.of(1, 0) });
    const faint = encode({ width: 1, height: 1, channels: 4, depth: 8, data: Uint8Array.of(255, 0, 255, 7) });
    expect([...(await image(faint)).pixels]).toEqual([1, 0, 1]);
  });

  it('PNG of one bit a pixel, whose rows begin at a byte', async () => {
    const data = Uint8Array.of(0b1010_0000, 0b0100_0000);
    const bits = encode({ width: 3, height: 2, channels: 1, depth: 1, data });
    expect([...(await image(bits)).pixels]).toEqual([1, 0, 1, 0, 1, 0]);
  });

  it('JPEG', async () => {
    const data = Uint8Array.from({ length: 16 * 16 * 4 }, (_, i) => (i % 4 === 1 ? 128 : 255));
    const { pixels, width, channels } = await image(jpeg.encode({ width: 16, height: 16, data }, 100).data);
    expect([width, channels]).toEqual([16, 3]);
    expect(pixels[1]).toBeCloseTo(128 / 255, 1);
  });

  it('refuses what is cut off or declares too much', async () => {
    await expect(image(png.slice(0, 40))).rejects.toThrow(/^x\.png is no image that can be decoded: /);
    const vast = png.slice();
    new DataView(vast.buffer).setUint32(16, 1_000_000_000);
    await expect(image(vast)).rejects.toThrow('x.png has 1000000000 × 1 pixels; at most 100 megapixels are decoded');
  });
});

describe('an input', () => {
  it('takes channels first or last', async () => {
    expect([...pictureOf(await image(png), { ...input, shape: [1, 3, 1, 2] }).data]).toEqual([1, 0, 0, 0, 0, 1]);
    const row = [1, 0, 0, 0, 0, 1];
    expect([...pictureOf(await image(png), { ...input, shape: [1, 2, 2, 3] }).data]).toEqual([...row, ...row]);
    const tall = encode({ width: 1, height: 2, channels: 3, depth: 8, data: Uint8Array.of(255, 51, 0, 0, 102, 255) });
    const planes = pictureOf(await image(tall), { ...input, shape: [1, 3, 2, 1] }).data;
    expect([...planes].map((value) => Math.round(255 * Number(value)))).toEqual([255, 0, 51, 102, 0, 255]);
  });

  it('takes grey for colour and colour for grey (ITU-R BT.601)', async () => {
    const grey = encode({ width: 1, height: 1, channels: 1, depth: 8, data: Uint8Array.of(51) });
    expect([...pictureOf(await image(grey), { ...input, shape: [3, 1, 1] }).data]).toEqual(Array(3).fill(Math.fround(0.2))); // prettier-ignore
    const [red] = pictureOf(await image(png), { ...input, shape: [1, 1, 1, 2] }).data;
    expect(red).toBeCloseTo(0.299, 6);
    const green = encode({ width: 1, height: 1, channels: 3, depth: 8, data: Uint8Array.of(0, 255, 0) });
    expect(pictureOf(await image(green), { ...input, shape: [1, 1] }).data[0]).toBeCloseTo(0.587, 6);
  });

  it('is resized between the centres of pixels: 0 and 1 to four are 0, 1/4, 3/4, 1', async () => {
    const two = encode({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(0, 255) });
    expect([...pictureOf(await image(two), { ...input, shape: [1, 1, 1, 4] }).data]).toEqual([0, 0.25, 0.75, 1]);
    expect([...pictureOf(await image(two), { ...input, shape: [1, 1, 1, 1] }).data]).toEqual([0.5]);
  });

  it('is scaled: (pixel × scale − mean) / std; whole numbers are 0 to 255', async () => {
    const shape = [1, 3, 1, 2];
    const scaled = pictureOf(await image(png), { ...input, shape }, { scale: 255, mean: [5, 0, 0], std: [2] });
    expect([...scaled.data]).toEqual([125, -2.5, 0, 0, 0, 127.5]);
    const whole = pictureOf(await image(png), { name: 'x', type: 'uint8', shape });
    expect(whole.data).toEqual(Uint8Array.of(255, 0, 0, 0, 0, 255));
    await expect(async () => pictureOf(await image(png), { ...input, shape }, { mean: [1, 2] })).rejects.toThrow('--mean gives 2 numbers; the input has 3 channels'); // prettier-ignore
  });

  it('that is no image is refused', async () => {
    const x = await image(png);
    expect(() => pictureOf(x, { ...input, shape: [8, 3, 4, 4] })).toThrow('input "x" has shape 8 × 3 × 4 × 4; an image goes into'); // prettier-ignore
    expect(() => pictureOf(x, { ...input, shape: [1, 10] })).not.toThrow();
    expect(() => pictureOf(x, { ...input, shape: [1, 7, 4, 4] })).toThrow('1 × 7 × 4 × 4');
  });
});
