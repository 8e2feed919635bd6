/** A name from a hostile file is text, never markup, wherever the page shows it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { writeOnnx } from '../../formats/onnx/write.ts';
import { it } from './it.ts';
import { chooseFile, openPage, openTool, tableRows } from './screen.ts';

const name = `<img src=x onerror="document.title='broken'">"'\`\\u202e]]>`;

describe('hostile names', () => {
  it('are text in table, figure, explanation and tools', async ({ page }) => {
    const file = join(mkdtempSync(join(tmpdir(), 'layerledger-')), 'hostile.onnx');
    writeFileSync(
      file,
      writeOnnx({
        name,
        nodes: [
          {
            operator: 'Conv',
            name,
            inputs: [`x${name}`, 'w'],
            outputs: [`y${name}`],
            attributes: { kernel_shape: [3, 3] },
          },
          { operator: name, name: `${name}2`, inputs: [`y${name}`], outputs: ['z'] },
        ],
        inputs: { [`x${name}`]: [1, 3, 9, 9] },
        outputs: { z: [1, 4, 7, 7] },
        initializers: [{ name: 'w', shape: [4, 3, 3, 3] }],
      }),
    );
    await openPage(page);
    await chooseFile(page, file);
    await expect.poll(async () => (await tableRows(page)).some(({ layer }) => layer.includes('onerror'))).toBe(true);
    await page.getByRole('grid', { name: 'Layers' }).locator('tbody tr[data-layer]').first().click();
    for (const tool of ['What if', 'Network file', 'Audit', 'Reduce', 'Compare', 'Take away', 'Notes'])
      await openTool(page, tool);
    expect(await page.locator('img[src=x]').count()).toBe(0);
    expect(await page.title()).not.toBe('broken');
    const panel = await openTool(page, 'Take away');
    await panel.getByRole('button', { name: 'Download Figure as PNG' }).click();
    await panel.getByText(/^Figure as PNG: saved/).waitFor();
  });
});
