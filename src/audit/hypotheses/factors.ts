/** One factor of a figure's derivation replaced by another number that stands in the same table. */
import type { Derivation } from '../../core/derivation.ts';
import type { Row } from '../counted.ts';
import { numberOf } from '../counted.ts';
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

export const factors: Search = {
  name: 'factors replaced',
  *hypotheses({ subject, computed }: Inquiry): Iterable<Hypothesis> {
    const { figure, rows, network } = subject;
    if (!network || figure === undefined || figure === 'parameters') return;
    const own = rows.filter((row) => row.layer.derivations[figure]);
    if (own.length === 0 || own.length > mostLayers) return;
    const table = numbersOf(network.rows);
    for (const row of own) {
      const derivation = row.layer.derivations[figure]!;
      const rest = computed - row.figures[figure];
      const leaves = leavesOf(derivation);
      if (leaves.length < 2) continue;
      const beside = new Set([...numbersOf([row]), ...towerShares(row, network.ledger.towers?.each.length ?? 1)]);
      for (const [i, leaf] of leaves.entries()) {
        if (leaf === 1 || leaves.indexOf(leaf) !== i) continue;
        for (const number of new Set([...beside, ...table])) {
          if (number === leaf || number === 1) continue;
          yield replaced({ row, leaves, i, number, rest, cost: beside.has(number) ? 2 : 2.5 });
        }
        yield replaced({ row, leaves, i, number: 1, rest, cost: 3 });
        yield replaced({ row, leaves, i, number: leaf * leaf, rest, cost: 3 });
      }
    }
  },
};

/** A slip in one of many layers is found by changing each; beyond this the tries would hit anything. */
const mostLayers = 30;

interface Slip {
  readonly row: Row;
  readonly leaves: readonly number[];
  readonly i: number;
  readonly number: number;
  readonly rest: number;
  readonly cost: number;
}

function replaced({ row, leaves, i, number, rest, cost }: Slip): Hypothesis {
  const leaf = leaves[i]!;
  const product = leaves.reduce((value, each) => value * each, 1);
  const part = (product / leaf) * number;
  const value = part + rest;
  const isOneOf = leaves.filter((other) => other === leaf).length > 1;
  const change =
    number === 1 && leaf !== 1
      ? `${isOneOf ? 'one ' : ''}${say(leaf)} left out`
      : number === leaf * leaf
        ? `${say(leaf)} multiplied once more`
        : `${isOneOf ? 'one ' : ''}${say(leaf)} replaced by ${say(number)}`;
  const where = rest === 0 ? '' : ` in ${row.layer.name}`;
  const shown = leaves.flatMap((each, j) =>
    j === slot(leaves, i) ? (number === 1 ? [] : number === leaf * leaf ? [each, each] : [number]) : [each],
  );
  return {
    value,
    cost: rest === 0 ? cost : cost + 0.2,
    key: `${change}${where}`,
    changes: [`${change}${where}`],
    say: () => `${say(value)} = ${rest === 0 ? '' : `${say(rest)} + `}${shown.map(say).join('·')}: ${change}${where}`,
  };
}

/** Of equal factors the last is shown as replaced: 55·48·96 reads as height, width, filters. */
function slot(leaves: readonly number[], i: number): number {
  return leaves.lastIndexOf(leaves[i]!);
}

/** The factors of a product; nothing for a sum. */
function leavesOf(derivation: Derivation): readonly number[] {
  if (derivation.kind === 'product') return derivation.factors.flatMap(leavesOf);
  const value = numberOf(derivation.value);
  return Number.isFinite(value) ? [value] : [];
}

/** Every factor of some layers, and their outputs' sizes. */
function numbersOf(rows: readonly Row[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const { layer } of rows) {
    const { units, weights, connections } = layer.derivations;
    for (const derivation of [units, weights, connections])
      if (derivation) for (const leaf of leavesOf(derivation)) numbers.add(leaf);
  }
  return numbers;
}

/** What stands in a drawing beside a layer that is laid over towers: the filters of one tower. */
function towerShares({ layer, figures }: Row, towers: number): readonly number[] {
  const channels = layer.output?.[1];
  if (towers === 1 || figures.units === 0 || channels === undefined) return [];
  const share = numberOf(channels) / towers;
  return Number.isInteger(share) ? [share] : [];
}
