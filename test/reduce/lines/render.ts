/**
 * Lines of text as pictures, upright or turned by 180 degrees, each another in its characters, size, place, strokes, contrast and noise;
 * laid out as PaddleOCR feeds its direction classifier: 3 × 48 × 192, values (v / 255 − 0.5) / 0.5, zeros where the line has ended.
 */
import { generatorOf } from '../../../src/formats/weights/generator.ts';
import { glyphHeight, glyphs, glyphWidth } from './glyphs.ts';

export const lineHeight = 48;
export const lineWidth = 192;

export interface Line {
  /** Row by row, from 0 (black) to 1; `width` columns. */
  readonly pixels: Float32Array;
  readonly width: number;
  /** What the classifier should answer: 0 upright, 1 turned. */
  readonly label: 0 | 1;
}

/** As many lines, every other one turned. The same seed gives the same lines. */
export function textLines(count: number, seed: number): readonly Line[] {
  return Array.from({ length: count }, (_, i) => drawn(i % 2 === 0 ? 0 : 1, `line ${i}`, seed));
}

/** The line as the network takes it, 3 × 48 × 192. */
export function inputOf({ pixels, width }: Line): Float32Array {
  const input = new Float32Array(3 * lineHeight * lineWidth);
  for (let row = 0; row < lineHeight; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < 3; channel++)
        input[(channel * lineHeight + row) * lineWidth + column] = 2 * pixels[row * width + column]! - 1;
  return input;
}

function drawn(label: 0 | 1, name: string, seed: number): Line {
  const next = generatorOf(name, seed);
  const between = (low: number, high: number): number => low + ((high - low) * next()) / 2 ** 32;
  const letters = Array.from(
    { length: Math.floor(between(5, 11)) },
    () => glyphs[Math.floor(between(0, glyphs.length))]!,
  );
  const scale = between(3.2, 4.6); // pixels of a square: 9 squares fill 29 to 41 of the 48 rows
  const pitch = glyphWidth + between(0.8, 1.6);
  const margin = between(2, 10);
  const widest = (lineWidth - 2 * margin) / (letters.length * pitch);
  const stretch = Math.min(scale * between(0.7, 1), widest);
  const top = between(2, lineHeight - 2 - glyphHeight * scale);
  const width = Math.floor(letters.length * pitch * stretch + 2 * margin);
  const slant = between(-0.15, 0.15);
  const threshold = between(0.3, 0.55); // the lower, the thicker
  const [ink, paper] = next() % 4 === 0 ? [between(0.75, 1), between(0, 0.3)] : [between(0, 0.3), between(0.7, 1)];
  const noise = between(0, 0.08);
  const pixels = new Float32Array(lineHeight * width);
  for (let row = 0; row < lineHeight; row++) {
    for (let column = 0; column < width; column++) {
      const y = (row - top) / scale;
      const x = (column - margin) / stretch + slant * (y - glyphHeight / 2);
      const letter = Math.floor(x / pitch);
      const field = smooth(letters[letter], x - letter * pitch - 0.5, y - 0.5);
      const share = Math.min(Math.max((field - threshold) * 4 + 0.5, 0), 1);
      const value = paper + (ink - paper) * share + between(-noise, noise);
      const place = row * width + column;
      pixels[label === 0 ? place : pixels.length - 1 - place] = Math.min(Math.max(value, 0), 1);
    }
  }
  return { pixels, width, label };
}

/** The squares of a glyph, bilinear between their centres. */
function smooth(glyph: (typeof glyphs)[number] | undefined, x: number, y: number): number {
  const at = (row: number, column: number): number => glyph?.[row]?.[column] ?? 0;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [along, down] = [x - left, y - top];
  const upper = at(top, left) * (1 - along) + at(top, left + 1) * along;
  const lower = at(top + 1, left) * (1 - along) + at(top + 1, left + 1) * along;
  return upper * (1 - down) + lower * down;
}
