/**
 * Budget problems, ours beside HiGHS in the same run: milliseconds, status and gap of both.
 * `npm run bench:reduce`; `--quick` gives HiGHS 5 seconds instead of 20. Exits with 1 where a limit is missed.
 */
import { parseArgs } from 'node:util';
import { solve, type Problem, type Solution } from '../src/reduce/solve/index.ts';
import { alexnet, densenet121, googlenet, halved, linear, log, resnet50, square, visionTransformer } from '../test/reduce/solve/fixtures.ts'; // prettier-ignore
import { loadHighs, solveWithHighs } from '../test/reduce/solve/highs.ts';

interface Row {
  readonly name: string;
  readonly problem: Problem;
  /** The gap that is asked for; 0 is the proof. */
  readonly gap: number;
  /** Seconds that it may take, and the price that it must come to. */
  readonly limit?: number;
  readonly optimum?: number;
  /** HiGHS's program has more than half a million columns, so it is not asked. */
  readonly isTooLarge?: true;
}

const producers = { areProducersCounted: true };
const rows: readonly Row[] = [
  { name: 'AlexNet 16/256, log', problem: halved(alexnet(16, 256), log), gap: 0, optimum: 2.341227 },
  { name: 'AlexNet 16/64, log', problem: halved(alexnet(16, 64), log), gap: 0, limit: 0.5, optimum: 2.33467 },
  { name: 'AlexNet 16/64, square', problem: halved(alexnet(16, 64), square), gap: 0, optimum: 0.638265 },
  { name: 'AlexNet 16/8, log', problem: halved(alexnet(16, 8), log), gap: 0, optimum: 2.32435, isTooLarge: true },
  { name: 'AlexNet 8/8, log', problem: halved(alexnet(8, 8), log), gap: 0, optimum: 2.312997, isTooLarge: true },
  { name: 'AlexNet 8/8, square', problem: halved(alexnet(8, 8), square), gap: 0, optimum: 0.630043, isTooLarge: true },
  { name: 'AlexNet 8/8, linear', problem: halved(alexnet(8, 8), linear), gap: 0, limit: 10, optimum: 1.447266, isTooLarge: true },
  { name: 'ResNet-50 tied, square, 0.1 %', problem: halved(resnet50({ isTied: true }), square), gap: 0.001, limit: 4 },
  { name: 'ResNet-50 tied, square', problem: halved(resnet50({ isTied: true }), square), gap: 0, optimum: 1.454224 },
  { name: 'ResNet-50 tied, log', problem: halved(resnet50({ isTied: true }), log), gap: 0, optimum: 5.32906 },
  { name: 'ResNet-50, square', problem: halved(resnet50({ isTied: false }), square), gap: 0, optimum: 2.206787 },
  { name: 'ResNet-50, log', problem: halved(resnet50({ isTied: false }), log), gap: 0, optimum: 8.679507 },
  { name: 'ViT-B/16, log, 0.1 %', problem: halved(visionTransformer(), log, producers), gap: 0.001, limit: 5 },
  { name: 'DenseNet-121, log, 0.1 %', problem: halved(densenet121(), log, producers), gap: 0.001, limit: 5 },
  { name: 'GoogLeNet step 16, log, 0.1 %', problem: halved(googlenet(16), log, producers), gap: 0.001, limit: 5 },
  { name: 'GoogLeNet step 8, log, 0.5 %', problem: halved(googlenet(8), log, producers), gap: 0.005, limit: 5 },
]; // prettier-ignore

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const seconds = options.quick ? 5 : 20;
const runs = 5;
const highs = await loadHighs();

print(
  'problem'.padEnd(32) +
    ['ours, ms', 'status', 'gap', 'HiGHS, ms', 'status', 'price / ours'].map((head) => head.padStart(14)).join(''),
);
process.exitCode = rows.map(bench).every(Boolean) ? 0 : 1;

/** Prints a line; false where a limit or an optimum is missed. */
function bench({ name, problem, gap, limit = Infinity, optimum, isTooLarge }: Row): boolean {
  const ours = Array.from({ length: runs }, () => timed(() => solved(problem, gap)));
  const { value } = ours[0]!;
  const time = ours.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)[runs >> 1]!;
  const price = value.best?.price ?? Infinity;
  const theirs = isTooLarge ? undefined : timed(() => solveWithHighs(highs, problem, seconds));
  const columns = [time.toFixed(0), value.status, `${(100 * value.gap).toFixed(3)} %`, ...theirColumns(theirs, price)];
  print(name.padEnd(32) + columns.map((column) => column.padStart(14)).join(''));
  const isKept =
    time <= 1000 * limit && value.gap <= gap && (optimum === undefined || Math.abs(price - optimum) < 1e-6);
  if (!isKept) print(`MISSED  ${name}: price ${price}, ${time.toFixed(0)} ms (at most ${1000 * limit})`);
  return isKept;
}

function theirColumns(theirs: Timed<ReturnType<typeof solveWithHighs>> | undefined, price: number): readonly string[] {
  if (theirs === undefined) return ['', 'not asked', ''];
  const { value, milliseconds } = theirs;
  const ratio = value.choice === undefined ? 'none' : (value.choice.price / price).toFixed(6);
  return [milliseconds.toFixed(0), value.isOptimal ? 'optimal' : 'time limit', ratio];
}

interface Timed<T> {
  readonly value: T;
  readonly milliseconds: number;
}

function timed<T>(run: () => T): Timed<T> {
  const start = performance.now();
  const value = run();
  return { value, milliseconds: performance.now() - start };
}

/** With a minute at most, kept by the stop protocol. */
function solved(problem: Problem, gap: number): Solution {
  const run = solve(problem, { gap });
  const end = performance.now() + 60_000;
  for (;;) {
    const { done, value } = run.next(performance.now() > end ? 'stop' : undefined);
    if (done === true) return value;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
