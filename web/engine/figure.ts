/** The drawings of an open network. */
import { barsOf } from '../../src/draw/bars.ts';
import type { Figure } from '../../src/draw/figure.ts';
import { figureOf } from '../../src/draw/figureOf.ts';
import type { Context, Opened } from './context.ts';

export function drawingsOf({ ledger }: Opened): { readonly figure: Figure; readonly bars: Figure } {
  return { figure: figureOf(ledger), bars: barsOf(ledger) };
}

/** What is unfolded of each network, so that the file is the figure on the screen. */
const unfolded = new WeakMap<Opened, readonly string[]>();

export function unfold({ networks }: Context, id: number, expanded: readonly string[]): Figure {
  const opened = networks.get(id);
  unfolded.set(opened, expanded);
  return figureOf(opened.ledger, { expanded: new Set(expanded) });
}

/** As `layerledger draw` writes it; the figure with what was unfolded last. */
export async function svg({ networks }: Context, id: number, what: 'figure' | 'bars'): Promise<string> {
  const { svgOf } = await import('../../src/draw/svg.ts');
  const opened = networks.get(id);
  if (what === 'bars') return svgOf(barsOf(opened.ledger));
  return svgOf(figureOf(opened.ledger, { expanded: new Set(unfolded.get(opened)) }));
}
