/**
 * AlexNet in ONNX Runtime: whole, and as two towers that exchange what they must; medians in milliseconds, of random weights.
 * `npm run bench:run`; exits with 1 where a tower does not receive what the ledger says, or the output is another.
 */
import { count } from '../src/count.ts';
import { loadRuntime, modelOf, runNetwork, runTowers } from '../src/run/index.ts';

const repeat = 20;

const runtime = await loadRuntime();
const ledger = await count('alexnet');
const model = await modelOf(ledger.network, { seed: 1, openFile: () => Promise.reject(new Error('no files')) });
const { timing } = await runNetwork({ runtime, ledger, model, repeat, check: 'never' });
const towers = await runTowers({ runtime, ledger, model, repeat });

const ms = (time: number): string => `${time.toFixed(1)} ms`;
const share = (kind: RegExp): string => {
  const layers = timing!.layers.filter(({ operator }) => kind.test(operator));
  return `${(100 * layers.reduce((sum, layer) => sum + layer.share, 0)).toFixed(1)} %`;
};

process.stdout.write(`ONNX Runtime ${runtime.version}, AlexNet, one image, medians of ${repeat}
whole network                        ${ms(timing!.milliseconds)}
  convolutions ${share(/Conv/)}, fully connected ${share(/Gemm/)}, normalisation ${share(/LRN/)} of the layers' time
  this machine: ${(timing!.roofline.macsPerSecond / 1e9).toFixed(1)} GMAC/s, ${(timing!.roofline.bytesPerSecond / 1e9).toFixed(1)} GB/s
whole network, threads not spinning  ${ms(towers.wholeMilliseconds)}
towers one after another             ${ms(towers.milliseconds)}
the longest tower of each stage      ${ms(towers.atOnce)}
`);
for (const { tower, milliseconds, received, receivedBesides } of towers.each)
  process.stdout.write(
    `tower ${tower}: ${ms(milliseconds)}, received ${received} values, and ${receivedBesides} besides\n`,
  );
for (const fault of towers.faults) process.stdout.write(`${fault}\n`);
process.exitCode = towers.faults.length === 0 ? 0 : 1;
