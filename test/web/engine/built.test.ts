/** The built page shows AlexNet over http and from its folder: nothing is refused, missed or asked of anybody else. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

  test('holds no path of the machine that it was built on', () => {
    const here = fileURLToPath(new URL('../../..', import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => extname(file) !== '');
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => readFileSync(new URL(file, root), 'utf8').includes(here))).toEqual([]);
  });
});
