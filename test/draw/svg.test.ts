/** A figure as SVG: well-formed, text as text, the same bytes for the same figure. */
import { describe, expect, it } from 'vitest';
import { barsOf, figureOf, pathOf, svgOf } from '../../src/draw/index.ts';
import { publishedNetworks } from '../../src/formats/published.ts';
import { conv, ledgerBuilt, ledgerOfPublished } from './networks.ts';
import { elementsIn } from './xml.ts';

const alexnet = figureOf(ledgerOfPublished('alexnet'));

it('says what AlexNet is in words', () => {
  const texts = elementsIn(svgOf(alexnet)).filter(({ name }) => name === 'text').map(({ text }) => text); // prettier-ignore
  expect(texts.join('\n')).toMatchSnapshot();
});

it('has a title and a description, and for each layer a group with its own', () => {
  const elements = elementsIn(svgOf(alexnet));
  const [svg, title, description] = elements;
  expect(svg!.attributes).toMatchObject({
    role: 'img',
    'aria-labelledby': 'layerledger-title layerledger-description',
  });
  expect(title).toMatchObject({ name: 'title', text: 'AlexNet', attributes: { id: 'layerledger-title' } });
  expect(description!.text).toBe('659,272 units, 60,954,656 weights, 724,406,816 connections');
  const groups = elements.filter(({ name, attributes }) => name === 'g' && 'data-layer' in attributes);
  expect(groups.map(({ attributes }) => attributes['data-layer'])).toEqual(alexnet.parts.map(({ layer }) => layer));
  const titles = elements.filter(({ name }) => name === 'title').slice(1).map(({ text }) => text); // prettier-ignore
  expect(titles).toEqual(alexnet.parts.map(({ text }) => text));
  expect(titles).toContain(
    'conv2: 256 feature maps of 27 × 27 on two towers, kernel 5 × 5 over 48 channels of its own tower, then Relu, LRN',
  );
});

it('gives the same bytes for the same figure, with two decimals and unique ids', () => {
  const svg = svgOf(alexnet);
  expect(svgOf(figureOf(ledgerOfPublished('alexnet')))).toBe(svg);
  expect(svg).not.toMatch(/\d\.\d{3}|NaN|undefined|Infinity/);
  const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('is dark only on a screen', () => {
  expect(svgOf(alexnet, { theme: 'screen' })).toContain('prefers-color-scheme:dark');
  expect(svgOf(alexnet)).not.toContain('prefers-color-scheme');
});

it('makes names from files text, never markup', () => {
  const evil = `<script>alert(1)</script>" onload='x' & \u0000\u0007 ]]> \u{D800}`;
  const ledger = ledgerBuilt(evil, (network) => {
    const x = network.input(evil, [1, 3, 8, 8]);
    network.output(conv(network, x, { name: evil, filters: 4, channels: 3, path: ['a"><b>', evil] }));
  });
  for (const figure of [figureOf(ledger), barsOf(ledger)]) {
    const svg = svgOf(figure);
    expect(svg).not.toMatch(/<script|onload='|<b>/);
    const names = new Set(elementsIn(svg).map(({ name }) => name));
    expect([...names].toSorted()).toEqual(['desc', 'g', 'path', 'style', 'svg', 'text', 'title']);
  }
});

it('writes what would turn a text around, or hide it, as an escape', () => {
  const turned = 'a\u202eb\u2066c\u0007';
  const ledger = ledgerBuilt(turned, (network) => {
    const x = network.input(turned, [1, 3, 8, 8]);
    network.output(conv(network, x, { name: turned, filters: 4, channels: 3, path: [turned, turned] }));
  });
  for (const figure of [figureOf(ledger), barsOf(ledger)]) {
    const shown = [figure.title, ...figure.legend, ...figure.marks.map(({ text }) => text), ...figure.parts.map(({ text }) => text)].join(''); // prettier-ignore
    expect(shown).toContain(String.raw`a\u202eb\u2066c\x07`);
    expect(shown).not.toMatch(/[\u202e\u2066]|\p{Cc}/u);
    const texts = elementsIn(svgOf(figure)).filter(({ name }) => name === 'text' || name === 'title');
    expect(texts.map(({ text }) => text).join('')).not.toMatch(/[\u202e\u2066\ufffd]/);
  }
  expect(figureOf(ledger).parts.map(({ layers }) => layers)).toContainEqual([ledger.layers[0]!.name]);
});

describe('every published network', () => {
  it.each(publishedNetworks().map(({ name }) => name))('%s is well-formed', (name) => {
    const ledger = ledgerOfPublished(name);
    for (const figure of [figureOf(ledger), barsOf(ledger)]) {
      const svg = svgOf(figure);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(elementsIn(svg).length).toBeGreaterThan(figure.marks.length);
    }
  });
});

it('writes paths of each shape', () => {
  const points = [[0, 0], [1.005, -0.001], [2, 2], [3, 3]] as const; // prettier-ignore
  expect(pathOf({ shape: 'polygon', points })).toBe('M0 0L1 0L2 2L3 3Z');
  expect(pathOf({ shape: 'line', points: points.slice(0, 2) })).toBe('M0 0L1 0');
  expect(pathOf({ shape: 'curve', points })).toBe('M0 0C1 0 2 2 3 3');
  expect(pathOf({ shape: 'disc', points: [[5, 5], [7, 5]] })).toBe('M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0Z'); // prettier-ignore
  expect(pathOf({ shape: 'line', points: [] })).toBe('');
});
