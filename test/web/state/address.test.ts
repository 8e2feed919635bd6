/** A link restores what was shown; a hostile or broken one is a sentence. */
import { expect, test } from 'vitest';
import { addressOf, shownAt, LinkError, type Shown } from '../../../web/state/address.ts';

const text = `network: Übung\ninput: 3 x 8 x 8\nlayers:\n${'  - {conv: 4, kernel: 3, padding: same} # ✓\n'.repeat(2000)}`;

test.each<Shown>([
  { source: { kind: 'published', name: 'alexnet' } },
  { source: { kind: 'published', name: 'alexnet' }, layer: 'conv2', panel: 'audit' },
  { source: { kind: 'published', name: 'resnet50' }, text, layer: 'stage1.1.conv1' },
  { source: { kind: 'file', name: 'model <1>.onnx' }, options: { inputs: [['', [3, 'H', 'W']]], bind: [['H', 64]], towers: 2 } },
  { source: { kind: 'address', url: 'https://example.org/a.onnx?b#c' } },
  { source: { kind: 'text', text, name: 'mine' } },
])('$source.kind', async (shown) => {
  const address = await addressOf(shown);
  expect(address).toMatch(/^#[\w.-]+$/);
  expect(await shownAt(address)).toEqual(shown);
}); // prettier-ignore

test('a bare network is its name, and nothing is nothing', async () => {
  expect(await addressOf({ source: { kind: 'published', name: 'alexnet' } })).toBe('#alexnet');
  expect(await shownAt('')).toBeUndefined();
  expect(await shownAt('#')).toBeUndefined();
  expect((await addressOf({ source: { kind: 'text', text, name: 'mine' } })).length).toBeLessThan(1000);
});

async function pack(json: string): Promise<string> {
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return `#v1.${Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url')}`;
}

test.each([
  ['no JSON', '{"source":'],
  ['no object', '[]'],
  ['no source', '{}'],
  ['a source of no kind', '{"source":{"kind":"shell","name":"x"}}'],
  ['an address that is a script', '{"source":{"kind":"address","url":"javascript:alert(1)"}}'],
  ['a name that is no word', '{"source":{"kind":"published","name":{"x":1}}}'],
  ['a layer that is no word', '{"source":{"kind":"published","name":"alexnet"},"layer":[1]}'],
  ['options that are none', '{"source":{"kind":"published","name":"alexnet"},"options":{"inputs":"3x3"}}'],
])('%s', async (_, json) => {
  await expect(shownAt(await pack(json))).rejects.toThrow(LinkError);
});

test('a bomb, a long one, a cut one, other characters', async () => {
  await expect(shownAt(await pack(`"${'a'.repeat(50_000_000)}"`))).rejects.toThrow('unfolds to more than 4194304 bytes');
  await expect(shownAt(`#v1.${'A'.repeat(3_000_000)}`)).rejects.toThrow('at most 2097152 are read');
  const whole = await addressOf({ source: { kind: 'text', text, name: 'mine' } });
  await expect(shownAt(whole.slice(0, -20))).rejects.toThrow('cut off');
  await expect(shownAt('#v1.%%%')).rejects.toThrow(LinkError);
  await expect(shownAt('#<script>')).rejects.toThrow(LinkError);
}); // prettier-ignore
