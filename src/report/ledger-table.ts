/** Ledger → table: a row a layer, the totals below. */
import type { Derivation } from '../core/derivation.ts';
import { figureWords, type FigureName } from '../core/figures.ts';
import type { Layer } from '../core/ledger.ts';
import type { Counted } from './counted.ts';
import { columnOf, type Column } from './columns.ts';
import type { Cell, Table } from './table.ts';

export interface TableOptions {
  readonly rows: readonly Layer[];
  /** Names out of `columnNames`; others are passed over. */
  readonly columns: readonly string[];
  /** Whether a figure that has a derivation is shown with it. */
  readonly derive?: boolean;
}

export function ledgerTable(ledger: Counted, { rows, columns, derive = false }: TableOptions): Table {
  const chosen = columns.map(columnOf).filter((column) => column !== undefined);
  const cell = (column: Column, layer: Layer): Cell => {
    const derivation = derive ? derivationOf(layer, column.key) : undefined;
    return derivation ? { kind: 'equation', derivation } : column.cell(layer, ledger);
  };
  return {
    headings: chosen,
    rows: rows.map((layer) => chosen.map((column) => cell(column, layer))),
    total: chosen.map((column) => column.total(ledger)),
  };
}

/** The derivation of a figure by its name, where it is more than the figure. */
export function derivationOf({ derivations }: Layer, name: string): Derivation | undefined {
  const derivation = isFigure(name) ? derivations[name] : undefined;
  const isBare = derivation?.kind === 'factor' || (derivation?.kind === 'product' && derivation.factors.length === 1);
  return isBare ? undefined : derivation;
}

function isFigure(name: string): name is FigureName {
  return name in figureWords;
}
