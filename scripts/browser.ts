/**
 * Finds a Chromium or Chrome for the tests of the page, and brings one where there is none: Debian's as root, else Playwright's own.
 * One without windows is preferred: a page costs half as much in it.
 * `node scripts/browser.ts` prints where it is; LAYERLEDGER_BROWSER names another.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const names = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`,
];

/** With which it is started: alone, quiet, and without a graphics card. */
export const browserArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The path of a browser that is there; `undefined` where there is none. */
export function findBrowser(): string | undefined {
  const named = process.env['LAYERLEDGER_BROWSER'];
  if (named !== undefined && named !== '') return named;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...places, chromium.executablePath()].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

/** Brings a browser by the first way that works here. Throws what to do where none does. */
export function bringBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  for (const bring of [bringFromDebian, bringFromPlaywright]) {
    bring();
    const brought = findBrowser();
    if (brought !== undefined) return brought;
  }
  throw new Error(
    'no Chromium or Chrome is here, and none could be brought: install one, or name it in LAYERLEDGER_BROWSER',
  );
}

function bringFromDebian(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const options = {
    stdio: ['ignore', 2, 2] as ('ignore' | number)[],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-q'], options);
  for (const name of ['chromium-headless-shell', 'chromium']) {
    const { status } = spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], options);
    if (status === 0) return;
  }
}

function bringFromPlaywright(): void {
  const cli = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url));
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: ['ignore', 2, 2] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(bringBrowser());
