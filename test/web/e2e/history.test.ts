/** The browser's Back and Forward go from network to network, files too. */
import { describe, expect } from 'vitest';
import { it } from './it.ts';
import { exported } from './models.ts';
import { chooseFile, openPage, openTool, rowOf, totalsShown } from './screen.ts';

describe('the Back button', () => {
  it('leads from network to network, with what was changed of them', async ({ page }) => {
    await openPage(page);
    const heading = (name: RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
    const kept = async (): Promise<void> => {
      const address = page.url();
      await expect.poll(() => page.url()).not.toBe(address);
    };
    await rowOf(page, 'conv2').click();
    const panel = await openTool(page, 'What if');
    await panel.getByRole('spinbutton', { name: 'filters' }).fill('128');
    await page.getByText('edited;').waitFor();
    const changed = await totalsShown(page);
    await kept();
    await chooseFile(page, exported('tv_resnet18.ts.onnx'));
    await heading(/resnet/i);
    await kept();
    const search = page.getByRole('combobox', { name: 'Open a published network or an address' });
    await search.fill('lenet-5');
    await page.getByRole('option', { name: /^LeNet-5/ }).click();
    await heading(/LeNet-5/);
    await kept();
    await page.goBack();
    await heading(/resnet/i);
    await page.goBack();
    await heading(/AlexNet/);
    await expect.poll(() => totalsShown(page)).toEqual(changed);
    await page.goForward();
    await heading(/resnet/i);
    await page.goForward();
    await heading(/LeNet-5/);
  });
});
