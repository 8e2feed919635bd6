/** `layerledger count`: the ledger of one network or of several. */
import { UsageError } from '../../core/errors.ts';
import { conventionNames } from '../../conventions/names.ts';
import type { Counted } from '../../report/counted.ts';
import { columnNames } from '../../report/columns.ts';
import { defineCommand, type Answer, type Io, type Status } from '../command.ts';
import type { Failure } from '../failure.ts';
import { keepCompiled } from '../compile-cache.ts';
import { checkLimits, expectComparable, limitOptions, type Limits } from '../limits.ts';
import { nearest } from '../../formats/network-file/nearest.ts';
import { choice, flag, single, type Values } from '../option.ts';
import { ledgerFormats, printLedgers } from '../print-ledgers.ts';
import { printOptions, sourceOptions, towerOptions } from '../shared-options.ts';
import { gapRemarks, worst } from '../status.ts';
import { storedLedger } from '../stored-ledger.ts';
import { wholeFrom } from '../values.ts';

const options = {
  format: choice(ledgerFormats, 'text', 'how the answer is written'),
  derive: flag('show how each figure comes about'),
  layers: choice(['weighted', 'all'], 'weighted', 'rows for layers with weights, or for all'),
  depth: single('N', 'sum by block: a row for each beginning of N names in the layers’ paths', wholeFrom(1)),
  sort: single('COLUMN', 'rows by a column, the largest first', column),
  top: single('N', 'the first N rows only', wholeFrom(1)),
  columns: single('LIST', `columns, with commas: ${columnNames.join(', ')}`, columnList),
  'with-biases': flag('weights and biases in one column, connections and additions of a bias in another'),
  convention: choice(
    conventionNames,
    'textbook',
    'whose total cost and parameters: a tool’s, or the textbook’s figures alone',
  ),
  ...sourceOptions,
  ...towerOptions,
  ...limitOptions,
  strict: flag('a network that breaks a rule of its operators is unreadable: exit with 4'),
  ...printOptions,
};

export const command = defineCommand({
  name: 'count',
  summary: 'count units, weights and connections of every layer',
  operands: { usage: 'NETWORK…', least: 1, most: Infinity },
  options,
  details: [
    'MACs are the column "connections". A FLOP count is usually twice as much: one multiplication and one addition each.',
    'The row of totals, and the lines below it, hold what is kept apart: biases and other parameters, connections onto padding, products of two activations, bytes of weights and of activations.',
    'Several networks: a table that compares them and then each; in JSON an object whose "networks" holds an answer for each; in CSV a first column "network".',
    'CSV has every figure and no row of totals; a cell that a spreadsheet would run as a formula (=, +, -, @ first) begins with an apostrophe.',
  ],
  examples: [
    { command: 'layerledger count alexnet', says: 'a published network' },
    { command: 'layerledger count alexnet --derive', says: 'with the arithmetic of every figure' },
    { command: 'layerledger count model.onnx --input 1x3x320x320', says: 'a file, for another input' },
    { command: 'layerledger count model.onnx --max-weights 20M --max-connections 400M', says: 'a budget, for CI' },
    { command: 'layerledger count old.onnx new.onnx --max-connections 50%', says: 'compared with the first' },
    { command: 'layerledger count model.onnx --convention fvcore', says: 'as a tool would print it' },
    { command: 'layerledger count model.onnx --sort connections --top 10', says: 'where the work is' },
    { command: 'layerledger count model.onnx --format json | jq .totals', says: 'for programs' },
  ],
  async answer(sources, values, io): Promise<Answer> {
    expectComparable(values, sources.length);
    const { ledgers, failures } = await counted(sources, values, io);
    const limits = judge(ledgers, values, sources.length);
    const gaps = ledgers.flatMap((ledger) => gapRemarks(ledger, values.input.length > 0));
    return {
      text: ledgers.length === 0 ? '' : await printLedgers(ledgers, sources.length > 1, values, io),
      status: worst([...failures.map(({ status }) => status), limits.status, gaps.length > 0 ? 3 : 0]),
      remarks: [...failures.map(({ sentence }) => sentence), ...limits.remarks, ...gaps],
      file: values.output,
    };
  },
});

interface Answered {
  readonly ledgers: readonly Counted[];
  readonly failures: readonly Failure[];
}

/** A published network as it stands was counted when the command was built. */
async function counted(sources: readonly string[], values: Values<typeof options>, io: Io): Promise<Answered> {
  const { input, bind, open, set, towers, place } = values;
  const isTextbook = values.convention === 'textbook';
  const isAsItStands =
    isTextbook && [input, bind, open, set, place].every(({ length }) => length === 0) && towers === undefined;
  const stored = isAsItStands && sources.length === 1 ? storedLedger(sources[0]!) : undefined;
  if (stored) return { ledgers: [stored], failures: [] };
  keepCompiled();
  const { countSources } = await import('../counting.ts');
  const answered = await countSources(sources, values, io);
  if (isTextbook) return answered;
  const { convert } = await import('../convert.ts');
  return { ...answered, ledgers: answered.ledgers.map((ledger) => convert(ledger, values.convention)) };
}

function judge(
  ledgers: readonly Counted[],
  limits: Limits,
  sources: number,
): { status: Status; remarks: readonly string[] } {
  const original = sources > 1 ? ledgers[0] : undefined;
  const verdicts = ledgers.flatMap((ledger) => checkLimits(ledger, limits, ledger === original ? undefined : original));
  const status = verdicts.some(({ kind }) => kind === 'over') ? 1 : verdicts.length > 0 ? 3 : 0;
  return { status, remarks: verdicts.map(({ sentence }) => sentence) };
}

function columnList(text: string): readonly string[] {
  return text.split(',').map((name) => column(name.trim()));
}

function column(name: string): string {
  if (columnNames.includes(name)) return name;
  const near = nearest(name, columnNames);
  throw new UsageError(`has no column "${name}"${near === undefined ? '' : `; did you mean ${near}?`}`);
}
