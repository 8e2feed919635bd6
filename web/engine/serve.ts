/** The engine's end of the line: each request runs an operation, whose answer, progress or error goes back. */
import { openNetworks, pause, type Context } from './context.ts';
import { failureOf } from './failure.ts';
import { operations } from './operations.ts';
import type { Answer, Method, Request } from './protocol.ts';

/** A worker's global scope, or one end of a channel. */
export interface Port {
  postMessage(answer: Answer): void;
  addEventListener(type: 'message', listen: (event: MessageEvent<Request>) => void): void;
}

export function serve(port: Port): void {
  const networks = openNetworks();
  const running = new Map<number, AbortController>();
  port.addEventListener('message', ({ data }) => {
    if ('cancel' in data) running.get(data.cancel)?.abort();
    else void answer(data);
  });

  async function answer({ call, method, args }: Extract<Request, { call: number }>): Promise<void> {
    const abort = new AbortController();
    running.set(call, abort);
    const context: Context = {
      networks,
      signal: abort.signal,
      progress: (progress, partial) => port.postMessage({ call, progress, ...(partial !== undefined && { partial }) }),
    };
    try {
      await pause(abort.signal); // what was cancelled while it waited its turn is not begun
      port.postMessage({ call, result: await perform(context, method, args) });
    } catch (error) {
      port.postMessage({ call, error: failureOf(error) });
    } finally {
      running.delete(call);
    }
  }
}

function perform(context: Context, method: Method, args: readonly unknown[]): unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client's types hold method and arguments together
  const operation = operations[method] as (context: Context, ...args: readonly unknown[]) => unknown;
  return operation(context, ...args);
}
