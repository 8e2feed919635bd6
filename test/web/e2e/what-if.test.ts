/** 3. What if: every number and the drawing follow a field, a slider and the arrow keys; the network file as text. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { LedgerView } from '../../../web/engine/protocol.ts';
import { shownAt } from '../../../web/state/address.ts';
import { runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { expectLedger, formulaShown, openPage, openTool, picture, rowOf, totalsShown, words } from './screen.ts';

const alexnet = readFileSync(new URL('../../../networks/alexnet.yaml', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'layerledger-'));

/** What the command counts of AlexNet's file with one thing changed. */
async function changed(from: string | RegExp, to: string): Promise<LedgerView> {
  const file = join(folder, 'changed.yaml');
  writeFileSync(file, alexnet.replace(from, to));
  return runJson<LedgerView>(`count ${file} --layers all`);
}

const narrow = await changed('conv: 256, kernel: 5', 'conv: 128, kernel: 5');
const small = await changed('3 x 227 x 227', '3 x 224 x 224');
const original = await runJson<LedgerView>('count alexnet --layers all');

describe('what if', () => {
  it('a layer had other filters: by the field, undone, redone and reset', async ({ page }) => {
    const panel = await openKnobs(page, 'conv2');
    await panel.getByRole('spinbutton', { name: 'filters' }).fill('128');
    await expectLedger(page, narrow);
    await panel.getByText('Against the original').waitFor();
    await picture(page, 'what-if');
    await panel.getByRole('button', { name: 'Undo' }).click();
    await expectLedger(page, original);
    await panel.getByRole('button', { name: 'Redo' }).click();
    await expectLedger(page, narrow);
    await panel.getByRole('button', { name: 'Reset' }).click();
    await expectLedger(page, original);
  });

  it('a layer had other filters: by the slider and the arrow keys', async ({ page }) => {
    const panel = await openKnobs(page, 'conv2');
    const slider = panel.getByRole('slider', { name: /^filters/ });
    await slider.fill('128');
    await expectLedger(page, narrow);
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => slider.inputValue()).toBe('128');
    await expectLedger(page, narrow);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => slider.inputValue()).toBe('130');
    await expectLedger(page, await changed('conv: 256, kernel: 5', 'conv: 130, kernel: 5'));
  });

  it('a layer had other filters: dragged slowly and back, the slider stays as long as it was', async ({ page }) => {
    const panel = await openKnobs(page, 'conv2');
    const slider = panel.getByRole('slider', { name: /^filters/ });
    await slider.scrollIntoViewIfNeeded();
    const most = await slider.getAttribute('max');
    const { x, y, width, height } = (await slider.boundingBox())!;
    const values: number[] = [];
    const dragTo = async (share: number): Promise<void> => {
      await page.mouse.move(x + share * width, y + height / 2);
      await page.waitForTimeout(150); // longer than the panel waits before it asks what the knobs are now
      values.push(Number(await slider.inputValue()));
    };
    await dragTo(0.5);
    await page.mouse.down();
    for (const share of [0.45, 0.4, 0.35, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.6, 0.5]) await dragTo(share);
    await page.mouse.up();
    expect(await slider.getAttribute('max')).toBe(most);
    const [down, up, right, back] = [values[4]!, values[8]!, values[10]!, values[12]!];
    expect(Math.abs(down - 0.3 * Number(most))).toBeLessThan(20);
    expect(Math.abs(right - 0.7 * Number(most))).toBeLessThan(20);
    for (const value of [up, back]) expect(Math.abs(value - 256)).toBeLessThan(6);
  });

  it('the drawing follows', async ({ page }) => {
    const panel = await openKnobs(page, 'conv2');
    const box = page.locator('.figure [data-layer="conv2"] .kind-box').first();
    const before = await box.getAttribute('d');
    await panel.getByRole('spinbutton', { name: 'filters' }).fill('128');
    await expect.poll(() => box.getAttribute('d')).not.toBe(before);
    await page.locator('.figure').getByText('5 × 5, 128').waitFor();
  });

  it('the input were 224: the window does not fit, and what each rounding gives', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'What if');
    await panel.getByRole('spinbutton', { name: 'input height and width' }).fill('224');
    await expectLedger(page, small);
    const notice = panel.getByRole('status').filter({ hasText: 'does not fit' });
    await notice.getByText('conv1').waitFor();
    expect(await notice.getByRole('listitem').allTextContents()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^54 × 54 with floor/),
        expect.stringMatching(/^55 × 55 with ceil/),
      ]),
    );
    await picture(page, 'what-if-224');
    await rowOf(page, 'conv1').hover();
    await page.locator('.explanation').getByRole('heading', { name: 'The window does not fit evenly' }).waitFor();
  });

  it('there were one tower, and two again: the derivation loses a factor and gets it back', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'What if');
    await panel.getByRole('spinbutton', { name: 'towers' }).fill('1');
    await expect.poll(async () => (await totalsShown(page))[1]).not.toBe(words(original.totals.weights)); // the table has moved
    await rowOf(page, 'conv2').hover();
    await expect.poll(() => formulaShown(page, 'weights')).toBe('5*5*96*256=614400');
    await panel.getByRole('spinbutton', { name: 'towers' }).fill('2');
    await expectLedger(page, original);
  });

  it('a value that makes no network is refused with a reason, and the last good one stays', async ({ page }) => {
    const panel = await openKnobs(page, 'conv2');
    await panel.getByRole('spinbutton', { name: 'filters' }).fill('127');
    await panel.getByRole('alert').filter({ hasText: '127' }).waitFor();
    await expectLedger(page, original);
    const filters = panel.getByRole('spinbutton', { name: 'filters' });
    await expect.poll(() => filters.getAttribute('aria-invalid')).toBe('true');
    await filters.blur();
    await expect.poll(() => filters.inputValue()).toBe('256');
    expect(await filters.getAttribute('aria-invalid')).toBe('false');
    await panel.getByRole('spinbutton', { name: 'kernel' }).fill('3');
    await panel.getByRole('alert').filter({ hasText: '127' }).waitFor({ state: 'detached' });
  });

  it('a value that is none is said, and the field goes back when it is left', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'What if');
    const size = panel.getByRole('spinbutton', { name: 'input height and width' });
    const sentence = panel
      .getByRole('alert')
      .filter({ hasText: 'input height and width must be a whole number from 1; 227 stays' });
    for (const none of ['0', '-1', '227.5', '']) {
      await size.fill('227');
      await sentence.waitFor({ state: 'detached' });
      await size.fill(none);
      await sentence.waitFor();
      expect([await size.inputValue(), await size.getAttribute('aria-invalid')]).toEqual([none, 'true']);
    }
    await picture(page, 'what-if-none');
    await size.blur();
    expect([await size.inputValue(), await size.getAttribute('aria-invalid')]).toEqual(['227', 'false']);
    await size.click();
    await size.press('End');
    await page.keyboard.type('e');
    await sentence.waitFor();
    await size.blur();
    expect(await size.inputValue()).toBe('227');
    await panel.getByRole('spinbutton', { name: 'towers' }).fill('1');
    await sentence.waitFor({ state: 'detached' });
  });
});

describe('the network file as text', () => {
  it('is counted as it is typed', async ({ page }) => {
    await openPage(page);
    const field = await editor(page);
    await field.fill(alexnet.replace('conv: 256, kernel: 5', 'conv: 128, kernel: 5'));
    await expectLedger(page, narrow);
  });

  it('says a mistake at its line, and keeps the last good network', async ({ page }) => {
    await openPage(page);
    const field = await editor(page);
    const text = alexnet.replace('conv: 256, kernel: 5', 'conv: 256, kernl: 5');
    await field.fill(text);
    const line = text.slice(0, text.indexOf('kernl')).split('\n').length;
    const mistake = page.getByRole('list', { name: 'mistakes' }).getByRole('listitem');
    await mistake.getByText('kernl').waitFor();
    expect(await mistake.textContent()).toContain(`line ${line}`);
    await expectLedger(page, original);
    await picture(page, 'editor-mistake');
    await mistake.getByRole('button').click();
    expect(
      await field.evaluate((area: HTMLTextAreaElement) => area.value.slice(0, area.selectionStart).split('\n').length),
    ).toBe(line);
  });

  it('offers the words of its schema', async ({ page }) => {
    await openPage(page);
    const field = await editor(page);
    await field.fill(alexnet.replace('  - softmax', ''));
    await field.press('Control+End');
    await page.keyboard.type('  - sof');
    const words = page.getByRole('listbox', { name: 'words that may stand here' });
    await words.getByRole('option', { name: /^softmax/ }).waitFor();
    while (!/^softmax\b/.test((await words.locator('[aria-selected="true"]').textContent()) ?? ''))
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toMatch(/ {2}- softmax$/);
  });

  it('survives a reload', async ({ page }) => {
    await openPage(page);
    const field = await editor(page);
    await field.fill(alexnet.replace('conv: 256, kernel: 5', 'conv: 128, kernel: 5'));
    await expectLedger(page, narrow);
    await expect.poll(async () => (await shownAt(new URL(page.url()).hash))?.text).toBe(await field.inputValue());
    await page.reload();
    await expectLedger(page, narrow);
    await openPage(page, 'lenet-5');
    await openPage(page, 'alexnet');
    await page.reload();
    await page.getByRole('button', { name: 'Show it' }).click();
    await expectLedger(page, narrow);
  });
});

async function openKnobs(page: Page, layer: string): Promise<Locator> {
  await openPage(page);
  await rowOf(page, layer).click();
  return openTool(page, 'What if');
}

async function editor(page: Page): Promise<Locator> {
  const panel = await openTool(page, 'Network file');
  return panel.getByRole('textbox', { name: 'network file' });
}
