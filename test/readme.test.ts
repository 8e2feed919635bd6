/** The README tells the truth: what it shows of the command is what the command prints, and what it advises is understood. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { count } from '../src/index.ts';
import { equation, readable } from '../src/core/derivation.ts';
import { readNetworkFile } from '../src/formats/network-file/read.ts';
import { run } from './cli/run.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const model = fileURLToPath(new URL('fixtures/onnx/tv_resnet18.ts.onnx', import.meta.url));

/** The commands of a block, each with the lines that stand below it. */
const shown = [...readme.matchAll(/```console\n(\$ [\s\S]*?)```/g)].flatMap(([, block]) =>
  block!
    .split(/^\$ layerledger /m)
    .slice(1)
    .map((text) => {
      const [command, ...lines] = text.trimEnd().split('\n');
      return { command: command!.replace(/\s+#.*$/, ''), lines };
    }),
);

describe('every command of the README', () => {
  test('is there', () => expect(shown.length).toBeGreaterThan(8));

  test.each(shown.map(({ command, lines }) => [command, lines] as const))('%s', async (command, lines) => {
    const args = command.split(' ').map((word) => word.replace('model.onnx', model));
    const { status, stdout } = await run(args, { width: 100 });
    expect([0, 1, 3]).toContain(status);
    const printed = stdout.split('\n');
    for (const line of lines) if (line !== '…') expect(printed).toContain(line);
  });
});

test('the table of derivations is the ledger’s', async () => {
  const { layers } = await count('alexnet');
  for (const { name, derivations } of layers.filter(({ units }) => units !== 0)) {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${name} |`))!;
    const cells = [derivations.weights!, derivations.connections!].map((derivation) =>
      equation(derivation, readable).replace(' (reads all towers)', ''),
    );
    for (const cell of cells) expect(row).toContain(`| ${cell} |`);
  }
});

test('the network written by hand counts', async () => {
  const [, text] = /```yaml\n([\s\S]*?)```/.exec(readme)!;
  const network = await readNetworkFile(new Blob([text!]), { name: 'small.yaml' });
  expect((await count(network)).uncounted).toEqual([]);
});
