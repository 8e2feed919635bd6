/** 5. Audit: the claims about the open network, each with verdict, reason and layer; and what any number could be. */
import { describe, expect } from 'vitest';
import type { ClaimView, Explanation } from '../../../web/engine/protocol.ts';
import { runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, markedIn, openPage, openTool, picture, rowOf } from './screen.ts';

const { claims } = await runJson<{ claims: readonly ClaimView[] }>('audit alexnet');

describe('the audit', () => {
  it('shows every claim that the command answers, with verdict and reason', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Audit');
    await panel.getByText(`${claims.length} of ${claims.length} printed numbers.`).waitFor();
    const shown = await panel
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { level: 4 }) })
      .allTextContents();
    expect(shown).toHaveLength(claims.length);
    for (const [i, { verdict, quoted, reason }] of claims.entries()) {
      expect(shown[i]).toContain(verdict);
      expect(shown[i]).toContain(quoted);
      expect(shown[i]).toContain(reason);
    }
    await picture(page, 'audit');
  });

  it('shows the claims of one verdict', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Audit');
    const wrong = claims.filter(({ verdict }) => verdict === 'wrong').length;
    await panel.getByRole('group', { name: 'show verdicts' }).getByRole('button', { name: /wrong/ }).click();
    await panel.getByText(`${wrong} of ${claims.length} printed numbers.`).waitFor();
  });

  it('leads to the layer that a claim is about', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Audit');
    const claim = panel.getByRole('listitem').filter({ hasText: '253,440' }).first();
    await claim.getByRole('button', { name: 'conv1' }).click();
    await expect.poll(() => markedIn(page, 'figure')).toEqual(['conv1']);
    await page.locator('.explanation').getByRole('heading', { name: 'conv1', exact: true }).waitFor();
  });

  it('is of the network as it was opened, and says so', async ({ page }) => {
    await openPage(page);
    await rowOf(page, 'conv1').click();
    const knobs = await openTool(page, 'What if');
    await knobs.getByRole('spinbutton', { name: 'stride' }).fill('2');
    await page.getByText('edited;').waitFor();
    const panel = await openTool(page, 'Audit');
    await panel.getByText('held against AlexNet as it was opened').waitFor();
    const wrong = claims.filter(({ verdict }) => verdict === 'wrong').length;
    await panel.getByRole('button', { name: `wrong ${wrong}`, exact: false }).waitFor();
    await panel.getByText(`${claims.length} of ${claims.length} printed numbers.`).waitFor();
  });

  it('says of a network without claims that there are none', async ({ page }) => {
    await openPage(page);
    await chooseFile(page, exported('tv_resnet18.ts.onnx'));
    const panel = await openTool(page, 'Audit');
    await panel.getByText('No printed number about this network is known').waitFor();
  });
});

describe('why', () => {
  it('explains a pasted number as the command does', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Audit');
    const file = exported('tv_alexnet.ts.onnx');
    for (const [subject, number] of [
      ['alexnet', '253,440'],
      ['alexnet', '223948800'],
      [file, '23232'],
    ] as const) {
      if (subject === file) await chooseFile(page, file);
      const { explanations } = await runJson<{ explanations: readonly Explanation[] }>(`why ${subject} ${number}`);
      await panel.getByRole('textbox', { name: /what could it be/ }).fill(number);
      await panel.getByRole('button', { name: 'Find out' }).click();
      await panel.getByRole('status').filter({ hasText: number }).waitFor();
      expect(explanations.length).toBeGreaterThan(0);
      const shown = await panel.locator('.tool-why').getByRole('listitem').allTextContents();
      expect(shown.map((text, i) => text.includes(explanations[i]!.text))).toEqual(explanations.map(() => true));
    }
  });

  it('says what may be an accident, that nothing is proved, and each word once', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Audit');
    const find = async (number: string): Promise<readonly string[]> => {
      await panel.getByRole('textbox', { name: /what could it be/ }).fill(number);
      await panel.getByRole('button', { name: 'Find out' }).click();
      await panel
        .getByRole('status')
        .filter({ hasText: `${number}: ` })
        .waitFor();
      await panel
        .locator('.tool-why')
        .getByText(/\d+ single changes tried; a reproduction is no proof/)
        .waitFor();
      return panel.locator('.tool-why').getByRole('listitem').allTextContents();
    };
    expect(await find('650k')).toContainEqual(expect.stringMatching(/; by accident in 22 of 100 such searches$/));
    expect(await find('253440')).toEqual(['253,440 = 55·48·96: one 55 replaced by 48 (units of conv1)']);
  });

  it('says of what is no number that it is none, in place of an answer', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Audit');
    const field = panel.getByRole('textbox', { name: /what could it be/ });
    const alert = panel.locator('.tool-why').getByRole('alert');
    await field.fill('253 440');
    await field.press('Enter');
    await panel.getByRole('status').filter({ hasText: '253 440: one explanation' }).waitFor();
    await field.fill('many');
    await field.press('Enter');
    await alert.filter({ hasText: 'many' }).waitFor();
    expect(await panel.locator('.tool-why').getByRole('listitem').count()).toBe(0);
    await field.fill('');
    await alert.waitFor({ state: 'hidden' });
  });

  it('stays within the panel, however long a number is', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Audit');
    const field = panel.getByRole('textbox', { name: /what could it be/ });
    const overflow = (): Promise<number> => panel.evaluate((element) => element.scrollWidth - element.clientWidth);
    await field.fill('9'.repeat(320));
    await panel.getByRole('button', { name: 'Find out' }).click();
    await panel.getByRole('alert').filter({ hasText: '(320 characters) is too large' }).waitFor();
    expect(await overflow()).toBe(0);
    await field.fill('253440'.padStart(320, '0'));
    await panel.getByRole('button', { name: 'Find out' }).click();
    await panel.getByRole('status').filter({ hasText: '0253440: ' }).waitFor();
    expect(await overflow()).toBe(0);
  });
});
