/**
 * `it` with a page of its own, in a context that holds nothing of the test before. After each test the page has said nothing to
 * the console, broken no policy and asked nothing of other hosts, but for what the test names in `faults.expected`.
 */
import { chromium, type Browser, type BrowserContext, type ConsoleMessage, type Page, type Request, type WebError } from 'playwright-core'; // prettier-ignore
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
let opened: Promise<BrowserContext> | undefined;

function browser(): Promise<Browser> {
  return (connected ??= chromium.connect(inject('browser')));
}

/** One for all tests of a file: a new one is a new window, which takes longer than a page. */
function contextOfFile(): Promise<BrowserContext> {
  return (opened ??= openContext());
}

async function openContext(): Promise<BrowserContext> {
  const context = await (await browser()).newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
  return context;
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
    const context = await contextOfFile();
    const stop = watch(context, faults);
    await use(context);
    stop();
    await clear(context);
  },
  page: async ({ context }, use) => use(await context.newPage()),
});

/** Leaves no page, no text that was kept and no service of the browser. */
async function clear(context: BrowserContext): Promise<void> {
  const [first = await context.newPage(), ...others] = context.pages();
  await Promise.all(others.map((page) => page.close()));
  const session = await context.newCDPSession(first);
  const origins = [new URL(inject('site')).origin, 'file:///'];
  for (const origin of origins) await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await first.close();
}

/** Violations of the policy come as errors on the console. */
function watch(context: BrowserContext, { seen }: Faults): () => void {
  const own = new Set(['data:', 'blob:', 'file:']);
  const onConsole = (message: ConsoleMessage): void => {
    if (['error', 'warning'].includes(message.type())) seen.push(`${message.type()}: ${message.text()}`);
  };
  const onError = (error: WebError): void => {
    seen.push(`thrown: ${error.error().stack ?? error.error().message}`);
  };
  const onRequest = (request: Request): void => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(inject('site')).origin && !own.has(protocol)) seen.push(`request: ${request.url()}`);
  };
  context.on('console', onConsole).on('weberror', onError).on('request', onRequest);
  return () => void context.off('console', onConsole).off('weberror', onError).off('request', onRequest);
}
