/** 6. Reduce: two budgets, the command's answer, the map of all budgets, and the reduced network as a file. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { LedgerView, ReduceView } from '../../../web/engine/protocol.ts';
import { runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, expectLedger, openPage, openTool, picture, words } from './screen.ts';

type Reduced = Omit<ReduceView, 'widths'> & { readonly widths: Readonly<Record<string, { from: number; to: number }>> };

describe('the reduction', () => {
  it('is the one of the command, for AlexNet', async ({ page }) => {
    await openPage(page);
    const panel = await reduceTo(page, { weights: 40, connections: 60 });
    await expectAnswer(panel, await runJson<Reduced>('reduce alexnet --weights 40% --connections 60% --step 8'));
    await picture(page, 'reduce');
  });

  it('is the one of the command, for an exported network', async ({ page }) => {
    const file = exported('tv_vgg16.ts.onnx');
    await openPage(page);
    await chooseFile(page, file);
    await page.getByRole('heading', { level: 1, name: /vgg|main/i }).waitFor();
    const panel = await reduceTo(page, { weights: 50, connections: 50 });
    await expectAnswer(panel, await runJson<Reduced>(`reduce ${file} --weights 50% --connections 50% --step 8`));
  });

  it('takes a budget as it is typed, and solves for no other', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Reduce');
    const [weights, connections] = ['weights', 'connections'].map((field) =>
      panel.getByRole('spinbutton', { name: `budget of ${field}` }),
    );
    const reduce = panel.getByRole('button', { name: /^Reduce / });
    await weights!.fill('33.3333');
    await connections!.fill('150');
    expect([await weights!.inputValue(), await connections!.inputValue()]).toEqual(['33.3333', '150']);
    await panel.getByRole('alert').filter({ hasText: 'A budget is a number above 0, up to 100 %' }).waitFor();
    expect(await reduce.isDisabled()).toBe(true);
    await connections!.fill('60');
    expect(await weights!.inputValue()).toBe('33.3333');
    await reduce.click();
    await expectAnswer(panel, await runJson<Reduced>('reduce alexnet --weights 33.3333% --connections 60% --step 8'));
  });

  it('says that nothing fits, and what the least is', async ({ page }) => {
    await openPage(page);
    const panel = await reduceTo(page, { weights: 0.1, connections: 0.1 });
    await panel.getByText('Nothing fits').waitFor();
    await panel.getByRole('table', { name: 'The least that can be reached' }).waitFor();
  });

  it('can be looked at, and downloaded to be counted by the command', async ({ page }) => {
    await openPage(page);
    const panel = await reduceTo(page, { weights: 50, connections: 50 });
    const downloading = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Download it' }).click();
    const download = await downloading;
    const file = join(mkdtempSync(join(tmpdir(), 'layerledger-')), download.suggestedFilename());
    await download.saveAs(file);
    await panel.getByRole('button', { name: 'Show the reduced network' }).click();
    const counted = await runJson<LedgerView>(`count ${file} --layers all`);
    const { after } = await runJson<Reduced>('reduce alexnet --weights 50% --connections 50% --step 8');
    expect(counted.totals.weights).toBe(after!.weights);
    await expectLedger(page, counted);
    await picture(page, 'reduced');
  });
});

describe('the map of all budgets', () => {
  it('has prices to click on', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Reduce');
    await panel.getByRole('button', { name: 'Map all budgets' }).click();
    await panel.getByText(/pairs of budgets are solved/).waitFor({ timeout: 30_000 });
    const cell = panel
      .getByRole('grid', { name: 'price of budgets' })
      .getByRole('button', { name: /weights 50 %, connections 50 %/ });
    await cell.click();
    await expectAnswer(panel, await runJson<Reduced>('reduce alexnet --weights 50% --connections 50% --step 8'));
    await picture(page, 'reduce-map');
  });
});

interface Budgets {
  readonly weights: number;
  readonly connections: number;
}

async function reduceTo(page: Page, budgets: Budgets): Promise<Locator> {
  const panel = await openTool(page, 'Reduce');
  for (const field of ['weights', 'connections'] as const) {
    const isWhole = Number.isInteger(budgets[field]);
    const control = isWhole ? `budget of ${field}, slider` : `budget of ${field} in percent of the original`;
    await panel.getByRole(isWhole ? 'slider' : 'spinbutton', { name: control }).fill(String(budgets[field]));
  }
  await panel.getByRole('button', { name: /^Reduce / }).click();
  await panel
    .getByRole('button', { name: /^Reduce / })
    .and(page.locator(':enabled'))
    .waitFor({ timeout: 30_000 });
  return panel;
}

async function expectAnswer(panel: Locator, { before, after, widths, objective }: Reduced): Promise<void> {
  await panel.getByText(objective.value!.toFixed(4)).first().waitFor();
  const totals = await panel.getByRole('table', { name: 'Totals' }).getByRole('row').allTextContents();
  for (const key of ['weights', 'connections', 'units'] as const) {
    const row = totals.find((text) => text.startsWith(key));
    expect(row).toContain(words(before[key]));
    expect(row).toContain(words(after![key]));
  }
  const shown = await panel
    .getByRole('table', { name: 'Widths' })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.slice(1).map((row) => [...row.children].slice(1, 3).map(({ textContent }) => textContent)),
    );
  expect(shown).toEqual(Object.values(widths).map(({ from, to }) => [words(from), words(to)]));
}
