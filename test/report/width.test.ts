/** Widths on a terminal. */
import { array, assert, integer, property, string, stringMatching } from 'fast-check';
import { expect, it } from 'vitest';
import { displayWidth, fold, pad, shorten } from '../../src/report/width.ts';

it.each([
  ['conv1', 5],
  ['55 × 55', 7],
  ['畳み込み', 8],
  ['é', 1],
  ['e\u0301', 1],
  ['🧠', 2],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

it('pads on either side', () => {
  expect(pad('畳', 4, 'left')).toBe('畳  ');
  expect(pad('7', 3, 'right')).toBe('  7');
});

it('shortens in the middle, to the width and no further than needed', () => {
  expect(shorten('features.denseblock1.conv2', 12)).toBe('featur…conv2');
  assert(
    property(string({ unit: 'grapheme', maxLength: 40 }), integer({ min: 1, max: 40 }), (text, width) => {
      const short = shorten(text, width);
      expect(displayWidth(short)).toBeLessThanOrEqual(width);
      if (displayWidth(text) <= width) expect(short).toBe(text);
    }),
  );
});

it('folds at spaces and loses no word', () => {
  assert(
    property(
      array(stringMatching(/^[a-z]{1,12}$/), { maxLength: 30 }),
      integer({ min: 20, max: 60 }),
      (words, width) => {
        const lines = fold(words.join(' '), width, '  ');
        expect(lines.join(' ').split(/ +/).join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});
