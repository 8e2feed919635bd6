/** Starts the engine in a module worker, where the page came over http. */
import type { Link, Listener } from './client.ts';
import type { Answer } from './protocol.ts';

export function startInWorker({ onAnswer, onCrash }: Listener): Link {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'layerledger' });
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => onAnswer(data));
  worker.addEventListener('messageerror', () => onCrash('an answer could not be read'));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    onCrash(event.message || 'its script could not be loaded');
  });
  return { post: (request) => worker.postMessage(request), end: () => worker.terminate() };
}
