/**
 * `it` with a page of its own: a fresh context on the built page. After each test the page has said nothing to the console, broken
 * no policy and asked nothing of other hosts, but for what the test names in `faults.expected`.
 */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';

/** What went wrong behind the screen, and what of it is to be expected. */
export interface Faults {
  readonly seen: string[];
  /** Faults of which one of these is a part are none. */
  readonly expected: string[];
}

interface Fixtures {
  readonly faults: Faults;
  readonly context: BrowserContext;
  readonly page: Page;
}

let connected: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  return (connected ??= chromium.connect(inject('browser')));
}

afterAll(async () => (await connected)?.close());

export const it = test.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Vitest reads from the pattern that it needs no other
  faults: async ({}, use) => {
    const faults: Faults = { seen: [], expected: [] };
    await use(faults);
    const unexpected = faults.seen.filter((fault) => !faults.expected.some((words) => fault.includes(words)));
    expect(unexpected).toEqual([]);
  },
  context: async ({ faults }, use) => {
    const context = await (await browser()).newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(15_000);
    watch(context, faults);
    await use(context);
    await context.close();
  },
  page: async ({ context }, use) => use(await context.newPage()),
});

/** Violations of the policy come as errors on the console. */
function watch(context: BrowserContext, { seen }: Faults): void {
  const own = new Set(['data:', 'blob:', 'file:']);
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => seen.push(`thrown: ${error.error().stack ?? error.error().message}`));
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(inject('site')).origin && !own.has(protocol)) seen.push(`request: ${request.url()}`);
  });
}
