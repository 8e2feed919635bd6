/** The built page shows AlexNet over http and from its folder: nothing is refused, missed or asked of anybody else. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf } from '../../../web/state/address.ts';
import { findBrowser } from '../../../scripts/browser.ts';

const root = new URL('../../../dist/web/', import.meta.url);
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

function serveFolder(): Server {
  return createServer(({ url = '' }, response) => {
    const file = new URL(`.${url === '/' ? '/index.html' : url}`, root);
    const isThere = existsSync(file);
    response.writeHead(isThere ? 200 : 404, { 'content-type': types[extname(file.pathname)] ?? 'text/plain' });
    response.end(isThere ? readFileSync(file) : '');
  }).listen(0);
}

const executablePath = findBrowser();

describe.skipIf(executablePath === undefined || !existsSync(new URL('index.html', root)))('the built page', () => {
  const server = serveFolder();
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
  });

  test.each(['http', 'file'])('opens over %s', async (how) => {
    const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
    const base = how === 'http' ? `http://127.0.0.1:${port}/` : root.href;
    const page = await browser.newPage();
    const [said, asked]: [string[], string[]] = [[], []];
    page.on('console', (message) => void said.push(message.text()));
    page.on('pageerror', ({ message }) => void said.push(message));
    page.on('request', (request) => void asked.push(request.url()));
    await page.goto(how === 'http' ? base : `${base}index.html`);
    await page.getByText('60,954,656').first().waitFor();
    await page.waitForURL(/#alexnet$/);
    expect(said).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(base) && !url.startsWith('data:'))).toEqual([]);
    await page.close();
  });

  test('a link restores text, layer and tool; a broken one is a sentence and AlexNet', async () => {
    const page = await browser.newPage();
    const text = 'network: Mine\ninput: 3 x 227 x 227\nlayers:\n  - {conv: 64, kernel: 11, stride: 4}\n';
    const shown = { source: { kind: 'published', name: 'alexnet' }, text, layer: 'conv1', panel: 'text' } as const;
    await page.goto(`${root.href}index.html${await addressOf(shown)}`);
    await page.getByText('23,232').first().waitFor(); // 11 × 11 × 3 × 64
    await expect.poll(() => page.locator('textarea').first().inputValue()).toBe(text);
    await page.reload();
    await page.getByText('23,232').first().waitFor();
    await page.goto('about:blank');
    await page.goto(`${root.href}index.html#v1.broken`);
    await page.getByText('60,954,656').first().waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('this link was cut off or changed on its way');
    await page.goto('about:blank');
    await page.goto(`${root.href}index.html${await addressOf({ source: { kind: 'file', name: 'my.onnx' } })}`);
    await page.getByText('Choose or drop my.onnx').first().waitFor();
    await page.close();
  });

  test('holds no path of the machine that it was built on', () => {
    const here = fileURLToPath(new URL('../../..', import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => extname(file) !== '');
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => readFileSync(new URL(file, root), 'utf8').includes(here))).toEqual([]);
  });
});
