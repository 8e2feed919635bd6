/** Layers, blocks and terms that were left out or counted twice. */
import type { Row } from '../counted.ts';
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import type { Change } from '../subject.ts';
import { say } from '../words.ts';

export const layers: Search = {
  name: 'layers left out or counted twice',
  *hypotheses({ subject, computed }: Inquiry): Iterable<Hypothesis> {
    const variant = (words: string, key: string, change: Change, cost: number): Hypothesis => {
      const value = subject.value(change);
      const share = Math.abs(value - computed);
      const sign = value < computed ? '−' : '+';
      return {
        value,
        cost,
        key,
        changes: [words],
        say: () => `${say(value)} = ${say(computed)} ${sign} ${say(share)}: ${words}`,
      };
    };
    for (const name of subject.terms) {
      yield variant(`without ${name}`, `without ${name}`, { times: new Map([[name, 0]]) }, 2);
      yield variant(`${name} counted twice`, `twice ${name}`, { times: new Map([[name, 2]]) }, 2);
    }
    if (subject.rows.length < 2) return;
    for (const { words, rows, cost } of groupsOf(subject.rows)) {
      yield variant(`without ${words}`, `without ${words}`, { without: rows }, cost);
      yield variant(`${words} counted twice`, `twice ${words}`, { twice: rows }, cost + 0.3);
    }
  },
};

interface Group {
  readonly words: string;
  readonly rows: ReadonlySet<Row>;
  readonly cost: number;
}

/** Single layers, blocks, and layers of one name in all blocks (`projection`); those that hold something. */
function groupsOf(rows: readonly Row[]): readonly Group[] {
  const groups = new Map<string, { words: string; rows: Set<Row>; cost: number }>();
  const put = (words: string, row: Row, cost: number): void => {
    const group = groups.get(words) ?? { words, rows: new Set(), cost };
    groups.set(words, group);
    group.rows.add(row);
  };
  const isShown = ({ figures }: Row): boolean =>
    figures.units !== 0 || figures.weights !== 0 || figures.normParameters !== 0;
  for (const row of rows.filter(isShown)) {
    const { name, path, operator } = row.layer;
    put(name, row, 2);
    path.slice(0, -1).forEach((_, i) => put(`block ${path.slice(0, i + 1).join('.')}`, row, 2.2));
    if (path.length > 1) put(`all layers named ${path.at(-1)!.replace(/\d+$/, '')}`, row, 2.1);
    put(`all ${operator} layers`, row, 2.1);
  }
  return [...groups.values()].filter((group) => group.rows.size < rows.length);
}
