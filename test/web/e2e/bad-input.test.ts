/** Bad input: a sentence where it happened, the last good state kept, nothing frozen. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject } from 'vitest';
import { shownAt } from '../../../web/state/address.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, openPage, openTool, picture, totalsShown } from './screen.ts';

const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));

describe('a file', () => {
  const whole = readFileSync(exported('tv_alexnet.ts.onnx'));
  it.for<[name: string, content: string | Uint8Array, sentence: RegExp]>([
    ['notes.txt', 'dear diary, no network today\n', /notes\.txt/],
    ['cut.onnx', whole.subarray(0, whole.length >> 1), /cut\.onnx: .* bytes is declared; \d+ are left/],
    ['empty.onnx', '', /empty\.onnx/],
    ['broken.yaml', 'network: broken\ninput: 3 x 9 x 9\nlayers:\n  - {conv: 8, kernl: 3}\n', /kernl/],
    ['misfit.prototxt', 'name: "x"\nlayer {\n  name: "c"\n', /misfit\.prototxt/],
  ])('%s that is no network gets a sentence, and AlexNet stays', async ([name, content, sentence], { page }) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    await openPage(page);
    const before = await totalsShown(page);
    await chooseFile(page, path);
    await expectSentence(page, sentence);
    expect(await totalsShown(page)).toEqual(before);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('button', { name: 'Dismiss' }).waitFor({ state: 'detached' });
  });

  it('of 100 MB of nonsense gets one soon, and the page goes on', async ({ page }) => {
    await openPage(page);
    const before = await totalsShown(page);
    await page.evaluate(() => {
      const noise = new Uint8Array(1_000_000);
      for (let i = 0; i < noise.length; i++) noise[i] = Math.imul(i + 1, 2_654_435_761) >>> 24;
      const transfer = new DataTransfer();
      transfer.items.add(
        new File(
          Array.from({ length: 100 }, () => noise),
          'nonsense.onnx',
        ),
      );
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    });
    await expectSentence(page, /nonsense\.onnx/);
    expect(await totalsShown(page)).toEqual(before);
    await openTool(page, 'Audit');
  });
});

describe('a link', () => {
  it.for(['v1.AAAA', 'v1.%%%', '<script>', 'v1.q1YqzS0qSixJVbJSSlSqBQA'])(
    '#%s that is broken gets a sentence, and AlexNet is shown',
    async (hash, { page }) => {
      await openPage(page, hash);
      await expectSentence(page, /link.*AlexNet is shown instead/);
      await page.getByRole('heading', { level: 1, name: 'AlexNet' }).waitFor();
    },
  );

  it('to a network that there is not gets one too', async ({ page }) => {
    await openPage(page, 'alexnot');
    await expectSentence(page, /alexnot/);
    await picture(page, 'bad-link');
  });
});

describe('an address', () => {
  it('at which nothing is gets a sentence', async ({ page, faults }) => {
    faults.expected.push('404');
    await openPage(page);
    const before = await totalsShown(page);
    const search = page.getByRole('combobox', { name: 'Open a published network or an address' });
    await search.fill(`${inject('site')}models/none.onnx`);
    await search.press('Enter');
    await expectSentence(page, /none\.onnx.*404|404.*none\.onnx/);
    expect(await totalsShown(page)).toEqual(before);
  });

  it('of a server that is not there gets one, whatever the network', async ({ page, faults }) => {
    faults.expected.push('http://127.0.0.1:1/', 'ERR_');
    await openPage(page);
    const search = page.getByRole('combobox', { name: 'Open a published network or an address' });
    await search.fill('http://127.0.0.1:1/model.onnx');
    await search.press('Enter');
    await expectSentence(page, /127\.0\.0\.1:1/);
  });

  it('of a server that lets no page of another site read it says what to do', async ({ page, faults }) => {
    const server = createServer((_, answer) => answer.end('a model')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/model.onnx`;
    faults.expected.push(url, 'ERR_FAILED');
    await openPage(page);
    await search(page, url);
    await expectSentence(
      page,
      /does not let pages of other sites read it; download the file and open it from the disk/,
    );
    server.close();
  });

  it.for(['ftp://host/model.onnx', 'file:///model.onnx', 'data:text/plain,hello'])(
    '%s is not of the web, says a sentence, and the field is empty again',
    async (address, { page }) => {
      await openPage(page);
      await search(page, address);
      await expectSentence(page, /only http and https addresses can be opened/);
      expect(await page.getByRole('combobox', { name: 'Open a published' }).inputValue()).toBe('');
    },
  );

  it('that was typed and left is gone when a file is opened', async ({ page }) => {
    await openPage(page);
    const field = page.getByRole('combobox', { name: 'Open a published' });
    await field.fill('data:text/plain,hello');
    await field.blur();
    await chooseFile(page, exported('tv_resnet18.ts.onnx'));
    await expect.poll(() => field.inputValue()).toBe('');
  });
});

describe('a network file with a mistake', () => {
  it('survives a reload, beside the last good network', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Network file');
    const field = panel.getByRole('textbox', { name: 'network file' });
    const before = await totalsShown(page);
    const good = (await field.inputValue()).replace('conv: 256, kernel: 5', 'conv: 128, kernel: 5');
    await field.fill(good);
    await expect.poll(() => totalsShown(page)).not.toEqual(before);
    const totals = await totalsShown(page);
    const bad = good.replace('conv: 96', 'konv: 96');
    await field.fill(bad);
    await expect.poll(async () => (await shownAt(new URL(page.url()).hash))?.text).toBe(bad);
    await page.reload();
    await expect.poll(() => field.inputValue()).toBe(bad);
    await panel.getByRole('list', { name: 'mistakes' }).getByText('konv').waitFor();
    expect(await totalsShown(page)).toEqual(totals);
  });

  it('is offered, however soon the page goes', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Network file');
    const field = panel.getByRole('textbox', { name: 'network file' });
    const bad = (await field.inputValue()).replace('conv: 96', 'konv: 96');
    await field.fill(bad);
    await page.reload();
    await page.getByRole('button', { name: 'Show it' }).click();
    await openTool(page, 'Network file');
    await expect.poll(() => field.inputValue()).toBe(bad);
  });
});

async function search(page: Page, words: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Open a published network or an address' });
  await field.fill(words);
  await field.press('Enter');
}

async function expectSentence(page: Page, sentence: RegExp): Promise<void> {
  await expect
    .poll(async () => (await page.locator('.status').getByRole('alert').textContent()) ?? '')
    .toMatch(sentence);
}
