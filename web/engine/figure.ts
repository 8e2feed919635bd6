/** The drawings of an open network. */
import type { Figure } from '../../src/draw/index.ts';
import type { Context, Opened } from './context.ts';

export function figureFor({ ledger }: Pick<Opened, 'ledger'>, _expanded: readonly string[] = []): Figure {
  const { name } = ledger.network;
  return { viewBox: [0, 0, 100, 50], title: name, description: name, parts: [], marks: [], folds: [], legend: [] };
}

export function barsFor(opened: Pick<Opened, 'ledger'>): Figure {
  return figureFor(opened);
}

export function unfold({ networks }: Context, id: number, expanded: readonly string[]): Figure {
  return figureFor(networks.get(id), expanded);
}

export function svg({ networks }: Context, id: number, what: 'figure' | 'bars'): Promise<string> {
  return Promise.resolve(`<svg xmlns="http://www.w3.org/2000/svg"/>${what}${networks.get(id).network.name.length}`);
}
