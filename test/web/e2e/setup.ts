/** One browser and one server of the built page, the command's own, for all tests of this folder. */
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { bringBrowser, browserArguments } from '../../../scripts/browser.ts';
import { serve } from '../../../src/node/serve.ts';
import { servedPolicy } from '../../../src/report/page-policy.ts';
import { exported } from './models.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the browser listens. */
    browser: string;
    /** The page's address. */
    site: string;
    /** The folder in which the page is built. */
    folder: string;
  }
}

// oxlint-disable-next-line import/no-default-export -- what Vitest calls
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = fileURLToPath(new URL('../../../dist/web/', import.meta.url));
  if (!existsSync(`${folder}index.html`)) throw new Error('the page is not built: npm run build');
  mkdirSync('.cache/screenshots', { recursive: true });
  const site = await serve({ folder, models: [exported('tv_squeezenet1_1.ts.op11.onnx')], policy: servedPolicy });
  const browser = await chromium.launchServer({ executablePath: bringBrowser(), args: [...browserArguments] });
  provide('folder', folder);
  provide('site', site.url);
  provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await site.close();
  };
}
