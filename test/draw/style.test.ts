/** A figure that is taken away has the colours of the page. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { styleOf } from '../../src/draw/index.ts';

const read = (name: string): string => readFileSync(new URL(`../../web/styles/${name}.css`, import.meta.url), 'utf8');

/** `--name: light-dark(a, b)` */
function coloursIn(css: string): readonly (readonly [name: string, light: string, dark: string])[] {
  return [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, light, dark]) => [
    name!,
    light!,
    dark!,
  ]);
}

const [light, dark] = styleOf('screen').split('@media');

describe('colours', () => {
  const tokens = coloursIn(read('tokens')).filter(([name]) => styleOf('screen').includes(`var(--${name})`));

  it('are the tokens of the page', () => {
    expect(tokens.map(([name]) => name)).toEqual(['sheet', 'well', 'ink', 'soft', 'line', 'edge', 'weights', 'connections']); // prettier-ignore
    for (const [name, ...colours] of tokens) {
      expect(light).toContain(`--${name}:${colours[0]};`);
      expect(dark).toContain(`--${name}:${colours[1]};`);
    }
  });

  it.each([
    ['role-feature-map', 'map'],
    ['role-dense', 'dense'],
    ['role-product', 'product'],
    ['role-input', 'input'],
    ['role-block', 'block'],
  ])('of boxes of %s are those of the page', (role, name) => {
    const rule = read('figure').split('}').find((each) => each.includes(`.${role}`) && each.includes('--front')); // prettier-ignore
    const faces = coloursIn(rule!);
    expect(faces.map(([face]) => face)).toEqual(['front', 'top', 'side']);
    for (const [face, ...colours] of faces) {
      expect(light).toContain(`--${name}-${face}:${colours[0]};`);
      expect(dark).toContain(`--${name}-${face}:${colours[1]};`);
    }
  });

  it('all have a name', () => {
    const named = new Set([...light!.matchAll(/--([\w-]+):/g)].map(([, name]) => name));
    const used = [...styleOf('screen').matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name);
    expect(used.filter((name) => !named.has(name))).toEqual([]);
    expect(styleOf('screen').replaceAll(/--[\w-]+:#\w+;/g, '')).not.toMatch(/#[\da-f]{3,}/);
  });
});
