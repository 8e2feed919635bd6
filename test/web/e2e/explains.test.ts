/** 2. Every number explains itself: pointing or focusing marks a layer everywhere and shows the command's derivation. */
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { LayerView, LedgerView } from '../../../web/engine/protocol.ts';
import { runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, expectLedger, formulaShown, markedIn, openPage, picture, plain, rowOf } from './screen.ts';

const alexnet = await runJson<LedgerView>('count alexnet --layers all');
const conv2 = alexnet.layers.find(({ name }) => name === 'conv2')!;

describe('pointing at a layer', () => {
  it('in the table marks it in all three and shows its derivations', async ({ page }) => {
    await openPage(page);
    await rowOf(page, 'conv2').hover();
    await expectMarked(page, conv2);
    await picture(page, 'explains');
  });

  it('in the figure marks it in all three', async ({ page }) => {
    await openPage(page);
    await page.locator('.figure [data-layer="conv2"] .kind-box.face-front').first().hover();
    await expectMarked(page, conv2);
  });

  it('in the bars marks it in all three', async ({ page }) => {
    await openPage(page);
    await page.locator('.bars [data-layer="conv2"] .kind-bar').first().hover();
    await expectMarked(page, conv2);
  });

  it('by the keys in the table, and in the figure', async ({ page }) => {
    await openPage(page);
    await rowOf(page, 'conv1').focus();
    await page.keyboard.press('ArrowDown');
    await expectMarked(page, conv2);
    await page.getByRole('application').focus();
    await page.keyboard.press('Home');
    await expect.poll(() => markedIn(page, 'figure')).not.toContain('conv2');
    while (!(await markedIn(page, 'figure')).includes('conv2')) await page.keyboard.press('ArrowRight');
    await expectMarked(page, conv2);
  });

  it('by the keys, while the pointer rests on a row and others come under it', async ({ page }) => {
    await openPage(page, 'resnet50');
    const second = page.locator('.layers tbody tr[data-index="1"]');
    await second.hover();
    const { x, y } = (await second.boundingBox())!;
    await second.focus();
    const heading = page.locator('.explanation').getByRole('heading', { level: 2 });
    const focused = page.locator('.layers tbody tr:focus');
    for (let pressed = 0; pressed < 20; pressed++) {
      await page.keyboard.press('ArrowDown');
      if (pressed < 16) continue;
      await page.waitForTimeout(400); // until the browser has seen what is under the pointer now
      expect(await heading.allTextContents()).toContain(await focused.getAttribute('data-layer'));
    }
    const last = await focused.getAttribute('data-layer');
    await page.mouse.move(x + 40, y + 10);
    await expect.poll(() => heading.allTextContents()).not.toContain(last);
  });

  it('shows the derivations of every layer of AlexNet and of an exported ResNet-18', async ({ page }) => {
    await openPage(page);
    for (const layer of alexnet.layers.filter(({ weights }) => weights !== 0)) {
      await rowOf(page, layer.name).hover();
      await expectExplained(page, layer);
    }
    const file = exported('tv_resnet18.ts.onnx');
    const resnet = await runJson<LedgerView>(`count ${file} --layers all`);
    await chooseFile(page, file);
    await expectLedger(page, resnet);
    await rowOf(page, resnet.layers.find(({ weights }) => weights !== 0)!.name).focus();
    for (const layer of resnet.layers.filter(({ weights }) => weights !== 0)) {
      await expectExplained(page, layer);
      await page.keyboard.press('ArrowDown');
    }
  });
});

describe('pointing at a factor', () => {
  it('marks what it counts in the figure, by pointer and by focus', async ({ page }) => {
    await openPage(page);
    await rowOf(page, 'conv2').click();
    const explanation = page.getByRole('region', { name: 'conv2' });
    for (const name of ['27 positions along height', '48 input channels of one tower', '5 kernel height']) {
      const factor = explanation.getByRole('button', { name: new RegExp(`^${name}`) }).first();
      await factor.hover();
      await expect.poll(() => page.locator('.figure .is-counted').count(), { message: name }).toBeGreaterThan(0);
    }
    await page.getByRole('heading', { level: 1 }).hover();
    await explanation
      .getByRole('button', { name: /^2 towers/ })
      .first()
      .focus();
    await expect.poll(() => explanation.locator('.factor.is-pointed').first().textContent()).toMatch(/^2 towers/);
  });
});

async function expectMarked(page: Page, layer: LayerView): Promise<void> {
  await expectExplained(page, layer);
  expect(await rowOf(page, layer.name).getAttribute('class')).toContain('row-selected');
  expect(await markedIn(page, 'figure')).toEqual([layer.name]);
  expect(await markedIn(page, 'bars')).toEqual([layer.name]);
}

async function expectExplained(page: Page, { name, derivation }: LayerView): Promise<void> {
  await page.locator('.explanation').getByRole('heading', { level: 2, name, exact: true }).waitFor();
  for (const figure of ['units', 'weights', 'connections'] as const) {
    await expect.poll(() => formulaShown(page, figure)).toBe(plain(derivation[figure]));
  }
}
