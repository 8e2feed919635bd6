/** 3b. Sizes that a network leaves open: said beside its name, set under What if, in the link, seen by the other tools. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import type { LedgerView } from '../../../web/engine/protocol.ts';
import { shownAt } from '../../../web/state/address.ts';
import { runJson } from '../../cli/run.ts';
import { withoutShape } from '../engine/shapeless.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, expectLedger, openPage, openTool, picture } from './screen.ts';

const count = (words: string): Promise<LedgerView> => runJson<LedgerView>(`count ${words} --layers all`);
const dynamic = exported('tv_resnet18.ts.dynbhw.onnx');
const open = await count('gpt2');
const bound = await count('gpt2 --bind seq=128');

describe('open sizes', () => {
  it('of GPT-2: said beside the name, set, kept over a reload, and left open again', async ({ page }) => {
    const seq = await openSeq(page);
    await seq.fill('128');
    await expectLedger(page, bound);
    await picture(page, 'open-sizes-bound');
    expect(await page.getByRole('button', { name: /left open/ }).count()).toBe(0);
    await expect.poll(async () => (await shownAt(new URL(page.url()).hash))?.options?.bind).toEqual([['seq', 128]]);
    await page.reload();
    await expectLedger(page, bound);
    await seq.fill('');
    await expectLedger(page, open);
    await expect.poll(async () => (await shownAt(new URL(page.url()).hash))?.options).toBeUndefined();
  });

  it('that are no size: a sentence, and the field goes back', async ({ page }) => {
    const seq = await openSeq(page);
    for (const none of ['0', '-1', '1.5']) {
      await seq.fill(none);
      await page.getByRole('alert').filter({ hasText: 'seq must be a whole number from 1' }).waitFor();
      expect(await seq.getAttribute('aria-invalid')).toBe('true');
    }
    await seq.blur();
    expect([await seq.inputValue(), await seq.getAttribute('aria-invalid')]).toEqual(['', 'false']);
    await expectLedger(page, open);
  });

  it('of a file, typed key by key', async ({ page }) => {
    await openPage(page);
    await chooseFile(page, dynamic);
    await page.getByRole('button', { name: 'height and width are left open: set them' }).click();
    const panel = page.getByRole('region', { name: 'What if', exact: true });
    for (const [name, size] of [
      ['height', '224'],
      ['width', '320'],
      ['batch', '2'],
    ] as const) {
      // prettier-ignore
      await panel.getByRole('spinbutton', { name, exact: true }).click();
      await page.keyboard.type(size, { delay: 40 });
    }
    await expectLedger(page, await count(`${dynamic} --bind height=224 --bind width=320 --bind batch=2`));
    await picture(page, 'open-sizes-file');
  });

  it('an input without a shape gets one, whose names are sizes again', async ({ page }) => {
    await openPage(page);
    const buffer = Buffer.from(await (await withoutShape(dynamic)).arrayBuffer());
    await page.getByLabel('Choose a model file').setInputFiles({ name: 'shapeless.onnx', mimeType: '', buffer });
    await page.getByRole('button', { name: 'input has no shape: set it' }).click();
    const shape = page.getByRole('textbox', { name: 'shape of input' });
    await shape.fill('1 x 3 x 0 x 64');
    await shape.blur();
    await page.getByRole('alert').filter({ hasText: 'an input has the size "0"' }).waitFor();
    expect(await shape.inputValue()).toBe('');
    await shape.fill('1 x 3 x h x 64');
    await shape.blur();
    await page.getByRole('button', { name: 'h is left open: set it' }).waitFor();
    await page.getByRole('spinbutton', { name: 'h', exact: true }).fill('64');
    await expectLedger(page, await count(`${dynamic} --input 3x64x64`));
    await picture(page, 'open-sizes-shape');
    await page.getByRole('combobox', { name: 'What to change' }).selectOption('fc');
    await page.getByRole('spinbutton', { name: 'units' }).fill('10');
    await page.getByText('11,172,032').first().waitFor();
  });

  for (const width of [360, 1440]) {
    it(`long polynomials end within their columns, in three lines at most, at ${width} pixels`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await openPage(page);
      await chooseFile(page, dynamic);
      await expectLedger(page, await count(dynamic));
      await picture(page, `open-sizes-${width}`);
      const totals = await page.locator('.total-words').evaluateAll((all) =>
        all.map((words) => ({
          lines: Math.round(words.clientHeight / Number.parseFloat(getComputedStyle(words).lineHeight)),
          isWhole: words.getAttribute('title') === words.textContent,
        })),
      );
      expect(totals.map(({ lines }) => lines <= 3)).toEqual([true, true, true]);
      expect([totals[0]!.isWhole, totals[2]!.isWhole]).toEqual([true, true]);
      await page.getByRole('grid', { name: 'Layers' }).scrollIntoViewIfNeeded();
      await picture(page, `open-sizes-table-${width}`);
      const cells = await page.locator('.layers :is(.cell-words, .cell-number)').evaluateAll((all) =>
        all.map((words) => {
          const [own, around] = [words, words.parentElement!].map((each) => each.getBoundingClientRect());
          const isCut = words.scrollWidth > words.clientWidth;
          return { isInside: own!.right <= around!.right, isCut, isWhole: !isCut || words.getAttribute('title') === words.textContent }; // prettier-ignore
        }),
      );
      expect(cells.filter(({ isInside, isWhole }) => !isInside || !isWhole)).toEqual([]);
      expect(cells.some(({ isCut }) => isCut)).toBe(true);
    });
  }

  it('stay bound while the network is edited, undone and reset', async ({ page }) => {
    const seq = await openSeq(page);
    await seq.fill('128');
    await expectLedger(page, bound);
    const panel = page.getByRole('region', { name: 'What if', exact: true });
    await panel.getByRole('combobox', { name: 'What to change' }).selectOption('output');
    await panel.getByRole('spinbutton', { name: /^units/ }).fill('50304');
    const total = page.getByRole('region', { name: 'Totals' });
    await total.getByText('17,055,744').waitFor();
    await panel.getByRole('combobox', { name: 'What to change' }).selectOption('');
    await seq.fill('64');
    await total.getByText('8,527,872').waitFor();
    await panel.getByRole('button', { name: 'Reset' }).click();
    await expectLedger(page, await count('gpt2 --bind seq=64'));
  });

  it('a tool that needs numbers says where they are set, and then has them', async ({ page }) => {
    const seq = await openSeq(page);
    const reduce = await openTool(page, 'Reduce');
    await reduce.getByRole('button', { name: 'Reduce GPT-2' }).click();
    await reduce.getByRole('alert').filter({ hasText: 'give it one under What if' }).waitFor();
    await openTool(page, 'What if');
    await seq.fill('128');
    await expectLedger(page, bound);
    await openTool(page, 'Reduce');
    await reduce.getByRole('button', { name: 'Reduce GPT-2' }).click();
    await reduce.getByText('15,812,100,096').first().waitFor({ timeout: 60_000 });
  });
});

/** By the words beside the name of the network. */
async function openSeq(page: Page): Promise<Locator> {
  await openPage(page, 'gpt2');
  await page.getByRole('button', { name: 'seq is left open: set it' }).click();
  const seq = page.getByRole('spinbutton', { name: 'seq' });
  await seq.waitFor();
  await picture(page, 'open-sizes');
  return seq;
}
