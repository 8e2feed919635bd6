/** Another figure of the same layers, the same with what is usually kept apart, or the same of another layer. */
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { figureWords, type FigureName } from '../../core/figures.ts';
import type { Row } from '../counted.ts';
import { say } from '../words.ts';

export const figures: Search = {
  name: 'figures',
  *hypotheses({ subject, computed }: Inquiry): Iterable<Hypothesis> {
    const { figure, rows, network } = subject;
    if (figure === undefined || rows.length === 0) return;
    for (const name of added[figure] ?? []) {
      const amount = totalOf(rows, name);
      if (amount === 0 || !Number.isFinite(amount)) continue;
      yield variant(computed + amount, `${say(computed)} + ${say(amount)}`, `with ${words[name] ?? name}`, 1.5);
      if (name === 'connectionsOntoPadding' || figure === 'parameters') {
        yield variant(computed - amount, `${say(computed)} − ${say(amount)}`, `without ${words[name] ?? name}`, 1.5);
      }
    }
    for (const name of others) {
      if (name === figure) continue;
      const amount = totalOf(rows, name);
      if (amount !== 0) yield variant(amount, figureWords[name], `${name} instead of ${figure}`, 2.5);
    }
    if (rows.length === network?.rows.length || figure === 'parameters') return;
    for (const row of (network?.rows ?? []).filter((each) => each.figures[figure] !== 0 && !rows.includes(each))) {
      yield variant(row.figures[figure], `${figure} of ${row.layer.name}`, `the value of ${row.layer.name}`, 2.2);
    }
  },
};

const others = ['units', 'weights', 'connections'] as const satisfies readonly FigureName[];

const words: Partial<Readonly<Record<FigureName, string>>> = {
  biasConnections: 'biases as connections',
  normParameters: 'scales and shifts of normalisations',
  buffers: 'running statistics',
  otherParameters: 'position tables and gains',
  connectionsOntoPadding: 'taps on padding',
  weightlessConnections: 'products of activations',
  windowSums: 'pooling windows',
};

/** What a figure is also taken with. */
const added: Partial<Readonly<Record<FigureName | 'parameters', readonly FigureName[]>>> = {
  weights: ['biases', 'normParameters', 'biasConnections'],
  parameters: ['biases', 'normParameters', 'buffers', 'embeddings', 'otherParameters'],
  connections: ['biasConnections', 'windowSums', 'weightlessConnections', 'connectionsOntoPadding', 'units'],
};

function variant(value: number, arithmetic: string, change: string, cost: number): Hypothesis {
  return { value, cost, key: change, changes: [change], say: () => `${say(value)} = ${arithmetic}: ${change}` };
}

function totalOf(rows: readonly Row[], name: FigureName): number {
  return rows.reduce((sum, { figures }) => sum + figures[name], 0);
}
