/** `layerledger diff`: two networks, or one before and after a change, layer by layer. */
import { openSizes } from '../../core/bindings.ts';
import { UsageError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ledger.ts';
import type { Network } from '../../core/network.ts';
import { diffOf } from '../../diff/index.ts';
import { withBatch } from '../../formats/batch.ts';
import { csvOf } from '../../report/csv.ts';
import { diffLatex, diffMarkdown, diffText, type ReportedDiff } from '../../report/diff.ts';
import { diffJson } from '../../report/diff-json.ts';
import { diffFigures } from '../../report/diff-tables.ts';
import { defineCommand, type Answer, type Io, type Status } from '../command.ts';
import { countOpened } from '../counting.ts';
import { checkGrowth, growth } from '../growth.ts';
import { choice, flag, repeated, single, type Values } from '../option.ts';
import { lookOf } from '../paint.ts';
import { printOptions, sourceOptions, towerOptions } from '../shared-options.ts';
import { openSource } from '../source.ts';
import { gapRemarks, worst } from '../status.ts';
import { namedShape, setting } from '../values.ts';

const options = {
  format: choice(['text', 'markdown', 'latex', 'csv', 'json'], 'text', 'how the answer is written'),
  changed: flag('without the layers that stayed as they were'),
  layers: choice(
    ['weighted', 'all'],
    'weighted',
    'rows for layers with weights, or for all; CSV and JSON always have all',
  ),
  'exit-code': flag('exit with 1 where anything but names differs'),
  'max-growth': single('SHARE', 'exit with 1 where weights or connections grew by more than so much: 5%', growth),
  ...sourceOptions,
  'input-before': repeated('[NAME=]SHAPE', 'as --input, for BEFORE alone', namedShape),
  'input-after': repeated('[NAME=]SHAPE', 'as --input, for AFTER alone', namedShape),
  'set-before': repeated('NAME=VALUE', 'as --set, for BEFORE alone', setting),
  'set-after': repeated('NAME=VALUE', 'as --set, for AFTER alone', setting),
  ...towerOptions,
  ...printOptions,
};

export const command = defineCommand({
  name: 'diff',
  summary: 'compare two networks layer by layer, matched by structure',
  operands: { usage: 'BEFORE AFTER (each a NETWORK)', least: 2, most: 2 },
  options,
  details: [
    'Layers are matched by what they do, their sizes, their place and their names, so that an export finds its original and a reduced network what it was. docs/diff.md says how, and what is not seen.',
    '~ changed, + added, − removed; a layer that is only called otherwise is the same. The differences of all rows add up to those of the totals.',
    '--input, --set, --towers and --place hold for both networks, --bind and --open for each that has such a size.',
  ],
  examples: [
    { command: 'layerledger diff alexnet alexnet-one-tower', says: 'what the two towers save' },
    { command: 'layerledger diff resnet18 resnet34 --changed', says: 'the blocks that were added' },
    { command: 'layerledger diff old.onnx new.onnx --format markdown', says: 'for a pull request' },
    { command: 'layerledger diff old.onnx new.onnx --max-growth 5%', says: 'fail where it grew, for CI' },
    { command: 'layerledger diff vgg16 exported.onnx --exit-code', says: 'whether an export is what was published' },
    { command: 'layerledger diff alexnet alexnet --input-after 3x224x224', says: 'what another input changes' },
  ],
  async answer([before, after], values, io): Promise<Answer> {
    if (before === '-' && after === '-') throw new UsageError('standard input (-) can be read once');
    const ledgers = await countSides({ before: before!, after: after! }, values, io);
    const diff = { ...diffOf(ledgers.before, ledgers.after), uncounted: uncountedOf(ledgers) };
    const verdicts = values['max-growth'] ? checkGrowth(diff.totals, values['max-growth']) : [];
    const gaps = [ledgers.before, ledgers.after].flatMap((ledger) => gapRemarks(ledger, values.input.length > 0));
    const statuses: readonly Status[] = [
      ...verdicts.map(({ kind }): Status => (kind === 'over' ? 1 : 3)),
      values['exit-code'] && isDifferent(diff) ? 1 : 0,
      gaps.length > 0 ? 3 : 0,
    ];
    return {
      text: textOf(diff, values, io),
      status: worst(statuses),
      remarks: [...verdicts.map(({ sentence }) => `${diff.after.name}: ${sentence}`), ...gaps],
      file: values.output,
    };
  },
});

type DiffValues = Values<typeof options>;

type Sides<T> = Readonly<Record<'before' | 'after', T>>;

/** Both networks; each open size is bound in the one that has it, or in both. */
async function countSides(sources: Sides<string>, values: DiffValues, io: Io): Promise<Sides<Ledger>> {
  const before = await openSide(sources.before, 'before', values, io);
  const after = await openSide(sources.after, 'after', values, io);
  const count = (own: Side, other: Side): Ledger =>
    countOpened(own.source, own.network, {
      ...own.values,
      bind: values.bind.filter(([name]) => isOpenIn(name, own, other)),
      open: values.open.filter((name) => isOpenIn(name, own, other)),
    });
  return { before: count(before, after), after: count(after, before) };
}

interface Side {
  readonly source: string;
  readonly network: Network;
  readonly names: ReadonlySet<string>;
  readonly values: DiffValues;
}

async function openSide(source: string, side: 'before' | 'after', given: DiffValues, io: Io): Promise<Side> {
  const input = [...given.input, ...given[`input-${side}`]];
  const values = { ...given, input, set: [...given.set, ...given[`set-${side}`]] };
  const network = await openSource(source, values, io);
  return { source, network, names: openSizes(network, withBatch(network, new Map(input))), values };
}

/** Throws a UsageError for a name that neither network has. */
function isOpenIn(name: string, own: Side, other: Side): boolean {
  if (own.names.has(name)) return true;
  if (other.names.has(name)) return false;
  const has = [...new Set([own, other].map(sayOpen))].join('; ');
  throw new UsageError(`neither ${own.network.name} nor ${other.network.name} has an open size "${name}": ${has}`);
}

function sayOpen({ network, names }: Side): string {
  return `${network.name} has ${names.size === 0 ? 'none' : [...names].join(', ')}`;
}

function uncountedOf({ before, after }: Sides<Ledger>): ReportedDiff['uncounted'] {
  return { before: before.uncounted, after: after.uncounted };
}

function isDifferent({ counts }: ReportedDiff): boolean {
  return counts.changed + counts.added + counts.removed > 0;
}

function textOf(diff: ReportedDiff, values: DiffValues, io: Io): string {
  const rows = values.changed ? diff.rows.filter(({ kind }) => kind !== 'same') : diff.rows;
  return {
    text: () => diffText(diff, values, lookOf(values, io)),
    markdown: () => diffMarkdown(diff, values),
    latex: () => diffLatex(diff, values),
    csv: () => csvOf([{ table: diffFigures(rows) }]),
    json: () => `${JSON.stringify(diffJson(diff, rows), undefined, 2)}\n`,
  }[values.format]();
}
