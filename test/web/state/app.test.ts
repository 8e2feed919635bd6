/** What the page shows while it is changed: the last good network stays, the newest answer wins, every step can be undone. */
import { beforeEach, expect, test } from 'vitest';
import { runEngine } from '../../../web/engine/client.ts';
import { startInPage } from '../../../web/engine/inPage.ts';
import * as app from '../../../web/state/app.ts';

runEngine(startInPage);
beforeEach(() => app.openSource({ kind: 'published', name: 'alexnet' }));

const weights = (): unknown => app.view.value!.ledger.totals.weights;
const withFilters = async (filters: number): Promise<string> =>
  (await app.showText()).replace(/conv: \d+, kernel: 11/, `conv: ${filters}, kernel: 11`);

test('a change shows at once, and undo, redo and reset go through the steps', async () => {
  const original = weights();
  for (const filters of [64, 48]) await app.change(await withFilters(filters));
  const changed = weights();
  expect([app.isEdited.value, app.canUndo.value, app.canRedo.value]).toEqual([true, true, false]);
  await app.undo();
  await app.undo();
  expect(weights()).toBe(original);
  await app.redo();
  await app.redo();
  expect(weights()).toBe(changed);
  await app.reset();
  expect([weights(), app.isEdited.value, app.editedText.value]).toEqual([original, false, undefined]);
  await app.undo();
  expect(weights()).toBe(changed);
});

test('a mistake keeps the last good network, with its place', async () => {
  const before = app.view.value;
  const text = await app.showText();
  await app.change(`${text}  - relux\n`);
  expect(app.view.value).toBe(before);
  expect(app.problems.value).toEqual([expect.objectContaining({ line: text.split('\n').length, column: 5 })]);
  expect([app.editedText.value, app.goodText.value]).toEqual([`${text}  - relux\n`, text]);
  await app.undo();
  expect([app.problems.value, app.editedText.value, app.goodText.value]).toEqual([[], undefined, undefined]);
});

test('a text that is opened is not edited until it is changed', async () => {
  const text = 'input: 3 x 8 x 8\nlayers: [{conv: 4, kernel: 3}]\n';
  await app.openSource({ kind: 'text', text, name: 'mine' });
  expect([app.text.value, app.editedText.value]).toEqual([text, undefined]);
  await app.change(text.replace('4', '5'));
  expect(app.editedText.value).toBe(text.replace('4', '5'));
});

test('an edit and a size that are set at once both stand, in either order', async () => {
  await app.openSource({ kind: 'published', name: 'gpt2' });
  const opened = weights();
  const edit = (): Promise<unknown> => app.changeField({ layer: 'output', field: 'units', value: 50_304 });
  const steps: readonly (readonly [step: () => Promise<unknown>, isFirst: boolean, isEdited: boolean])[] = [
    [edit, true, true],
    [app.undo, false, false],
    [app.redo, true, true],
    [app.undo, true, false],
    [edit, false, true],
  ];
  for (const [i, [step, isFirst, isEdited]] of steps.entries()) {
    const bind = (): Promise<void> => app.bindSize('seq', 32 + i);
    await Promise.all((isFirst ? [step, bind] : [bind, step]).map((run) => run()));
    expect([app.view, app.original].map((view) => view.value!.ledger.bindings['seq'])).toEqual([32 + i, 32 + i]);
    expect([app.isEdited.value, weights() === opened, app.bindings.value]).toEqual([isEdited, !isEdited, [['seq', 32 + i]]]); // prettier-ignore
  }
});

test('of many changes in flight the newest is shown', async () => {
  const texts = await Promise.all([96, 80, 64, 48, 32].map(withFilters));
  await Promise.all(texts.map((text) => app.change(text)));
  expect(app.view.value!.ledger.layers[0]!.output).toEqual([1, 32, 55, 55]);
  expect(app.failure.value).toBeUndefined();
});

test('numbers for open sizes add up, whatever is typed meanwhile; what is edited keeps them', async () => {
  await app.openSource({ kind: 'published', name: 'gpt2' });
  const typed = [['seq', 1], ['seq', 12], ['seq', 128], ['batch', 2]] as const; // prettier-ignore
  await Promise.all(typed.map(([name, size]) => app.bindSize(name, size)));
  const bound = { batch: 2, seq: 128 };
  expect(app.options.value).toEqual({ bind: [['seq', 128], ['batch', 2]] }); // prettier-ignore
  expect([app.view.value!.ledger.bindings, app.isEdited.value, app.editedText.value]).toEqual([
    bound,
    false,
    undefined,
  ]);
  await app.changeField({ layer: 'output', field: 'units', value: 50_304 });
  expect([app.view.value!.ledger.bindings, app.isEdited.value]).toEqual([bound, true]);
  await app.bindSize('seq', undefined);
  const shown = [app.original, app.view].map((view) => view.value!.ledger.bindings);
  expect(shown).toEqual([{ batch: 2 }, { batch: 2 }]);
  await app.undo();
  expect([app.view.value, app.isEdited.value]).toEqual([app.original.value, false]);
  await expect(app.bindSize('seq', 0)).rejects.toThrow('a size is at least 1');
  expect(app.bindings.value).toEqual([['batch', 2]]);
});

test('of two networks that are opened the last is shown; one that cannot be opened leaves the other', async () => {
  const opened = await Promise.all(['vgg16', 'lenet-5'].map((name) => app.openSource({ kind: 'published', name })));
  expect(opened).toEqual([false, true]);
  expect(app.view.value!.ledger.network.name).toBe('LeNet-5');
  expect(await app.openSource({ kind: 'file', file: new Blob(['?']), name: 'a.onnx' })).toBe(false);
  expect(app.view.value!.ledger.network.name).toBe('LeNet-5');
  expect(app.failure.value).toContain('a.onnx is not an ONNX file');
  expect(app.busy.value).toBeUndefined();
});
