/** `layerledger advise`: where the weights and the connections are, and what to change to save them. */
import { isWhole } from '../../core/size.ts';
import { adviseClasses, changeFrom, changeTogether, named, shareByKind } from '../../reduce/advise.ts';
import { reduce } from '../../reduce/reduce.ts';
import { reducible, type Reducible } from '../../reduce/reducible.ts';
import { alternativesOf } from '../../reduce/variants/index.ts';
import { withBatch } from '../../formats/batch.ts';
import { adviceText, classesTable, kindsTable, mainSentences, reachSentences, alternativesTable, type ReportedAdvice, type ReportedSingle } from '../../report/advice.ts'; // prettier-ignore
import { adviceJson } from '../../report/advice-json.ts';
import { csvOf } from '../../report/csv.ts';
import { markdownTable } from '../../report/markdown.ts';
import { defineCommand, type Answer, type Io } from '../command.ts';
import { drive } from '../drive.ts';
import { choice, type Values } from '../option.ts';
import { lookOf } from '../paint.ts';
import { printOptions, sourceOptions } from '../shared-options.ts';
import { openSource } from '../source.ts';

const options = {
  format: choice(['text', 'json', 'markdown', 'csv'], 'text', 'how the answer is written; csv has the widths'),
  ...sourceOptions,
  ...printOptions,
};

export const command = defineCommand({
  name: 'advise',
  summary: 'where weights and connections are, and what changing each width would save',
  operands: { usage: 'NETWORK', least: 1, most: 1 },
  options,
  details: [
    'A width is the number of channels that must change together. "Per 1 %" is by how many per cent a total changes when the width changes by one; −25 % and −50 % are exact.',
    'Other structures are counted as networks of their own. "reduce" finds the least change for a budget.',
  ],
  examples: [
    { command: 'layerledger advise alexnet', says: 'why fully connected layers cost memory and convolutions time' },
    { command: 'layerledger advise model.onnx --format csv', says: 'every width for a spreadsheet' },
  ],
  async answer([source], values, io): Promise<Answer> {
    const network = await openSource(source!, values, io);
    const subject = reducible(network, {
      inputs: withBatch(network, new Map(values.input)),
      bind: new Map(values.bind),
      open: new Set(values.open),
    });
    const report = await reportOf(subject, io);
    return { text: printed(report, values, io), file: values.output };
  },
});

async function reportOf(subject: Reducible, io: Io): Promise<ReportedAdvice> {
  const { network, ledger, classes, costs } = subject;
  const { weights, connections, units, memory } = named(costs.totals);
  const peak = ledger.totals.peakActivationBytes;
  return {
    network: { name: network.name, source: network.source },
    totals: {
      weights,
      connections,
      units,
      memory,
      peak: peak !== undefined && isWhole(peak) ? Number(peak) : undefined,
    },
    kinds: shareByKind(subject).map(({ kind, layers, amounts }) => ({ kind, layers, ...amounts })),
    layers: ledger.layers
      .filter((layer) => layer.weights !== 0 || layer.connections !== 0)
      .map(({ name, weights: own, connections: work, weightBytes, outputBytes }) => ({
        name,
        weights: Number(own),
        connections: Number(work),
        weightBytes: Number(weightBytes),
        outputBytes: Number(outputBytes),
      })),
    classes: adviseClasses(subject),
    together: togetherOf(subject),
    alternatives: alternativesOf(subject),
    single: await singleBudgets(subject, io),
    frozen: classes.frozen.map(({ name, width, frozen = '' }) => ({ name, width, reason: frozen })),
    notes: [],
  };
}

function togetherOf(subject: Reducible): ReportedAdvice['together'] {
  const { free } = subject.classes;
  const groups = [
    { what: 'all filters of convolutions', kind: 'conv' as const },
    { what: 'all hidden fully connected layers', kind: 'fc' as const },
    { what: 'all widths', kind: 'all' as const },
  ].filter(({ kind }) => kind === 'all' || free.some((each) => each.kind === kind));
  return groups.flatMap(({ what, kind }) =>
    [0.75, 0.5].map((share) => {
      const { change, most } = changeTogether(subject, kind, share);
      return { what, share, change, most };
    }),
  );
}

/** Milliseconds for each of the solver's answers. */
const limit = 10_000;

/** The least change that halves the weights alone, and the connections alone. */
async function singleBudgets(subject: Reducible, io: Io): Promise<readonly ReportedSingle[]> {
  if (subject.classes.free.length === 0) return [];
  const before = named(subject.costs.totals);
  const singles: ReportedSingle[] = [];
  for (const resource of ['weights', 'connections'] as const) {
    if (before[resource] === 0) continue;
    const budgets = { [resource]: Math.floor(before[resource] / 2) };
    const { solution, reduced } = await drive(reduce(subject, { budgets }), {
      io,
      limit,
      what: `halving the ${resource}`,
    });
    if (!reduced || !solution.best) continue;
    const change = changeFrom(before, reduced.after);
    const objective = { name: 'log', value: solution.best.price, gap: solution.gap };
    singles.push({ resource, share: 0.5, widths: reduced.widths, change, objective });
  }
  return singles;
}

function printed(report: ReportedAdvice, values: Values<typeof options>, io: Io): string {
  switch (values.format) {
    case 'json':
      return `${JSON.stringify(adviceJson(report), undefined, 2)}\n`;
    case 'csv':
      return csvOf([{ table: classesTable(report) }]);
    case 'markdown':
      return `${[...mainSentences(report), '', ...markdownTable(kindsTable(report)), '', ...markdownTable(classesTable(report)), '', ...reachSentences(report), '', ...markdownTable(alternativesTable(report))].join('\n')}\n`;
    default:
      return adviceText(report, lookOf(values, io));
  }
}
