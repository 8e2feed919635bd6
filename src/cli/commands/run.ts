/** `layerledger run`: a network executed in ONNX Runtime, whole, as towers, or against another. */
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ledger.ts';
import { againstJson, runJson, towersJson } from '../../report/run-json.ts';
import { againstText, sidesTable, towersText, towerTable } from '../../report/run-towers.ts';
import { runText, timesTable, type RunHead, type RunTotals } from '../../report/run.ts';
import { csvOf } from '../../report/csv.ts';
import { markdownTable } from '../../report/markdown.ts';
import type { Table } from '../../report/table.ts';
import { loadRuntime, runAgainst, runNetwork, runTowers, summarise, writeNpy, type Difference, type Runtime, type Values } from '../../run/index.ts'; // prettier-ignore
import { wholeOf } from '../../run/cost.ts';
import { usual } from '../../run/settings.ts';
import { writeWhole } from '../../node/write.ts';
import { defineCommand, type Answer, type Io, type Status } from '../command.ts';
import { lookOf } from '../paint.ts';
import { runOptions, withTowers } from '../run-options.ts';
import { openSubject, type RunValues, type Subject } from '../run-subject.ts';
import { gapRemarks, worst } from '../status.ts';

const defined = defineCommand({
  name: 'run',
  summary: 'execute a network: outputs, shapes as inferred, time beside connections',
  operands: { usage: 'NETWORK', least: 1, most: 1 },
  options: runOptions,
  details: [
    'It runs in ONNX Runtime (npm install onnxruntime-node). A network without weights gets seeded random ones; an input that is not given is made up.',
    'An image is resized to the input’s height and width; its values are pixels from 0 to 1 unless --scale, --mean and --std say otherwise.',
    '--towers runs one model for each tower and sends it the values that the ledger says it receives, and compares with the whole network. docs/run.md says what times mean.',
  ],
  examples: [
    { command: 'layerledger run alexnet', says: 'with random weights: 1,000 outputs, and where the time goes' },
    { command: 'layerledger run model.onnx --input photo.jpg', says: 'on an image' },
    {
      command: 'layerledger run model.onnx --input ids=ids.npy -o logits.npy',
      says: 'on a tensor, its output written',
    },
    { command: 'layerledger run alexnet --towers', says: 'on two towers that exchange what they must' },
    {
      command: 'layerledger run model.onnx --against reduced.onnx --tolerance 1e-5',
      says: 'the same input through both',
    },
  ],
  async answer([source], values, io): Promise<Answer> {
    expectTogether(values);
    const runtime = await loadRuntime();
    const subject = await openSubject(source!, values, io);
    expectOutputs(subject.ledger, values);
    const gaps = gapRemarks(subject.ledger, values.input.length > 0);
    const answer = await modeOf(values)({ runtime, subject, values, io, source: source! });
    return { ...answer, status: worst([answer.status ?? 0, gaps.length > 0 ? 3 : 0]), remarks: [...(answer.remarks ?? []), ...gaps] }; // prettier-ignore
  },
});

export const command = { ...defined, run: (args: readonly string[], io: Io) => defined.run(withTowers(args), io) };

function expectTogether({ towers, against, tolerance, output, repeat }: RunValues): void {
  const isCompared = against !== undefined;
  if (towers !== undefined && isCompared) throw new UsageError('--towers and --against do not go together');
  if (output.length > 0 && isCompared) throw new UsageError('--output and --against do not go together');
  if (tolerance !== undefined && towers === undefined && !isCompared)
    throw new UsageError('--tolerance goes with --against or with --towers');
  if (repeat === 0 && (towers !== undefined || isCompared))
    throw new UsageError(
      `--repeat 0 times nothing, and ${isCompared ? '--against' : '--towers'} tells times; give a whole number from 1`,
    );
}

/** Before anything runs. Throws a UsageError for an output to be written that the network does not have. */
function expectOutputs({ network }: Ledger, { output }: RunValues): void {
  const names = network.graph.outputs.map(({ name }) => name);
  for (const [name, file] of output) {
    if (name === '' && names.length > 1)
      throw new UsageError(`the network has ${names.length} outputs; name the one for ${file}: ${names.join(', ')}`);
    if (name !== '' && !names.includes(name))
      throw new UsageError(`the network has no output "${name}"; it has ${names.join(', ')}`);
  }
}

interface Job {
  /** What was asked for, as it was written. */
  readonly source: string;
  readonly runtime: Runtime;
  readonly subject: Subject;
  readonly values: RunValues;
  readonly io: Io;
}

type Mode = (job: Job) => Promise<Answer>;

function modeOf({ towers, against }: RunValues): Mode {
  if (towers !== undefined) return asTowers;
  return against === undefined ? alone : compared;
}

const alone: Mode = async (job) => {
  const { values, subject, io } = job;
  const run = await runNetwork({ ...settings(job), check: values.check, onStep: io.onStep });
  const { outputs, summaries, check, timing, notes } = run;
  const report = { ...headOf(job, notes), outputs: summaries, check, timing, totals: totalsOf(subject.ledger) };
  const wrong = check?.mismatches.length ?? 0;
  writeOutputs(outputs, values);
  return answerOf(job, {
    text: (look) => runText(report, look),
    json: () => runJson(report),
    table: () => timesTable(timing ?? noTimes),
    status: wrong > 0 ? 1 : 0,
    remarks:
      wrong > 0 ? [`${wrong} executed shapes are not the inferred ones: ${check!.mismatches[0]!.name} first`] : [],
  });
};

const noTimes = {
  repeat: 0,
  milliseconds: 0,
  layers: [],
  added: new Map<string, number>(),
  roofline: { macsPerSecond: 0, bytesPerSecond: 0 },
  sentences: [],
} as const;

const asTowers: Mode = async (job) => {
  const { subject, values, io } = job;
  const { ledger } = subject;
  const run = await runTowers({ ...settings(job), tolerance: values.tolerance, onStep: io.onStep });
  const each = run.each.map((tower) => ({
    ...tower,
    receives: wholeOf(ledger.towers!.each[tower.tower - 1]!.receives),
  }));
  const outputs = [...run.outputs].map(([name, tensor]) => summarise(name, tensor));
  const report = { ...run, ...headOf(job, run.notes), each, outputs };
  writeOutputs(run.outputs, values);
  return answerOf(job, {
    text: (look) => towersText(report, look),
    json: () => towersJson(report),
    table: () => towerTable(report),
    status: run.faults.length > 0 ? 1 : 0,
    remarks: run.faults,
  });
};

const compared: Mode = async (job) => {
  const { runtime, subject, values, io } = job;
  const other = await openSubject(values.against!, { ...values, output: [] }, io);
  const run = await runAgainst({ ...settings(job), runtime, sides: [subject, other] });
  const names = [job.source, values.against!];
  const side = ({ ledger }: Subject, i: 0 | 1) => ({ name: names[i]!, milliseconds: run.milliseconds[i], ...totalsOf(ledger) }); // prettier-ignore
  const sides = [side(subject, 0), side(other, 1)] as const;
  const repeat = settings(job).repeat;
  const report = { ...headOf(job, run.notes), other: other.ledger.network.name, repeat, differences: run.differences, sides }; // prettier-ignore
  const beyond = run.differences.filter(({ relative }) => values.tolerance !== undefined && !(relative <= values.tolerance)); // prettier-ignore
  return answerOf(job, {
    text: (look) => againstText(report, look),
    json: () => againstJson(report),
    table: () => sidesTable(report),
    status: beyond.length > 0 ? 1 : 0,
    remarks: beyond.map((each) => beyondSentence(each, values.tolerance!)),
  });
};

function beyondSentence({ name, relative }: Difference, tolerance: number): string {
  return `output "${name}" differs by ${relative} relatively; at most ${tolerance} is asked for`;
}

function settings({ runtime, subject, values }: Job) {
  const { seed = usual.seed, repeat = usual.repeat, threads } = values;
  return { runtime, ...subject, seed, repeat, threads };
}

function headOf({ runtime, subject: { ledger } }: Job, notes: readonly string[]): RunHead {
  const inputs = ledger.inputs.map(({ name, shape }) => {
    const type = ledger.inference.values.get(name)?.type ?? 'float32';
    return { name, type, shape: (shape ?? []).map(Number) };
  });
  return { network: ledger.network, runtime: `ONNX Runtime ${runtime.version}`, inputs, notes: [...new Set(notes)] };
}

function totalsOf({ totals }: Ledger): RunTotals {
  const { units, weights, connections, weightBytes } = totals;
  return { units: wholeOf(units), weights: wholeOf(weights), connections: wholeOf(connections), weightBytes: wholeOf(weightBytes) }; // prettier-ignore
}

interface Said {
  readonly text: (look: Parameters<typeof runText>[1]) => string;
  readonly json: () => object;
  readonly table: () => Table;
  readonly status: Status;
  readonly remarks: readonly string[];
}

function answerOf({ values, io }: Job, { text, json, table, status, remarks }: Said): Answer {
  const texts = {
    text: () => text(lookOf({ ...values, output: undefined }, io)), // files are the outputs'
    markdown: () => `${markdownTable(table()).join('\n')}\n`,
    csv: () => csvOf([{ table: table() }]),
    json: () => `${JSON.stringify(json(), undefined, 2)}\n`,
  };
  return { text: texts[values.format](), status, remarks };
}

/** Each output that was asked for, beside its place and then renamed. */
function writeOutputs(outputs: ReadonlyMap<string, Values>, { output }: RunValues): void {
  const [first] = outputs.keys();
  for (const [name, file] of output) {
    const values = outputs.get(name === '' ? first! : name);
    if (!values) throw new UnsupportedError(`output "${name}" is no tensor and cannot be written`);
    writeWhole(file, writeNpy(values));
  }
}
