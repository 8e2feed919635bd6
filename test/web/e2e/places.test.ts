/** The page works from a folder and from `layerledger serve`. */
import { pathToFileURL } from 'node:url';
import { describe, expect, inject, onTestFinished } from 'vitest';
import type { LedgerView } from '../../../web/engine/protocol.ts';
import { run, runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, expectLedger, openTool } from './screen.ts';

describe('the page', () => {
  it('works from a folder, file:// and all', async ({ page }) => {
    await page.goto(pathToFileURL(`${inject('folder')}index.html`).href);
    await expectLedger(page, await runJson<LedgerView>('count alexnet --layers all'));
    const file = exported('tv_resnet18.ts.onnx');
    await chooseFile(page, file);
    await expectLedger(page, await runJson<LedgerView>(`count ${file} --layers all`));
    const panel = await openTool(page, 'Reduce');
    await panel.getByRole('button', { name: /^Reduce / }).click();
    await panel.getByRole('table', { name: 'Widths' }).waitFor({ timeout: 30_000 });
  });

  it('works from the command, with a model of this machine', async ({ page, faults }) => {
    const file = exported('tv_resnet18.ts.onnx');
    const url = await serveCommand(file);
    faults.expected.push(`request: ${url}`);
    const response = await page.goto(url);
    expect(response!.headers()['content-security-policy']).toContain("default-src 'none'");
    await expectLedger(page, await runJson<LedgerView>('count alexnet --layers all'));
    await page.getByRole('combobox', { name: 'Open a published network or an address' }).fill('resnet18');
    await page.getByRole('option', { name: /on this server/ }).click();
    await expectLedger(page, await runJson<LedgerView>(`count ${file} --layers all`));
  });
});

/** Runs `layerledger serve` until the test is over, and gives the address that it prints. */
async function serveCommand(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const served = run(['serve', file, '--port', '0', '--no-open'], {
      onPart: ({ text }) => resolve(text.trim()),
      onStop: (stop) => onTestFinished(stop),
    });
    served.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
}
