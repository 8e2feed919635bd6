/** Ledgers in the format that was asked for; what only one format needs is loaded with it. */
import type { Counted } from '../report/counted.ts';
import { defaultColumns, everyColumn } from '../report/columns.ts';
import { ledgerTable } from '../report/ledger-table.ts';
import { comparisonText, ledgerText } from '../report/text.ts';
import { showLayers, type View } from '../report/view.ts';
import type { Io } from './command.ts';
import { lookOf } from './paint.ts';

export const ledgerFormats = ['text', 'markdown', 'csv', 'latex', 'json', 'exercise'] as const;

interface PrintValues extends View {
  readonly format: (typeof ledgerFormats)[number];
  readonly derive: boolean;
  readonly columns: readonly string[] | undefined;
  readonly 'with-biases': boolean;
  readonly convention: string;
  readonly color: 'auto' | 'always' | 'never';
  readonly width: number | undefined;
  readonly output: string | undefined;
}

type Print = (ledgers: readonly Counted[], isSeveral: boolean, values: PrintValues, io: Io) => Promise<string>;

export const printLedgers: Print = (ledgers, isSeveral, values, io) =>
  printers[values.format](ledgers, isSeveral, values, io);

const printers: Readonly<Record<PrintValues['format'], Print>> = {
  async text(ledgers, isSeveral, values, io) {
    const look = lookOf(values, io);
    const options = { ...look, view: values, derive: values.derive };
    const texts = ledgers.map((ledger) =>
      ledgerText(ledger, { ...options, columns: columnsOf(ledger, values, look.width === undefined ? [] : ['bar']) }),
    );
    return [...(isSeveral ? [comparisonText(ledgers, look)] : []), ...texts].join('\n');
  },

  async markdown(ledgers, isSeveral, values) {
    const { comparisonMarkdown, ledgerMarkdown } = await import('../report/markdown.ts');
    const texts = ledgers.map((ledger) =>
      ledgerMarkdown(ledger, { view: values, columns: columnsOf(ledger, values), derive: values.derive }),
    );
    return [...(isSeveral ? [comparisonMarkdown(ledgers)] : []), ...texts].join('\n');
  },

  async latex(ledgers, isSeveral, values) {
    const { comparisonLatex, ledgerLatex } = await import('../report/latex.ts');
    const texts = ledgers.map((ledger) =>
      ledgerLatex(ledger, { view: values, columns: columnsOf(ledger, values), derive: values.derive }),
    );
    return [...(isSeveral ? [comparisonLatex(ledgers)] : []), ...texts].join('\n');
  },

  async csv(ledgers, isSeveral, values) {
    const { csvOf } = await import('../report/csv.ts');
    const columns = values.columns ?? withBiases(everyColumn, values);
    const tables = ledgers.map((ledger) => ({
      table: ledgerTable(ledger, { rows: showLayers(ledger, values).rows, columns, derive: values.derive }),
      ...(isSeveral && { label: ledger.network.name }),
    }));
    return csvOf(tables);
  },

  async json(ledgers, isSeveral, values) {
    const { ledgerJson, ledgersJson } = await import('../report/json.ts');
    const answers = ledgers.map((ledger) =>
      ledgerJson(ledger, { layers: showLayers(ledger, values).rows, convention: values.convention }),
    );
    return `${JSON.stringify(isSeveral ? ledgersJson(answers) : answers[0], undefined, 2)}\n`;
  },

  async exercise(ledgers) {
    const { exerciseText } = await import('../report/exercise.ts');
    return ledgers.map(exerciseText).join('\n');
  },
};

function columnsOf(ledger: Counted, values: PrintValues, extra: readonly string[] = []): readonly string[] {
  return values.columns ?? withBiases([...defaultColumns(ledger), ...extra], values);
}

function withBiases(columns: readonly string[], values: PrintValues): readonly string[] {
  if (!values['with-biases']) return columns;
  return columns.map((name) => (name === 'weights' || name === 'connections' ? `${name}+biases` : name));
}
