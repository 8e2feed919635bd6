/** Bars: shares of weights and connections, a row a layer. */
import { expect, it } from 'vitest';
import { barsOf, type Mark } from '../../src/draw/index.ts';
import { ledgerOfPublished, longGraph } from './networks.ts';

const figure = barsOf(ledgerOfPublished('alexnet'));

function length(layer: string, role: Mark['role']): number {
  const { points } = figure.marks.find((mark) => mark.kind === 'bar' && mark.layer === layer && mark.role === role)!;
  return Math.abs(points[1]![0] - points[0]![0]);
}

it('have lengths in proportion to the shares, on one scale', () => {
  expect(length('fc1', 'weights') / length('conv2', 'weights')).toBeCloseTo(37748736 / 307200, 6);
  expect(length('conv2', 'connections') / length('conv1', 'connections')).toBeCloseTo(223948800 / 105415200, 6);
  const scale = length('fc1', 'weights') / (37748736 / 60954656);
  expect(length('conv2', 'connections') / (223948800 / 724406816)).toBeCloseTo(scale, 6);
});

it('say figures and shares', () => {
  expect(figure.parts.map(({ text }) => text)).toContain(
    'fc1: 37,748,736 weights (61.9 %), 37,748,736 connections (5.2 %)',
  );
});

it('stand for blocks where there are many layers', () => {
  const ledger = ledgerOfPublished('resnet152');
  const { parts } = barsOf(ledger);
  expect(parts.length).toBeLessThanOrEqual(40);
  expect(parts.map(({ layer }) => layer)).toContain('stage3');
  expect(parts.flatMap(({ layers }) => layers)).toHaveLength(156);
  expect(barsOf(longGraph(600, 3)).parts.length).toBeLessThanOrEqual(40);
});

it('count open sizes at a nominal length, and say so', () => {
  const { legend, marks } = barsOf(ledgerOfPublished('gpt2'));
  expect(legend.join(' ')).toContain('Open sizes count as 64.');
  expect(marks.flatMap(({ points }) => points.flat()).every(Number.isFinite)).toBe(true);
});
