/** The line to the engine: one answer a call, no call made twice, and a crash is a sentence after which it starts anew. */
import { expect, test } from 'vitest';
import { createClient, type Listener } from '../../../web/engine/client.ts';
import type { Request } from '../../../web/engine/protocol.ts';

/** An engine that does what a test says. */
function scripted() {
  const starts: { readonly listener: Listener; readonly posted: Request[]; ended: boolean }[] = [];
  const client = createClient((listener) => {
    const own = { listener, posted: [] as Request[], ended: false };
    starts.push(own);
    return { post: (request) => void own.posted.push(request), end: () => (own.ended = true) };
  });
  return { client, starts };
}

test('is started by the first call, and not before', async () => {
  const { client, starts } = scripted();
  expect(starts).toEqual([]);
  const call = client.textOf(7);
  expect(starts[0]!.posted).toEqual([{ call: 1, method: 'textOf', args: [7] }]);
  starts[0]!.listener.onAnswer({ call: 1, result: 'network: A' });
  expect(await call).toBe('network: A');
});

test('answers find their calls in any order, and a second answer changes nothing', async () => {
  const { client, starts } = scripted();
  const [one, two] = [client.textOf(1), client.textOf(2)];
  const { onAnswer } = starts[0]!.listener;
  onAnswer({ call: 2, result: 'two' });
  onAnswer({ call: 1, error: { message: 'a sentence', kind: 'usage' } });
  onAnswer({ call: 1, result: 'late' });
  expect(await two).toBe('two');
  await expect(one).rejects.toMatchObject({ message: 'a sentence', kind: 'usage' });
});

test('progress goes to who listens, a cancel to the engine while it works', async () => {
  const { client, starts } = scripted();
  const call = client.pareto(1, { objective: 'log', step: 8, exact: false });
  const heard: unknown[] = [];
  call.onProgress((progress, partial) => heard.push([progress, partial]));
  const { listener, posted } = starts[0]!;
  listener.onAnswer({ call: 1, progress: { what: 'the curve' }, partial: [] });
  call.cancel();
  listener.onAnswer({ call: 1, result: [] });
  await call;
  call.cancel();
  expect(heard).toEqual([[{ what: 'the curve' }, []]]);
  expect(posted.slice(1)).toEqual([{ cancel: 1 }]);
});

test('a crash rejects what waits with a sentence, and the next call starts another', async () => {
  const { client, starts } = scripted();
  const [one, two] = [client.textOf(1), client.textOf(2)];
  starts[0]!.listener.onCrash('out of memory');
  await expect(one).rejects.toThrow('The engine stopped unexpectedly');
  await expect(two).rejects.toMatchObject({ kind: 'internal', message: expect.stringContaining('(out of memory)') });
  expect(starts[0]!.ended).toBe(true);
  const third = client.textOf(3);
  expect(starts[1]!.posted).toEqual([{ call: 3, method: 'textOf', args: [3] }]);
  starts[1]!.listener.onAnswer({ call: 3, result: 'three' });
  expect(await third).toBe('three');
});
