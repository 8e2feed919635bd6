/** `layerledger reduce`: the smallest change of a network that meets budgets, how near to the smallest, and the network itself. */
import { UsageError } from '../../core/errors.ts';
import { named } from '../../reduce/advise.ts';
import { resources } from '../../reduce/costs.ts';
import { meaningOf, pose, reduce, type ReduceOptions, type Reduction } from '../../reduce/reduce.ts';
import type { Reducible } from '../../reduce/reducible.ts';
import { runnersUp } from '../../reduce/solve/index.ts';
import { csvOf } from '../../report/csv.ts';
import { markdownTable } from '../../report/markdown.ts';
import { reductionJson } from '../../report/reduction-json.ts';
import {
  amountsTable,
  objectiveSentences,
  reductionText,
  widthsTable,
  type ReportedChoice,
  type ReportedReduction,
} from '../../report/reduction.ts';
import { defineCommand, type Answer, type Io } from '../command.ts';
import { drive } from '../drive.ts';
import { lookOf } from '../paint.ts';
import { askedOf, reduceOptions, type ReduceValues } from '../reduce-options.ts';
import { openReducible, type ReduceSubject } from '../reduce-subject.ts';
import { paretoAnswer } from '../reduce-pareto.ts';
import { solvedVariants, type SolvedVariants } from '../reduce-variants.ts';
import { writeReduced, type Written } from '../reduce-write.ts';

export const command = defineCommand({
  name: 'reduce',
  summary: 'the smallest change of the widths that meets a budget, with its proof',
  operands: { usage: 'NETWORK', least: 1, most: 1 },
  options: reduceOptions,
  details: [
    'A width is the number of channels that must change together: what a residual addition, a depthwise or a grouped convolution ties is one width. docs/reduce.md says how they are found, what each objective means and what the proof is.',
    'Every answer has a bound: no choice of widths is cheaper. The totals after are the reduced network’s own ledger.',
    'Exit status 1: nothing fits, or nothing was found in time. Ctrl-C ends with the best so far.',
    'A reduced model must be trained again: no reduction keeps a promise about accuracy.',
  ],
  examples: [
    { command: 'layerledger reduce alexnet --weights 50% --connections 50%', says: 'both by half' },
    {
      command: 'layerledger reduce model.onnx --weights 20M --connections 400M -o reduced.onnx',
      says: 'and the file cut',
    },
    { command: 'layerledger reduce alexnet --weights 50% --step conv=16,fc=64 --exact', says: 'to the proof' },
    { command: 'layerledger reduce model.onnx --connections 70% --keep head --at-least fc1=1024', says: 'with bounds' },
    {
      command: 'layerledger reduce alexnet --weights 5% --variant global-pooling --variant low-rank=fc1',
      says: 'other structures too',
    },
    { command: 'layerledger reduce alexnet --pareto', says: 'the price of every pair of budgets' },
  ],
  async answer([source], values, io): Promise<Answer> {
    const subject = await openReducible(source!, values, io);
    if (values.pareto) return paretoAnswer(subject, values, io);
    if (values.format === 'svg') throw new UsageError('--format svg draws --pareto');
    const started = performance.now();
    const asked = { ...askedOf(values, named(subject.reducible.costs.totals)), ...subject.ranking };
    const limit = values['time-limit'] ?? defaultLimit;
    const variants =
      values.variant.length > 0 ? await solvedVariants(subject, asked, values, { io, limit }) : undefined;
    const chosen = variants?.best ?? { reducible: subject.reducible, reduction: await drive(reduce(subject.reducible, asked), { io, limit, what: 'reducing' }) }; // prettier-ignore
    const others = await nextBest(chosen.reducible, asked, chosen.reduction, values, io);
    const seconds = (performance.now() - started) / 1000;
    const written = await writeReduced({ subject, variants, reduction: chosen.reduction, values, io });
    const text = printed(reportOf({ subject, chosen, variants, others, seconds, written }), values, io);
    if (written.failure) return { text, status: written.failure.status, remarks: [written.failure.sentence] };
    return { text, status: chosen.reduction.reduced ? 0 : 1 };
  },
});

/** Milliseconds. */
const defaultLimit = 60_000;

interface Chosen {
  readonly reducible: Reducible;
  readonly reduction: Reduction;
}

/** The next best choices, with what differs from the best. */
async function nextBest(
  subject: Reducible,
  asked: ReduceOptions,
  { reduced }: Reduction,
  values: ReduceValues,
  io: Io,
): Promise<readonly ReportedChoice[]> {
  const count = values['runners-up'];
  if (count === undefined || !reduced) return [];
  if (asked.objective === 'uniform')
    throw new UsageError('--runners-up needs an objective that is a sum; uniform is a maximum');
  const { problem, widths } = pose(subject, asked);
  const limit = values['time-limit'] ?? defaultLimit;
  const choices = await drive(runnersUp(problem, count), { io, limit, what: 'looking for the next best' });
  const [best] = choices;
  return choices.slice(1).map(({ price, used, values: kept }) => ({
    price,
    weights: used[0]!,
    connections: used[1]!,
    differs: widths.flatMap(({ name, channelsPerAtom }, i) => {
      const [from, to] = [best!.values[i]! * channelsPerAtom, kept[i]! * channelsPerAtom];
      return from === to ? [] : [{ name, layers: [], from, to }];
    }),
  }));
}

interface Reporting {
  readonly subject: ReduceSubject;
  readonly chosen: Chosen;
  readonly variants: SolvedVariants | undefined;
  readonly others: readonly ReportedChoice[];
  readonly seconds: number;
  readonly written: Written;
}

function reportOf({ subject, chosen, variants, others, seconds, written }: Reporting): ReportedReduction {
  const { reducible: reducing, reduction } = chosen;
  const { solution, reduced, budgets, objective } = reduction;
  const { network, classes, costs } = reducing;
  const before = named(subject.reducible.costs.totals);
  const least = solution.least && named(solution.least);
  const changed = new Set(reduced?.widths.filter(({ from, to }) => from !== to).map(({ name }) => name));
  return {
    network: { name: network.name, source: network.source },
    amounts: resources.map((name) => ({
      name,
      before: before[name],
      after: reduced?.after[name],
      budget: budgets[name],
      least: solution.status === 'infeasible' ? least?.[name] : undefined,
    })),
    widths: reduced?.widths ?? [],
    objective: {
      name: objective,
      doc: meaningOf(objective),
      status: solution.status,
      value: variants?.best.price ?? solution.best?.price,
      bound: variants?.best.bound ?? solution.bound,
      gap: variants?.best.gap ?? solution.gap,
      proof: solution.proof,
    },
    frozen: classes.frozen.map(({ name, width, frozen = '' }) => ({ name, width, reason: frozen })),
    mixed: classes.free.filter(({ name, mixedBy }) => mixedBy.length > 0 && changed.has(name)).map(({ name, mixedBy }) => ({ name, by: mixedBy })), // prettier-ignore
    variants: variants?.reported ?? [],
    others,
    notes: [
      ...subject.notes,
      ...(variants?.best.notes ?? []),
      ...written.notes,
      ...(costs.totals[1] === 0 ? ['the network has no weighted connections'] : []),
    ],
    seconds,
    file: written.file,
  };
}

function printed(report: ReportedReduction, values: ReduceValues, io: Io): string {
  switch (values.format) {
    case 'json':
      return `${JSON.stringify(reductionJson(report), undefined, 2)}\n`;
    case 'csv':
      return csvOf([{ table: widthsTable(report) }]);
    case 'markdown':
      return `${[...markdownTable(amountsTable(report)), '', ...markdownTable(widthsTable(report)), '', ...objectiveSentences(report)].join('\n')}\n`;
    default:
      return reductionText(report, lookOf({ ...values, output: undefined }, io)); // the file is the network's
  }
}
