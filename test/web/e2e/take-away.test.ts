/** 8. Take away: drawings, tables and the network as files that equal the command's; a link that restores exactly this view. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { decode } from 'fast-png';
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { shownAt, type Shown } from '../../../web/state/address.ts';
import { run } from '../../cli/run.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, markedIn, openPage, openTool, picture, rowOf, tableRows, totalsShown } from './screen.ts';

const tables: Readonly<Record<string, string>> = {
  'Table as CSV': 'count NETWORK --format csv --layers all',
  'Table as Markdown': 'count NETWORK --format markdown',
  'Table as LaTeX': 'count NETWORK --format latex',
  'Ledger as JSON': 'count NETWORK --format json --layers all',
  PyTorch: 'export NETWORK --to pytorch',
};

describe('files', () => {
  it.for(['alexnet', 'tv_resnet18.ts.onnx'])('of %s are what the command writes', async (network, { page }) => {
    await openPage(page);
    const subject = network.endsWith('.onnx') ? exported(network) : network;
    if (subject !== network) await openExported(page, subject);
    const panel = await openTool(page, 'Take away');
    await picture(page, 'take-away');
    for (const [title, command] of Object.entries(tables)) {
      const { stdout } = await run(command.replace('NETWORK', subject));
      expect(await textOf(panel, title), title).toBe(stdout.replaceAll(`${dirname(subject)}/`, '')); // a page is not told the folder
    }
  });

  it('of the drawing are the command’s SVG, with text as text, and its PNG at twice the size', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Take away');
    const svg = await textOf(panel, 'Figure as SVG');
    expect(svg).toBe((await run('draw alexnet')).stdout);
    expect(svg).toMatch(/<text[^>]*>conv2</);
    const [, width, height] = /<svg[^>]* width="([\d.]+)[^>]* height="([\d.]+)/.exec(svg)!;
    const png = decode(await bytesOf(panel, 'Figure as PNG'));
    expect([png.width, png.height]).toEqual([width, height].map((side) => Math.round(2 * Number(side))));
    expect(new Set(png.data).size).toBeGreaterThan(20);
  });

  it('of the network is its text, remarks and all', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Take away');
    const published = readFileSync(new URL('../../../networks/alexnet.yaml', import.meta.url), 'utf8');
    expect(await textOf(panel, 'Network file')).toBe(published);
  });
});

it('forgets what it said of another network', async ({ page }) => {
  await openPage(page);
  const panel = await openTool(page, 'Take away');
  await bytesOf(panel, 'Ledger as JSON');
  await panel.getByText('saved as AlexNet.json').waitFor();
  await openExported(page, exported('tv_resnet18.ts.onnx'));
  await panel.getByText('saved as AlexNet.json').waitFor({ state: 'detached' });
});

describe('the link', () => {
  it('restores the network, the change, the chosen layer and the open tool', async ({ page, context }) => {
    await openPage(page);
    await rowOf(page, 'conv2').click();
    const knobs = await openTool(page, 'What if');
    await knobs.getByRole('spinbutton', { name: 'filters' }).fill('128');
    await page.getByText('edited;').waitFor();
    const panel = await openTool(page, 'Take away');
    const link = await linkOf(panel, ({ panel, text }) => panel === 'take-away' && text !== undefined);
    const other = await (await context.browser()!.newContext()).newPage();
    await other.goto(link);
    await other.getByRole('region', { name: 'Take away' }).waitFor();
    await expect.poll(() => totalsShown(other)).toEqual(await totalsShown(page));
    await expect.poll(() => tableRows(other)).toEqual(await tableRows(page));
    await expect.poll(() => markedIn(other, 'figure')).toEqual(['conv2']);
    await other.context().close();
  });

  it('of a file says which one to choose, and holds none of it', async ({ page }) => {
    const file = exported('tv_resnet18.ts.onnx');
    await openPage(page);
    await openExported(page, file);
    const panel = await openTool(page, 'Take away');
    await panel.getByText('is not in the link').waitFor();
    const link = await linkOf(panel, ({ panel }) => panel === 'take-away');
    expect(link.length).toBeLessThan(300);
    const shown = await totalsShown(page);
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByRole('status').filter({ hasText: 'Choose or drop tv_resnet18.ts.onnx' }).waitFor();
    await chooseFile(page, file);
    await expect.poll(() => totalsShown(page)).toEqual(shown);
    await page.getByRole('region', { name: 'Take away' }).waitFor();
  });
});

async function openExported(page: Page, file: string): Promise<void> {
  const before = await totalsShown(page);
  await chooseFile(page, file);
  await expect.poll(() => totalsShown(page)).not.toEqual(before);
}

/** The link once it says what it should. */
async function linkOf(panel: Locator, isSaid: (shown: Shown) => boolean): Promise<string> {
  const field = panel.getByLabel('A link to this view');
  await expect.poll(async () => isSaid((await shownAt(new URL(await field.inputValue()).hash))!)).toBe(true);
  return field.inputValue();
}

async function bytesOf(panel: Locator, title: string): Promise<Buffer> {
  const downloading = panel.page().waitForEvent('download');
  await panel.getByRole('button', { name: `Download ${title}`, exact: true }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer); // oxlint-disable-line typescript/no-unsafe-type-assertion -- a stream of bytes
  return Buffer.concat(chunks);
}

async function textOf(panel: Locator, title: string): Promise<string> {
  return (await bytesOf(panel, title)).toString('utf8');
}
