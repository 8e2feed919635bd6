/** For everybody: axe finds nothing in any view in light and dark, nothing scrolls sideways at 360 px, the keyboard is enough. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { it } from './it.ts';
import { markedIn, openPage, openTool, picture, rowOf, totalsShown } from './screen.ts';

const tools = ['What if', 'Network file', 'Audit', 'Reduce', 'Compare', 'Take away', 'Notes'];

describe('axe', () => {
  it.for(['light', 'dark'] as const)('finds nothing in any view, %s', async (scheme, { page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await openPage(page);
    await page.evaluate(axe.source);
    expect(await violations(page)).toEqual([]);
    await picture(page, `main-${scheme}`);
    await rowOf(page, 'conv2').click();
    await page.locator('.explanation .equation').first().waitFor();
    expect(await violations(page)).toEqual([]);
    for (const tool of tools) {
      const panel = await openTool(page, tool);
      await fill(page, tool);
      expect(await violations(page), tool).toEqual([]);
      await panel.scrollIntoViewIfNeeded();
      await picture(page, `${tool.toLowerCase().replace(' ', '-')}-${scheme}`);
    }
  });
});

describe('a narrow screen', () => {
  it('of 360 px never scrolls the page sideways', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await openPage(page);
    expect(await sideways(page)).toBe(0);
    await picture(page, 'narrow');
    await rowOf(page, 'conv2').click();
    await page.locator('.explanation .equation').first().waitFor();
    expect(await sideways(page)).toBe(0);
    await picture(page, 'narrow-explained');
    for (const tool of tools) {
      const panel = await openTool(page, tool);
      await fill(page, tool);
      expect(await sideways(page), tool).toBe(0);
      await panel.scrollIntoViewIfNeeded();
      await picture(page, `narrow-${tool.toLowerCase().replace(' ', '-')}`);
    }
  });

  it('has room at 4K', async ({ page }) => {
    await page.setViewportSize({ width: 3840, height: 2160 });
    await openPage(page);
    expect(await sideways(page)).toBe(0);
    await picture(page, 'wide');
  });
});

describe('the keyboard alone', () => {
  it('skips to the table, explains a layer, and reaches its factors', async ({ page }) => {
    await openPage(page);
    await tabTo(page, 'Skip to the table');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => markedIn(page, 'figure')).toEqual(['conv2']);
    await page.keyboard.press('Enter');
    await tabTo(page, /^5 *kernel height/);
    await expect.poll(() => page.locator('.figure .is-counted').count()).toBeGreaterThan(0);
  });

  it('opens a network by search', async ({ page }) => {
    await openPage(page);
    await tabTo(page, 'Open a published network or an address');
    await page.keyboard.type('lenet-5');
    await page.getByRole('option', { name: /^LeNet-5/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /lenet/i }).waitFor();
  });

  it('goes on in the tool that it opens, and is back at its button with Escape', async ({ page }) => {
    await openPage(page);
    await tabTo(page, 'Audit');
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole('region', { name: 'Audit' }).waitFor();
    await expect.poll(focused).toBe('Audit');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Audit' }).waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
    expect(await focused()).toBe('Audit');
  });

  it('walks the figure, zooms it, and changes a layer', async ({ page }) => {
    await openPage(page);
    await tabTo(page, /^AlexNet: arrow keys/);
    const where = () => page.locator('.figure .drawing > g').getAttribute('transform');
    const before = await where();
    await page.keyboard.press('+');
    await expect.poll(where).not.toBe(before);
    while (!(await markedIn(page, 'figure')).includes('conv2')) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.evaluate(() => document.querySelector<HTMLElement>('.skip')?.focus());
    await tabTo(page, 'What if');
    await page.keyboard.press('Enter');
    await page.getByRole('slider', { name: /^filters/ }).waitFor();
    const totals = await totalsShown(page);
    await tabTo(page, /^filters, slider/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => totalsShown(page)).not.toEqual(totals);
    await tabTo(page, /Undo/);
    await page.keyboard.press('Enter');
    await expect.poll(() => totalsShown(page)).toEqual(totals);
  });
});

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
  }
  throw new Error(`Tab never came to ${String(name)}`);
}

/** Brings what a panel shows after work: answers, mistakes, lists. */
async function fill(page: Page, tool: string): Promise<void> {
  const panel = page.locator('#tool-area');
  if (tool === 'Audit') await panel.getByText(/printed numbers\.$/).waitFor();
  if (tool === 'What if') await panel.getByRole('slider').first().waitFor();
  if (tool === 'Network file') await panel.getByRole('textbox').waitFor();
  if (tool === 'Reduce') {
    await panel.getByRole('button', { name: /^Reduce / }).click();
    await panel.getByRole('table', { name: 'Widths' }).waitFor({ timeout: 30_000 });
  }
  if (tool === 'Compare') {
    await panel.getByRole('combobox', { name: /^Compare AlexNet with/ }).selectOption({ label: 'VGG-16' });
    await panel.getByText(/the same\.$/).waitFor();
  }
}

/** What axe finds, as sentences. */
async function violations(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- axe puts itself there
    const { axe: inPage } = window as unknown as { readonly axe: typeof axe };
    const { violations } = await inPage.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`),
    );
  });
}

/** How far the page could be scrolled to the right. */
async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
