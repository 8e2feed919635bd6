/** What other papers and tools mean by the same word. */
import type { FigureName } from '../../core/figures.ts';
import { publishedReadings, tools, totalOf, type Item } from '../../conventions/index.ts';
import { numberOf } from '../counted.ts';
import type { Hypothesis, Inquiry, Search } from '../hypothesis.ts';
import { say } from '../words.ts';

type Quantity = ReturnType<typeof publishedReadings>[number]['quantity'];

const quantityOf: Partial<Readonly<Record<FigureName | 'parameters', Quantity>>> = {
  parameters: 'parameters',
  weights: 'parameters',
  connections: 'connections',
  units: 'units',
};

export const convention: Search = {
  name: 'conventions',
  *hypotheses({ subject, computed }: Inquiry): Iterable<Hypothesis> {
    const { figure, network, rows } = subject;
    const quantity = figure && quantityOf[figure];
    if (!quantity || !network || rows.length !== network.rows.length) return;
    for (const { quantity: of, words, items, changes } of publishedReadings(network.ledger)) {
      if (of === quantity) yield reading(words, items, changes, 1.2 + 0.4 * changes.length, computed);
    }
    if (quantity !== 'connections') return;
    for (const tool of tools) {
      yield reading(`as ${tool.name} counts`, tool.cost(network.ledger), [`as ${tool.name} counts`], 1.3, computed);
    }
  },
};

function reading(
  words: string,
  items: readonly Item[],
  changes: readonly string[],
  cost: number,
  computed: number,
): Hypothesis {
  const value = numberOf(totalOf(items));
  const sum = items.map((item) => `${say(numberOf(item.value))} ${item.what}`).join(' + ').replaceAll('+ -', '− '); // prettier-ignore
  return {
    value,
    cost: value === computed ? 9 : cost,
    key: words,
    changes: changes.length > 0 ? changes : [words],
    say: () => `${say(value)}${items.length > 1 ? ` = ${sum}` : ''}: ${words}`,
  };
}
