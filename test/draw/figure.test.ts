/** Laws of a figure, whatever the network: to scale, whole, within its frame, tied to the ledger. */
import { describe, expect, it } from 'vitest';
import { plain, render } from '../../src/core/derivation.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import { figureOf, styleOf, type Figure, type Mark, type Point } from '../../src/draw/index.ts';
import { symbol } from '../../src/core/size.ts';
import { leavesOf } from '../../src/draw/leaves.ts';
import { letters } from '../../src/draw/letters.ts';
import { sceneOf } from '../../src/draw/scene.ts';
import { publishedNetworks } from '../../src/formats/published.ts';
import { conv, ledgerBuilt, ledgerOfPublished, longGraph } from './networks.ts';

const alexnet = ledgerOfPublished('alexnet');

function marksOf(figure: Figure, wanted: Partial<Mark>): readonly Mark[] {
  return figure.marks.filter(
    (mark) => Object.entries(wanted).every(([key, value]) => mark[key as keyof Mark] === value), // eslint-disable-line typescript/no-unsafe-type-assertion -- keys of a Partial<Mark>
  );
}

function lengthOf([start, end]: readonly Point[]): number {
  return Math.hypot(end![0] - start![0], end![1] - start![1]);
}

/** The length of the edge of a layer's box that shows a size. */
function edge(figure: Figure, layer: string, role: Mark['role']): number {
  const [rule] = marksOf(figure, { kind: 'rule', layer, role });
  return lengthOf(rule!.points);
}

describe('scale', () => {
  const figure = figureOf(alexnet);

  it('draws height, width and channels in proportion to the square roots of the sizes', () => {
    for (const role of ['height', 'width'] as const) {
      expect(edge(figure, 'conv1', role) / edge(figure, 'conv2', role)).toBeCloseTo(Math.sqrt(55 / 27), 6);
      expect(edge(figure, 'input', role) / edge(figure, 'conv5', role)).toBeCloseTo(Math.sqrt(227 / 13), 6);
    }
    expect(edge(figure, 'conv2', 'channels') / edge(figure, 'conv1', 'channels')).toBeCloseTo(Math.sqrt(128 / 48), 6);
    expect(edge(figure, 'fc1', 'channels') / edge(figure, 'output', 'channels')).toBeCloseTo(Math.sqrt(4096 / 1000), 6);
  });

  it('draws a kernel in proportion to the map that it reads', () => {
    const [kernel] = marksOf(figure, { kind: 'kernel', layer: 'conv2', face: 'side' });
    const [front, , , below] = kernel!.points;
    expect(lengthOf([front!, below!]) / edge(figure, 'pool1', 'height')).toBeCloseTo(5 / 27, 6);
  });

  it('says the sizes that the paper has, right where the paper is wrong', () => {
    const texts = (layer: string): readonly string[] =>
      marksOf(figure, { shape: 'text', layer }).map(({ text }) => text!);
    expect(texts('input')).toEqual(expect.arrayContaining(['227', '3']));
    expect(texts('conv1')).toEqual(expect.arrayContaining(['55', '48', '11 × 11', 'Stride of 4']));
    expect(texts('pool1')).toEqual(expect.arrayContaining(['27', 'Max pooling', 'Stride of 2']));
    expect(texts('conv4')).toEqual(expect.arrayContaining(['13', '192', '3 × 3']));
    expect(texts('fc1')).toEqual(expect.arrayContaining(['2048', 'dense 4096']));
  });
});

describe('labels', () => {
  it('of AlexNet’s maps and kernels stand on no line', () => {
    const figure = figureOf(alexnet);
    const labels = figure.marks.filter(({ kind, role, layer }) => kind === 'label' && ['height', 'width', 'kernel'].includes(role) && !/fc|output/.test(layer)); // prettier-ignore
    expect(labels.filter(({ role }) => role === 'kernel').map(({ text }) => text)).toContain('11 × 11');
    const lines = figure.marks.filter(({ kind, shape }) => kind !== 'tower' && shape !== 'text' && shape !== 'disc');
    const along = lines.flatMap(({ points, shape }) => alongLines(shape === 'polygon' ? [...points, points[0]!] : points)); // prettier-ignore
    const wrong = labels.filter((label) => along.some((point) => isCovered(label, point)));
    expect(wrong.map(({ layer, text }) => `${layer} ${text}`)).toEqual([]);
  });

  it('stand beside signs, whatever their length', () => {
    const ledger = ledgerBuilt('Signs', (network) => {
      const x = network.input('x', [1, symbol('nonzero_12'), 4]);
      const y = network.input('y', [1, symbol('nonzero_12'), 4]);
      const sums = Array.from({ length: 12 }, (_, i) => network.node('Add', [x, y], { name: `sum${i}` })[0]!);
      const z = network.node('Concat', sums, { name: 'all', attributes: { axis: 1 } })[0]!;
      network.output(network.node('Concat', [z, x], { name: 'more', attributes: { axis: 1 } })[0]!);
    });
    const { marks } = figureOf(ledger, { detail: 'layers' });
    const discs = marks.filter(({ kind, shape }) => kind === 'join' && shape === 'disc');
    const labels = marks.filter(({ kind, role }) => kind === 'label' && role !== 'join');
    expect(discs.length).toBe(12);
    const wrong = discs.flatMap(({ layer, points: [centre, rim] }) => {
      const radius = rim![0] - centre![0];
      const around = Array.from({ length: 12 }, (_, i): Point => [centre![0] + radius * Math.cos(i / 2), centre![1] + radius * Math.sin(i / 2)]); // prettier-ignore
      return labels.filter((label) => around.some((point) => isCovered(label, point))).map(({ text }) => `${text} on ${layer}`); // prettier-ignore
    });
    expect(wrong).toEqual([]);
  });

  it('have letters for which the style sheet and the layout have one size', () => {
    for (const [role, size] of Object.entries(letters)) expect(styleOf('paper')).toContain(`.label.${role}{font-size:${size}px}`); // prettier-ignore
    expect(Math.min(...Object.values(letters))).toBe(9);
  });
});

/** Points along straight lines, a unit apart. */
function alongLines(points: readonly Point[]): readonly Point[] {
  return points.slice(1).flatMap(([bx, by], i) => {
    const [ax, ay] = points[i]!;
    const steps = Math.ceil(Math.hypot(bx - ax, by - ay));
    return Array.from({ length: steps + 1 }, (_, s): Point => [ax + ((bx - ax) * s) / (steps || 1), ay + ((by - ay) * s) / (steps || 1)]); // prettier-ignore
  });
}

/** Whether a point lies under a text, whose letters are about half as wide as they are large. */
function isCovered({ text, points: [at], align, role }: Mark, [x, y]: Point): boolean {
  const size = role === 'kernel' || role === 'step' ? letters.step : role === 'name' ? letters.name : letters.size;
  const width = text!.length * size * 0.54;
  const left = align === 'end' ? at![0] - width : align === 'middle' ? at![0] - width / 2 : at![0];
  return x > left && x < left + width && y < at![1] && y > at![1] - 0.7 * size;
}

describe('towers', () => {
  const figure = figureOf(alexnet);
  const heights = (points: readonly Point[]): readonly [number, number] => {
    const ys = points.map(([, y]) => y);
    return [Math.min(...ys), Math.max(...ys)];
  };

  it('are rows that do not overlap, and hold their boxes', () => {
    const bands = marksOf(figure, { kind: 'tower', shape: 'polygon' }).map(({ points }) => heights(points));
    expect(bands).toHaveLength(2);
    expect(bands[0]![1]).toBeLessThan(bands[1]![0]);
    for (const { points, tower } of marksOf(figure, { kind: 'box' }).filter((mark) => mark.tower !== undefined)) {
      const [top, bottom] = heights(points);
      expect(top).toBeGreaterThan(bands[tower! - 1]![0]);
      expect(bottom).toBeLessThan(bands[tower! - 1]![1]);
    }
  });

  it.each([
    ['conv1', 2],
    ['conv2', 2],
    ['conv3', 4],
    ['conv5', 2],
    ['fc1', 4],
  ])('%s has %i connections between the towers’ maps', (layer, count) => {
    expect(marksOf(figure, { kind: 'pyramid', shape: 'polygon', layer })).toHaveLength(count);
  });

  it('that are too many to draw are said', () => {
    const { legend, marks } = figureOf(ledgerOfPublished('alexnet-one-tower', 8));
    expect(legend).toContain('The 8 towers are drawn as one.');
    expect(marks.some(({ kind }) => kind === 'tower')).toBe(false);
  });
});

describe('every published network', () => {
  it.each(publishedNetworks().map(({ name }) => name))('%s', (name) => {
    const ledger = ledgerOfPublished(name);
    expectLawful(figureOf(ledger), ledger);
    expectJoined(ledger);
  });

  it('GPT-2 adds its words and places', () => {
    const { graph, plan, stations } = sceneOf(ledgerOfPublished('gpt2'), {});
    const nameOf = (cell: number): string => stations[plan.cells[cell]!.station]!.name;
    const sum = plan.cells.findIndex((_, cell) => stations[plan.cells[cell]!.station]!.kind === 'join');
    expect(graph.links.filter(({ to }) => to === sum).map(({ from }) => nameOf(from))).toEqual(['words', 'places']);
    const { parts } = figureOf(ledgerOfPublished('gpt2'));
    expect(parts.find(({ layer }) => layer === 'words')!.text).toBe('words: 1 × seq × 768'); // no Shape behind it
  });

  it.each(['alexnet', 'resnet20', 'googlenet', 'transformer-base', 'densenet-cifar'])('%s, each layer', (name) => {
    const ledger = ledgerOfPublished(name);
    const figure = figureOf(ledger, { detail: 'layers' });
    expectLawful(figure, ledger);
    const alone = new Set(figure.parts.map(({ layer }) => layer));
    expect(ledger.layers.filter(({ weights, name: layer }) => weights !== 0 && !alone.has(layer))).toEqual([]);
  });
});

/** Nothing stands alone, and everything but the last leads on. */
function expectJoined(ledger: Ledger): void {
  const { graph, plan, stations } = sceneOf(ledger, {});
  const leads = new Set(graph.links.map(({ from }) => from));
  const ends = plan.cells.flatMap(({ station }, cell) => (leads.has(cell) ? [] : [stations[station]!.name]));
  expect(ends).toHaveLength(1);
}

/** What holds of any figure. */
function expectLawful(figure: Figure, ledger: Ledger): void {
  const numbers = [...figure.viewBox, ...figure.marks.flatMap(({ points }) => points.flat())];
  expect(numbers.every(Number.isFinite)).toBe(true);
  expectInside(figure);
  const shown = new Set(figure.parts.flatMap(({ layers }) => layers));
  expect(ledger.layers.filter(({ weights, name }) => weights !== 0 && !shown.has(name))).toEqual([]);
  const parts = new Set(figure.parts.map(({ layer }) => layer));
  expect(parts.size).toBe(figure.parts.length);
  expect(figure.marks.filter(({ layer }) => layer !== '' && !parts.has(layer))).toEqual([]);
  const drawn = new Set(figure.marks.map(({ layer }) => layer));
  expect(figure.parts.filter(({ layer }) => !drawn.has(layer))).toEqual([]);
  const leaves = new Map(ledger.layers.map((layer) => [layer.name, leavesOf(layer)]));
  const wrong = figure.marks.flatMap(({ layer, factors = [] }) =>
    factors.filter((word) => !leaves.get(layer)?.has(word)),
  );
  expect(wrong).toEqual([]);
  expect(structuredClone(figure)).toEqual(figure);
}

function expectInside({ viewBox: [x, y, width, height], marks }: Figure): void {
  const beyond = marks.filter(({ points }) =>
    points.some(([left, top]) => left < x || left > x + width || top < y || top > y + height),
  );
  expect(beyond).toEqual([]);
}

it('ties every factor of AlexNet’s units, weights and connections to something that is drawn', () => {
  const figure = figureOf(alexnet);
  for (const layer of alexnet.layers.filter(({ weights }) => weights !== 0)) {
    const drawn = new Set(
      figure.marks.filter((mark) => mark.layer === layer.name).flatMap(({ factors }) => factors ?? []),
    );
    const { units, weights, connections } = layer.derivations;
    const words = [units!, weights!, connections!].flatMap((figure) => render(figure, plain, 'words').split(' * '));
    expect(words.filter((word) => !drawn.has(word))).toEqual([]);
  }
});

describe('a connection to another row', () => {
  const figure = figureOf(ledgerOfPublished('resnet18'));
  const skips = marksOf(figure, { kind: 'edge', role: 'skip', shape: 'curve' });

  it('that skips is blue and goes around what it passes', () => {
    expect(skips.map(({ layer }) => layer)).toEqual(['stage1.1.add1', 'stage1.2.add1', 'stage2.2.add1', 'stage3.2.add1', 'stage4.2.add1']); // prettier-ignore
    const { points } = skips.find(({ layer }) => layer === 'stage3.2.add1')!;
    const [start, end] = [points[0]!, points.at(-1)!];
    expect(end[1]).toBeGreaterThan(start[1] + 100); // in the next row
    expect(end[0]).toBeLessThan(start[0] - 100);
  });

  it('that only goes on is dotted, and does not lie on another', () => {
    const dotted = marksOf(figure, { kind: 'edge', role: 'carried', shape: 'curve' });
    expect(dotted.map(({ layer }) => layer)).toEqual(['stage2.1.conv1', 'stage2.1.projection', 'stage3.2.conv1']);
    const bends = (mark: Mark): readonly number[] => {
      const [xs, ys] = [mark.points.map(([x]) => x), mark.points.map(([, y]) => y)];
      return [Math.min(...xs), Math.max(...xs), ys.toSorted((a, b) => a - b)[Math.floor(ys.length / 2)]!];
    };
    const beside = bends(skips.find(({ layer }) => layer === 'stage3.2.add1')!);
    bends(dotted[2]!).forEach((bend, i) => expect(Math.abs(bend - beside[i]!)).toBeGreaterThan(3));
  });

  it.each(['resnet18', 'transformer-base', 'se-resnet50', 'densenet-bc-100-12', 'mobilenet_v2', 'gpt2', 'googlenet'])(
    'no line of %s passes through a box',
    (name) => {
      for (const detail of ['auto', 'layers'] as const) {
        expectAround(figureOf(ledgerOfPublished(name), { detail }));
      }
    },
  );
});

/** No line passes through a box but the one from which it comes. */
function expectAround(figure: Figure): void {
  const boxes = figure.marks.filter(({ kind, role }) => kind === 'box' && role !== 'repeat');
  const lines = figure.marks.filter(({ kind, shape, role }) => kind === 'edge' && shape === 'curve' && role !== 'loop');
  const wrong = lines.flatMap((line) => {
    const [start] = line.points;
    const sources = boxes.filter(({ points }) => [0, 0.5].some((by) => isIn([start![0] - by, start![1] + by], points)));
    const own = new Set([line.layer, ...sources.map(({ layer }) => layer)]);
    const others = boxes.filter(({ layer }) => !own.has(layer));
    return alongCurve(line.points).flatMap((point) => others.filter(({ points }) => isIn(point, points)).map(({ layer }) => `${line.layer} through ${layer}`)); // prettier-ignore
  });
  expect([...new Set(wrong)]).toEqual([]);
}

/** Points on cubic pieces. */
function alongCurve(points: readonly Point[]): readonly Point[] {
  return Array.from({ length: (points.length - 1) / 3 }, (_, i) => points.slice(3 * i, 3 * i + 4)).flatMap(
    ([a, b, c, d]) =>
      Array.from({ length: 15 }, (_, step): Point => {
        const t = (step + 1) / 16;
        const [at, bt, ct, dt] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
        return [at * a![0] + bt * b![0] + ct * c![0] + dt * d![0], at * a![1] + bt * b![1] + ct * c![1] + dt * d![1]];
      }),
  );
}

function isIn([x, y]: Point, polygon: readonly Point[]): boolean {
  return polygon.reduce((inside, [ax, ay], i) => {
    const [bx, by] = polygon.at(i - 1)!;
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
  }, false);
}

describe('folding', () => {
  it('draws one of equal blocks and says so', () => {
    const { folds, parts } = figureOf(ledgerOfPublished('resnet50'));
    expect(folds.map(({ key, copies, open }) => [key, copies, open])).toEqual([
      ['stage1/1..3', 3, true],
      ['stage2/1..4', 4, true],
      ['stage3/1..6', 6, true],
      ['stage4/1..3', 3, true],
    ]);
    expect(folds[0]!.text).toBe(
      'stage1.1 to stage1.3: 3 equal blocks, the first is drawn; the others have no projection',
    );
    expect(parts.length).toBeLessThan(40);
  });

  it('opens what is asked for, and leaves the rest as it was', () => {
    const ledger = ledgerOfPublished('googlenet');
    const layers = (expanded: readonly string[]): readonly string[] =>
      figureOf(ledger, { expanded: new Set(expanded) }).parts.map(({ layer }) => layer);
    expect(layers([])).toContain('inception_3a');
    const opened = layers(['inception_3a']);
    expect(opened).toEqual(expect.arrayContaining(['inception_3a', 'inception_3a.5x5', 'inception_3b']));
    expect(opened).toHaveLength(layers([]).length + 8);
  });

  it('takes self and cross attention for two things', () => {
    const { folds } = figureOf(ledgerOfPublished('transformer-base'));
    expect(folds.filter(({ copies }) => copies > 1).map(({ key }) => key)).toEqual(['encoder/1..6', 'decoder/1..6']);
  });
});

describe('other networks', () => {
  it.each([
    ['one axis', [31]],
    ['three axes', [5, 12, 12]],
  ])('over %s', (_, spatial) => {
    const ledger = ledgerBuilt('Odd', (network) => {
      const kernel = spatial.map(() => 3);
      const x = network.input('x', [1, 2, ...spatial]);
      network.output(conv(network, x, { name: 'c', filters: 7, channels: 2, kernel }));
    });
    const figure = figureOf(ledger);
    expectLawful(figure, ledger);
    expect(marksOf(figure, { kind: 'kernel', layer: 'c', face: 'side' })).toHaveLength(1);
    if (spatial.length === 3) expect(marksOf(figure, { kind: 'rule', layer: 'c', role: 'depth' })).toHaveLength(1);
  });

  it('without layers, without sizes, with one name for two things', () => {
    const empty = ledgerBuilt('Empty', (network) => network.output(network.input('x', [1, 2])));
    const unsized = ledgerBuilt('Open', (network) => {
      const [y] = network.openNode('Mystery', [network.input('x', undefined)], { name: 'x' });
      network.output(y!);
    });
    const alike = ledgerBuilt('Alike', (network) => {
      const x = network.input('c', [1, 3, 8, 8]);
      const y = conv(network, x, { name: 'c', filters: 3, channels: 3 });
      const z = conv(network, y, { name: 'd', filters: 3, channels: 3, path: ['c', 'd'] });
      network.output(conv(network, z, { name: 'e', filters: 3, channels: 3, path: ['c', 'e'] }));
    });
    for (const ledger of [empty, unsized, alike]) expectLawful(figureOf(ledger), ledger);
    expect(figureOf(alike).parts.map(({ layer }) => layer)).toEqual(['c', 'input c', 'c_2', 'c.d', 'c.e']);
  });

  it('whose blocks name their sums by themselves, as exported ones do', () => {
    const ledger = ledgerBuilt('Exported', (network) => {
      let x = conv(network, network.input('x', [1, 4, 8, 8]), { name: 'stem', filters: 4, channels: 4 });
      for (const block of ['b0', 'b1', 'b2']) {
        for (const part of ['first', 'second']) {
          const y = conv(network, x, {
            name: `${block}.${part}`,
            filters: 4,
            channels: 4,
            path: ['body', block, part],
          });
          x = network.node('Add', [x, y], { name: `/${block}/Add_${part}`, path: ['body', block] })[0]!;
        }
      }
      network.output(x);
    });
    const figure = figureOf(ledger, { detail: 'layers' });
    expectLawful(figure, ledger);
    expect(marksOf(figure, { kind: 'join' })).toHaveLength(6);
    expect(marksOf(figure, { kind: 'edge', role: 'carried' })).toEqual([]);
    expect(figureOf(ledger, { detail: 'blocks' }).folds.map(({ copies }) => copies)).toEqual([3]);
  });

  it('recurrent', () => {
    const ledger = ledgerBuilt('Recurrent', (network) => {
      const x = network.input('x', [12, 1, 10]);
      const w = network.tensor('w', { type: 'float32', shape: [1, 80, 10] });
      const r = network.tensor('r', { type: 'float32', shape: [1, 80, 20] });
      network.output(network.node('LSTM', [x, w, r], { name: 'lstm', attributes: { hidden_size: 20 } })[0]!);
    });
    const figure = figureOf(ledger);
    expectLawful(figure, ledger);
    expect(marksOf(figure, { role: 'loop', layer: 'lstm' }).length).toBeGreaterThan(0);
  });
});

describe('10,000 nodes', () => {
  it.each([
    ['alike', 1],
    ['of many kinds', 4],
  ])('%s become a figure that fits a screen, soon', (_, kinds) => {
    const ledger = longGraph(10_000, kinds);
    figureOf(longGraph(200, kinds)); // compiled before it is timed
    const start = performance.now();
    const figure = figureOf(ledger);
    // 200 ms is the promise on an idle machine; tests run beside others
    expect(performance.now() - start).toBeLessThan(1500);
    expectLawful(figure, ledger);
    expect(figure.parts.length).toBeLessThan(200);
    const [key] = figure.folds.filter(({ open }) => !open).map((fold) => fold.key);
    if (key !== undefined)
      expect(figureOf(ledger, { expanded: new Set([key]) }).parts.length).toBeGreaterThan(figure.parts.length);
  });
});
