/** 1. The page opens on AlexNet: totals with shares, figure, table, bars. */
import { describe, expect } from 'vitest';
import type { LedgerView } from '../../../web/engine/protocol.ts';
import { runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { expectLedger, openPage, picture, tableRows } from './screen.ts';

const ledger = await runJson<LedgerView>('count alexnet --layers all');
const weighted = ledger.layers.filter(({ weights }) => weights !== 0).map(({ name }) => name);

describe('the page as it opens', () => {
  it('shows the numbers that the command prints for AlexNet', async ({ page }) => {
    await openPage(page);
    await expectLedger(page, ledger);
    expect((await tableRows(page)).map(({ layer }) => layer)).toEqual(weighted);
    await picture(page, 'opens');
  });

  it('says where weights and connections live', async ({ page }) => {
    await openPage(page);
    const totals = page.getByRole('region', { name: 'Totals' });
    const shares = await totals.getByRole('listitem').allTextContents();
    const share = (key: 'weights' | 'connections', operator: string): string => {
      const part = ledger.layers
        .filter((layer) => layer.operator === operator)
        .reduce((sum, layer) => sum + Number(layer[key]), 0);
      return `${Math.round((100 * part) / Number(ledger.totals[key]))} %`;
    };
    expect(shares).toContain(`fully connected ${share('weights', 'Gemm')}`);
    expect(shares).toContain(`convolution ${share('connections', 'Conv')}`);
  });

  it('draws every layer with weights in figure and bars, on two towers', async ({ page }) => {
    await openPage(page);
    for (const panel of ['figure', 'bars']) {
      const drawn = await page
        .locator(`.${panel} .drawing [data-layer]`)
        .evaluateAll((groups) =>
          groups.map((group) => (group instanceof SVGElement ? group.dataset['layer'] : undefined)),
        );
      expect(drawn).toEqual(expect.arrayContaining(weighted));
    }
    expect(await page.locator('.figure .drawing .tower-1.kind-box').count()).toBeGreaterThan(0);
    expect(await page.locator('.figure .drawing .tower-2.kind-box').count()).toBeGreaterThan(0);
    expect(await page.locator('.figure .drawing .kind-pyramid').count()).toBeGreaterThan(0);
  });

  it('shows all layers when asked to, and sorts by any column', async ({ page }) => {
    await openPage(page);
    await page.getByRole('button', { name: `all ${ledger.layers.length}` }).click();
    await expectLedger(page, ledger);
    await page.getByRole('columnheader', { name: 'weights' }).getByRole('button').click();
    const sorted = ledger.layers.toSorted((a, b) => Number(b.weights) - Number(a.weights));
    await expect.poll(async () => (await tableRows(page))[0]?.layer).toBe(sorted[0]!.name);
  });
});
