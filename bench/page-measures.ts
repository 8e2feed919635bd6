/** What bench/page.ts measures in the browser: each in a browser of its own, as the first visit. */
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { bringBrowser, browserArguments } from '../scripts/browser.ts';

const runs = 9;
/** Steps that are measured, after as many that are not. */
const drags = 50;
/** Frames that are watched while something moves. */
const frames = 180;

/** Milliseconds from the request to the frame that shows figure and table, the engine in its worker included. */
export async function interactive(url: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    times.push(
      await inBrowser([], async (page) => {
        await page.addInitScript(() => {
          const look = (): void => {
            const isShown = document.querySelector('.figure [data-layer]') && document.querySelector('tr[data-layer]');
            if (isShown) performance.mark('shown');
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        });
        await page.goto(url);
        await page.waitForFunction(() => performance.getEntriesByName('shown').length > 0);
        return page.evaluate(() => performance.getEntriesByName('shown')[0]!.startTime);
      }),
    );
  }
  return median(times);
}

export interface Dragged {
  /** Until the engine's answer is in the page. */
  readonly answered: number;
  /** Until the page has drawn the frame that shows it. */
  readonly painted: number;
}

/** Milliseconds from a slider's event on. Frames come as fast as they can be drawn, so that waiting for the screen is not in it. */
export async function dragged(url: string, layer: string): Promise<Dragged> {
  return inBrowser(['--disable-frame-rate-limit', '--disable-gpu-vsync'], async (page) => {
    await page.goto(url);
    await page.locator(`tr[data-layer="${layer}"]`).click();
    await page.getByRole('button', { name: 'What if' }).click();
    const slider = page.getByRole('slider', { name: /^filters/ });
    const times = await slider.evaluate(async (field: HTMLInputElement, drags: number) => {
      const total = document.querySelector('.total.figure-connections .total-number')!;
      const times: { answered: number; painted: number }[] = [];
      for (let i = 0; i < 2 * drags; i++) {
        const start = performance.now();
        if (i % 50 < 25) field.stepUp();
        else field.stepDown();
        field.dispatchEvent(new Event('input', { bubbles: true }));
        const answered = await new Promise<number>((resolve) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            resolve(performance.now() - start);
          });
          observer.observe(total, { childList: true, characterData: true, subtree: true });
        });
        await new Promise<void>((resolve) => {
          const { port1, port2 } = new MessageChannel(); // comes after style, layout and paint of this frame
          port1.addEventListener('message', () => resolve());
          port1.start();
          requestAnimationFrame(() => port2.postMessage(undefined));
        });
        times.push({ answered, painted: performance.now() - start });
      }
      return times.slice(drags);
    }, drags);
    return {
      answered: median(times.map(({ answered }) => answered)),
      painted: median(times.map(({ painted }) => painted)),
    };
  });
}

export interface Opened {
  /** Milliseconds until the graph was read: most of it the browser's way to each tensor's header. */
  readonly read: number;
  /** From then to the frame that shows its ledger. */
  readonly shown: number;
  /** What the page's process had resident at most. */
  readonly megabytes: number;
}

/** Drops a file, as from a folder. */
export async function opened(url: string, file: string): Promise<Opened> {
  const measured: Opened[] = [];
  for (let i = 0; i < 3; i++) {
    measured.push(
      await inBrowser([], async (page, browser) => {
        await page.goto(url);
        await page.locator('tr[data-layer]').first().waitFor();
        const title = await page.getByRole('heading', { level: 1 }).textContent();
        const start = performance.now();
        await drop(page, file);
        await page.waitForFunction((title) => document.querySelector('h1')?.textContent !== title, title);
        const all = performance.now() - start;
        const { read } = await page.evaluate(() => {
          const mark = performance.getEntriesByName('opened').at(-1)!;
          return (mark as PerformanceMark).detail as { readonly read: number }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- web/state/app.ts makes it
        });
        return { read, shown: all - read, megabytes: await mostMemory(browser) };
      }),
    );
  }
  return {
    read: median(measured.map(({ read }) => read)),
    shown: median(measured.map(({ shown }) => shown)),
    megabytes: median(measured.map(({ megabytes }) => megabytes)),
  };
}

async function drop(page: Page, file: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
}

/** Megabytes, of the largest process that draws pages: Linux says it in /proc. */
async function mostMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const kilobytes = renderers.map(({ id }) => /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))![1]);
  return Math.max(...kilobytes.map(Number)) / 1024;
}

/** Frames a second, while the table scrolls by a row a frame or the figure is zoomed in and out by the wheel. */
export async function framesWhile(moving: 'scrolling' | 'zooming', url: string, file: string): Promise<number> {
  return inBrowser([], async (page) => {
    await page.goto(url);
    await page.locator('tr[data-layer]').first().waitFor();
    await drop(page, file);
    await page.getByRole('button', { name: /^all 10,000/ }).click();
    return page.evaluate(
      async ({ moving, frames }) => {
        const [table, figure] = [document.querySelector('.table-scroll')!, document.querySelector('.figure .drawing')!];
        const { left, top, width, height } = figure.getBoundingClientRect();
        const [clientX, clientY] = [left + width / 2, top + height / 2];
        const move = {
          scrolling: () => table.scrollBy(0, 44),
          zooming: (i: number) => figure.dispatchEvent(new WheelEvent('wheel', { deltaY: i % 60 < 30 ? -40 : 40, ctrlKey: true, bubbles: true, cancelable: true, clientX, clientY })),
        }; // prettier-ignore
        const frame = (): Promise<number> => new Promise((next) => requestAnimationFrame(next));
        const start = await frame();
        for (let i = 0; i < frames; i++) {
          move[moving](i);
          await frame();
        }
        return (1000 * frames) / (performance.now() - start);
      },
      { moving, frames },
    );
  });
}

/** In a new browser, which is closed then. */
async function inBrowser<T>(more: readonly string[], use: (page: Page, browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({ executablePath: bringBrowser(), args: [...browserArguments, ...more] });
  try {
    return await use(await browser.newPage({ viewport: { width: 1440, height: 900 } }), browser);
  } finally {
    await browser.close();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
