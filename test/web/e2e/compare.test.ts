/** 7. Compare: two networks layer by layer, matched by structure, as the command says it. */
import { describe, expect } from 'vitest';
import type { JsonFigure } from '../../../web/engine/protocol.ts';
import { runJson } from '../../cli/run.ts';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, openPage, openTool, picture, rowOf } from './screen.ts';

interface Diff {
  readonly rows: readonly {
    readonly kind: string;
    readonly before: { readonly name: string } | null;
    readonly after: { readonly name: string } | null;
    readonly deltas: Readonly<Record<'weights' | 'connections', JsonFigure>>;
  }[];
  readonly counts: Readonly<Record<'same' | 'changed' | 'added' | 'removed', number>>;
}

describe('the comparison', () => {
  it('of two published networks is the command’s', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Compare');
    await panel.getByRole('combobox', { name: /^Compare AlexNet with/ }).selectOption({ label: 'VGG-16' });
    const diff = await runJson<Diff>('diff alexnet vgg16');
    await panel.getByRole('table', { name: 'AlexNet → VGG-16' }).waitFor();
    await panel.getByText(said(diff)).waitFor();
    await panel.getByRole('checkbox', { name: 'changed only' }).uncheck();
    const rows = panel.getByRole('region', { name: 'layer by layer' }).locator('tbody').getByRole('row');
    await expect.poll(() => rows.count()).toBe(diff.rows.length);
    const shown = await rows.allTextContents();
    for (const [i, { kind, before, after }] of diff.rows.entries()) {
      expect(shown[i]).toContain(kind);
      expect(shown[i]).toContain((after ?? before)!.name);
    }
    await picture(page, 'compare');
    await panel.getByRole('button', { name: 'Turn around' }).click();
    await panel.getByText(said(await runJson<Diff>('diff vgg16 alexnet'))).waitFor();
    await panel.getByRole('table', { name: 'VGG-16 → AlexNet' }).waitFor();
  });

  it('of two exported networks is the command’s', async ({ page }) => {
    const [one, two] = [exported('tv_resnet18.ts.onnx'), exported('tv_resnet18.dynamo.onnx')];
    await openPage(page);
    await chooseFile(page, one);
    await page.getByRole('button', { name: /^all / }).waitFor();
    const panel = await openTool(page, 'Compare');
    await panel.getByLabel(/or with a file/).setInputFiles(two);
    await panel.getByText(said(await runJson<Diff>(`diff ${one} ${two}`))).waitFor();
  });

  it('of what was changed begins with the original', async ({ page }) => {
    await openPage(page);
    await rowOf(page, 'conv2').click();
    const knobs = await openTool(page, 'What if');
    await knobs.getByRole('spinbutton', { name: 'filters' }).fill('128');
    await page.getByText('edited;').waitFor();
    const panel = await openTool(page, 'Compare');
    await panel.getByRole('region', { name: 'layer by layer' }).getByRole('row').filter({ hasText: 'conv2' }).waitFor();
    expect(await panel.getByText(/\d+ changed, 0 added, 0 removed/).count()).toBe(1);
  });

  it('forgets what it said of a file when another network is opened', async ({ page }) => {
    await openPage(page);
    const panel = await openTool(page, 'Compare');
    await panel.getByLabel(/or with a file/).setInputFiles({
      name: 'bad.onnx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('no network'),
    });
    await panel.getByRole('alert').filter({ hasText: 'bad.onnx is not an ONNX file' }).waitFor();
    await chooseFile(page, exported('tv_resnet18.ts.onnx'));
    await expect.poll(() => panel.getByRole('alert').count()).toBe(0);
  });

  it('says which way open sizes go', async ({ page }) => {
    await openPage(page, 'gpt2');
    const panel = await openTool(page, 'Compare');
    await panel.getByRole('combobox', { name: /^Compare GPT-2 with/ }).selectOption({ label: 'AlexNet' });
    const removed = panel
      .getByRole('region', { name: 'layer by layer' })
      .getByRole('row')
      .filter({ hasText: 'removed' });
    await removed
      .filter({ hasText: /▼ −[\d,]+\*seq/ })
      .first()
      .waitFor();
    expect(await removed.filter({ hasText: '▲' }).count()).toBe(0);
  });
});

function said({ counts }: Diff): string {
  return `${counts.changed} changed, ${counts.added} added, ${counts.removed} removed, ${counts.same} the same.`;
}
