/** What the page says, read from the screen by roles and names; the command's answers in the same words. */
import type { Locator, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { JsonFigure, LayerView, LedgerView } from '../../../web/engine/protocol.ts';

/** Opens the built page; `hash` is what a link has behind the `#`. */
export async function openPage(page: Page, hash = ''): Promise<void> {
  await page.goto(`${inject('site')}${hash === '' ? '' : `#${hash}`}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('grid', { name: 'Layers' }).waitFor();
}

/** Chooses a file as the button does. */
export async function chooseFile(page: Page, path: string): Promise<void> {
  await page.getByLabel('Choose a model file').setInputFiles(path);
}

/** Opens a tool of the page, unless it is open. */
export async function openTool(page: Page, title: string): Promise<Locator> {
  const button = page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: title, exact: true });
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  const panel = page.getByRole('region', { name: title, exact: true });
  await panel.waitFor();
  return panel;
}

export interface TableRow {
  readonly layer: string;
  /** The figures without the notes under them. */
  readonly figures: readonly string[];
}

export function rowOf(page: Page, layer: string): Locator {
  return page.getByRole('grid', { name: 'Layers' }).locator(`tbody tr[data-layer="${layer}"]`);
}

/** The rows of the table that are in sight. */
export async function tableRows(page: Page): Promise<readonly TableRow[]> {
  return page.getByRole('grid', { name: 'Layers' }).evaluate((grid) =>
    [...grid.querySelectorAll<HTMLElement>('tbody tr[data-layer]')].map((row) => ({
      layer: row.dataset['layer']!,
      figures: [...row.querySelectorAll('.cell-number')].map(({ textContent }) => textContent),
    })),
  );
}

/** The three totals: units, weights, connections. */
export async function totalsShown(page: Page): Promise<readonly string[]> {
  return page
    .getByRole('region', { name: 'Totals' })
    .evaluate((region) =>
      [...region.querySelectorAll('.total-number')].map((number) => number.firstChild!.textContent!.trim()),
    );
}

/** Waits until the totals are these, and the rows in sight the ledger's; a table that is not in sight follows a moment later. */
export async function expectLedger(
  page: Page,
  { layers, totals }: Pick<LedgerView, 'layers' | 'totals'>,
): Promise<void> {
  await expect.poll(() => totalsShown(page)).toEqual(shown.map((key) => words(totals[key])));
  const byName = new Map(layers.toReversed().map((layer) => [layer.name, layer]));
  const wrong = async (): Promise<unknown> => {
    const rows = await tableRows(page);
    return rows.length === 0 ? 'no rows' : rows.filter(({ layer, figures }) => String(figures) !== String(figuresOf(byName.get(layer)!))); // prettier-ignore
  };
  await expect.poll(wrong).toEqual([]);
}

const shown = ['units', 'weights', 'connections'] as const;

function figuresOf(layer: LayerView): readonly string[] {
  return shown.map((key) => (layer[key] === 0 ? '–' : words(layer[key])));
}

/** `223,948,800`; a figure of open sizes as it is. */
export function words(figure: JsonFigure): string {
  return /^\d+$/.test(String(figure)) ? BigInt(figure).toLocaleString('en') : String(figure);
}

/** The explanation's formula of a figure in the command's signs, without spaces and separators. */
export async function formulaShown(page: Page, figure: 'units' | 'weights' | 'connections'): Promise<string> {
  return page
    .locator('.explanation')
    .locator(`.explained.figure-${figure} .equation`)
    .first()
    .evaluate((equation) => {
      const copy = equation.cloneNode(true) as Element; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a copy is of the same kind
      for (const remark of copy.querySelectorAll('.unseen, var, small')) remark.remove();
      return copy.textContent.replaceAll(/[\s,]/g, '').replaceAll('×', '*').replaceAll('−', '-');
    });
}

export function plain(derivation: string | null): string {
  return (derivation ?? '').replaceAll(/\s/g, '');
}

/** Names of the layers that a drawing marks. */
export async function markedIn(page: Page, panel: 'figure' | 'bars'): Promise<readonly (string | undefined)[]> {
  return page
    .locator(`.${panel} .drawing .is-selected`)
    .evaluateAll((groups) => [
      ...new Set(groups.map((group) => (group instanceof SVGElement ? group.dataset['layer'] : undefined))),
    ]);
}

/** A picture of the window, to be looked at by a person. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `.cache/screenshots/${name}.png` });
}
