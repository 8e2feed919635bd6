/** Starts the engine in the page itself, where it was opened from a folder: browsers give such pages no workers. */
import type { Link, Listener } from './client.ts';
import type { Answer } from './protocol.ts';
import { serve } from './serve.ts';

export function startInPage({ onAnswer }: Listener): Link {
  const { port1, port2 } = new MessageChannel(); // the same copies are made as between page and worker
  serve(port2);
  port1.addEventListener('message', ({ data }: MessageEvent<Answer>) => onAnswer(data));
  port1.start();
  port2.start();
  return { post: (request) => port1.postMessage(request), end: () => port1.close() };
}
