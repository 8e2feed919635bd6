/** 4. Any network: by search, dropped, chosen, from an address; with progress, and large ones too. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, onTestFinished } from 'vitest';
import type { LedgerView } from '../../../web/engine/protocol.ts';
import { runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { largeNetwork, largeNodes } from './large.ts';
import { exported, someExported } from './models.ts';
import { chooseFile, expectLedger, openPage, picture, rowOf, tableRows, totalsShown } from './screen.ts';

const count = (subject: string): Promise<LedgerView> => runJson<LedgerView>(`count ${subject} --layers all`);

describe('opening', () => {
  it('a published network by search', async ({ page }) => {
    await openPage(page);
    const search = page.getByRole('combobox', { name: 'Open a published network or an address' });
    await search.fill('resnet-50');
    await page
      .getByRole('option', { name: /^ResNet-50/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await expectLedger(page, await count('resnet50'));
    await picture(page, 'resnet50');
  });

  it('a dropped file', async ({ page }) => {
    await openPage(page);
    const file = exported('tv_googlenet.ts.onnx');
    await drop(page, file);
    await expectLedger(page, await count(file));
  });

  it('a model that the server was given', async ({ page }) => {
    await openPage(page);
    const search = page.getByRole('combobox', { name: 'Open a published network or an address' });
    await search.fill('squeezenet op11');
    await page.getByRole('option', { name: /on this server/ }).click();
    await expectLedger(page, await count(exported('tv_squeezenet1_1.ts.op11.onnx')));
  });

  it('an address', async ({ page }) => {
    const models = await (await fetch(`${inject('site')}models.json`)).json();
    const [{ url }] = models as [{ url: string }]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the server was given one
    await openPage(page);
    const search = page.getByRole('combobox', { name: 'Open a published network or an address' });
    await search.fill(new URL(url, inject('site')).href);
    await page.getByRole('option', { name: /open this address/ }).click();
    await expectLedger(page, await count(exported('tv_squeezenet1_1.ts.op11.onnx')));
  });

  it('an address of another host that comes slowly: with progress, and to be cancelled', async ({ page, faults }) => {
    const slow = createServer((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000, 'access-control-allow-origin': '*' });
      response.write(new Uint8Array(500_000));
    });
    onTestFinished(() => slow.close().closeAllConnections());
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/slow.onnx`; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
    faults.expected.push(`request: ${address}`);
    await openPage(page);
    const before = await totalsShown(page);
    const search = page.getByRole('combobox', { name: 'Open a published network or an address' });
    await search.fill(address);
    await search.press('Enter');
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    expect(await totalsShown(page)).toEqual(before);
  });

  it('a network with a batch of its own: the table has it beside the units that it multiplies', async ({ page }) => {
    await openPage(page);
    const outputOf = (layer: string): Promise<string | null> =>
      rowOf(page, layer).locator('.cell-output').textContent();
    expect(await outputOf('conv1')).toBe('96 × 55 × 55');
    const text = 'batch: 10000\ninput: 1 x 28 x 28\nlayers: [{conv: 20, kernel: 5}]\n';
    await page.getByLabel('Choose a model file').setInputFiles({ name: 'digits.yaml', mimeType: 'text/yaml', buffer: Buffer.from(text) }); // prettier-ignore
    await page.getByText('115,200,000').first().waitFor();
    expect(await outputOf('conv1')).toBe('10,000 × 20 × 24 × 24');
  });

  it('exported networks: the screen has the numbers of the command', async ({ page }) => {
    await openPage(page);
    for (const name of someExported(8)) {
      const file = exported(name);
      await chooseFile(page, file);
      await expectLedger(page, await count(file));
    }
  });
});

describe(`a graph of ${largeNodes} nodes`, () => {
  it('is opened with its blocks folded and a virtual table', async ({ page }) => {
    await openPage(page);
    const file = largeNetwork();
    await chooseFile(page, file);
    const ledger = await count(file);
    await expectLedger(page, ledger);
    expect((await tableRows(page)).length).toBeLessThan(100);
    const shapes = await page.locator('.figure .drawing [data-mark]').count();
    expect(shapes).toBeLessThan(10_000);
    const grid = page.getByRole('grid', { name: 'Layers' });
    await grid.locator('tbody tr[data-layer]').first().focus();
    await page.keyboard.press('End');
    const last = ledger.layers.findLast(({ weights }) => weights !== 0)!.name;
    await expect.poll(async () => (await tableRows(page)).at(-1)?.layer).toBe(last);
    await picture(page, 'large');
  });
});

/** As a person drags a file onto the page. */
async function drop(page: Page, path: string): Promise<void> {
  const bytes = readFileSync(path).toString('base64');
  const transfer = await page.evaluateHandle(
    ({ bytes, name }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
      return transfer;
    },
    { bytes, name: basename(path) },
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('main', type, { dataTransfer: transfer });
}
