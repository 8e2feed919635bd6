/**
 * What cutting a real model without training does to it: PaddleOCR's direction classifier, reduced to shares of its weights and
 * connections in four ways, each written, run in ONNX Runtime and asked for lines of text that it has not been calibrated on.
 * `node bench/one-shot.ts`; exits with 1 where the original itself is too poor to tell anything, or a budget is missed.
 */
import { openAsBlob } from 'node:fs';
import { countNetwork } from '../src/core/count.ts';
import { readOnnx, storedWeights, type Weights } from '../src/formats/index.ts';
import { readersOf } from '../src/reduce/apply/index.ts';
import {
  compensate, cutWeights, finish, reduce, reducible, scoresByImportance, scoresByNorm,
  type Activations, type Reduced, type ReduceObjective, type Reducible, type Scores,
} from '../src/reduce/index.ts'; // prettier-ignore
import { channelMoments, loadRuntime, modelOf } from '../src/run/index.ts';
import { graphBytes } from '../src/run/model.ts';
import { batchOf, classifier, probabilities } from '../test/reduce/lines/classifier.ts';
import { lineHeight, lineWidth, textLines } from '../test/reduce/lines/render.ts';

const shares = [0.95, 0.9, 0.8, 0.7, 0.5];
const heldOut = textLines(240, 1);

/** Seeds of the lines that the network is calibrated on, each set for itself: what one set tells is partly chance. */
const calibrations = [2, 3, 4];
const calibrationSize = 64;

/** Below this the original tells too little of the lines for a fall to mean anything. */
const leastAccuracy = 0.85;

interface Way {
  readonly name: string;
  readonly objective: ReduceObjective;
  readonly isCompensated?: true;
  scores(activations: Activations): Promise<Scores>;
}

const runtime = await loadRuntime();
const { subject, weights } = await openClassifier();
const byNorm = (): Promise<Scores> => scoresByNorm(subject.classes, weights);
const byActivation = (each: Activations): Promise<Scores> => scoresByImportance(subject.classes, weights, each);
const ways: readonly Way[] = [
  { name: 'norm, log', objective: 'log', scores: byNorm },
  { name: 'activation, log', objective: 'log', scores: byActivation },
  { name: 'activation, importance', objective: 'importance', scores: byActivation },
  { name: '… and biases', objective: 'importance', scores: byActivation, isCompensated: true },
];

const original = await measured(await graphBytes(subject.network, weights));
const [weightsBefore, connectionsBefore] = subject.costs.totals;
const faults: string[] = original.accuracy < leastAccuracy ? [`the original's accuracy is ${original.accuracy}`] : [];
const activations = await Promise.all(calibrations.map((seed) => calibrated(seed)));
print(
  `ONNX Runtime ${runtime.version}, one thread; ${heldOut.length} lines held out, ${calibrationSize} to calibrate on, ${calibrations.length} times`,
);
print('kept  way                     accuracy: median, least–greatest  distance  weights  connections  ms a line');
print(
  rowOf('all', 'original', [{ ...original, distance: 0, weights: weightsBefore!, connections: connectionsBefore! }]),
);
for (const share of shares)
  for (const way of ways) {
    const tries: Tried[] = [];
    for (const each of activations) tries.push(await tried(share, way, each));
    print(rowOf(`${100 * share} %`, way.name, tries));
  }
for (const fault of faults) print(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

async function openClassifier(): Promise<{ subject: Reducible; weights: Weights }> {
  const blob = await openAsBlob(classifier);
  const network = await readOnnx(blob, { name: 'classifier' });
  const inputs = new Map([['x', [1, 3, lineHeight, lineWidth]]]);
  return { subject: reducible(network, { inputs }), weights: storedWeights(network, blob) };
}

async function calibrated(seed: number): Promise<Activations> {
  const { network, classes } = subject;
  const original = { blob: await openAsBlob(classifier), path: classifier };
  const model = await modelOf(network, { original, seed: 1, openFile: openAsBlob });
  const measured = readersOf(classes.followed).map(({ value, valueAxis }) => ({ value, axis: valueAxis }));
  const samples = textLines(calibrationSize, seed).map((line) => new Map([['x', batchOf([line])]]));
  return channelMoments({ runtime, model, measured, samples });
}

interface Tried extends Measured {
  /** ‖outputs − the original's‖ / ‖the original's‖ */
  readonly distance: number;
  readonly weights: number;
  readonly connections: number;
}

/** As the command does it: scores, the least change, the cut, biases, the file. */
async function tried(share: number, way: Way, activations: Activations): Promise<Tried> {
  const budgets = { weights: share * weightsBefore!, connections: share * connectionsBefore! };
  const { objective } = way;
  const { reduced } = finish(reduce(subject, { budgets, objective, scores: await way.scores(activations) }));
  const { shrunk, removed, after } = reduced!;
  const { followed } = subject.classes;
  const { network } = way.isCompensated
    ? await compensate(followed, shrunk, { removed, weights, activations })
    : shrunk;
  const bytes = await graphBytes(network, cutWeights(subject.network, shrunk, weights));
  await expectPromised(bytes, after, `${way.name} at ${share}`);
  if (after.weights > budgets.weights || after.connections > budgets.connections) faults.push(`${way.name} at ${share} is over its budget`); // prettier-ignore
  const model = await measured(bytes);
  return { ...model, distance: distance(model.answers, original.answers), ...after };
}

async function expectPromised(
  bytes: Uint8Array,
  { weights, connections }: Reduced['after'],
  what: string,
): Promise<void> {
  const written = await readOnnx(new Blob([new Uint8Array(bytes)]), { name: what });
  const { totals } = countNetwork(written, subject.count);
  if (Number(totals.weights) === weights && Number(totals.connections) === connections) return;
  faults.push(`${what}: the file has ${Number(totals.weights)} weights; ${weights} were promised`);
}

interface Measured {
  readonly accuracy: number;
  readonly answers: Float32Array;
  readonly milliseconds: number;
}

async function measured(bytes: Uint8Array): Promise<Measured> {
  const session = await runtime.open(bytes, { threads: 1 });
  const answers = new Float32Array(2 * heldOut.length);
  const times: number[] = [];
  for (const [i, line] of heldOut.entries()) {
    const started = performance.now();
    answers.set(await probabilities(session, [line]), 2 * i);
    times.push(performance.now() - started);
  }
  await session.release();
  const right = heldOut.filter(({ label }, i) => answers[2 * i + label]! > 0.5).length;
  const quick = times.toSorted((a, b) => a - b)[Math.floor(times.length / 10)]!; // the machine may be busy with others
  return { accuracy: right / heldOut.length, answers, milliseconds: quick };
}

function distance(a: Float32Array, b: Float32Array): number {
  const norm = (at: (i: number) => number): number => Math.sqrt(b.reduce((sum, _, i) => sum + at(i) ** 2, 0));
  return norm((i) => a[i]! - b[i]!) / norm((i) => b[i]!);
}

/** Medians over the calibration sets, and how far the accuracies lie apart. */
function rowOf(kept: string, way: string, tries: readonly Tried[]): string {
  const sorted = (of: (each: Tried) => number): readonly number[] => tries.map(of).toSorted((a, b) => a - b);
  const median = (of: (each: Tried) => number): number => sorted(of)[tries.length >> 1]!;
  const accuracies = sorted(({ accuracy }) => accuracy).map((each) => each.toFixed(3));
  return [
    kept.padStart(4),
    way.padEnd(22),
    `${accuracies[tries.length >> 1]!}, ${accuracies[0]!}–${accuracies.at(-1)!}`.padStart(33),
    median((each) => each.distance)
      .toFixed(3)
      .padStart(8),
    median((each) => each.weights)
      .toLocaleString('en')
      .padStart(7),
    median((each) => each.connections)
      .toLocaleString('en')
      .padStart(11),
    median((each) => each.milliseconds)
      .toFixed(2)
      .padStart(9),
  ].join('  ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
