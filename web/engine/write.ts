/** The table, or the network, as a text to take away. */
import { defaultColumns, everyColumn } from '../../src/report/columns.ts';
import { ledgerJson } from '../../src/report/json.ts';
import { ledgerTable } from '../../src/report/ledger-table.ts';
import type { Context, Opened } from './context.ts';
import type { ExportFormat } from './protocol.ts';
import { textOf } from './textOf.ts';

/** As `layerledger count --format` and `layerledger export` write it: rows of all layers in JSON and CSV, of weighted ones else. */
export async function write(context: Context, id: number, format: ExportFormat): Promise<string> {
  if (format === 'network-file') return textOf(context, id);
  return writers[format](context.networks.get(id));
}

const writers: Readonly<Record<Exclude<ExportFormat, 'network-file'>, (opened: Opened) => Promise<string>>> = {
  async csv({ ledger }) {
    const { csvOf } = await import('../../src/report/csv.ts');
    return csvOf([{ table: ledgerTable(ledger, { rows: ledger.layers, columns: everyColumn, derive: false }) }]);
  },
  async markdown({ ledger }) {
    const { ledgerMarkdown } = await import('../../src/report/markdown.ts');
    return ledgerMarkdown(ledger, { columns: defaultColumns(ledger) });
  },
  async latex({ ledger }) {
    const { ledgerLatex } = await import('../../src/report/latex.ts');
    return ledgerLatex(ledger, { columns: defaultColumns(ledger) });
  },
  async json({ ledger }) {
    return `${JSON.stringify(ledgerJson(ledger), undefined, 2)}\n`;
  },
  async pytorch({ network, count }) {
    const { exportPytorch } = await import('../../src/export/pytorch/write.ts');
    return exportPytorch(network, count);
  },
};
