/** What an operation of the engine may use beside its arguments: the open networks, a way to say how far it is, and to be stopped. */
import type { CountOptions } from '../../src/core/count.ts';
import { UsageError } from '../../src/core/errors.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Network } from '../../src/core/network.ts';
import type { Reduction } from '../../src/reduce/reduce.ts';
import type { Engine, Method, Progress } from './protocol.ts';

/** A network that stays in the engine while it is on the screen. */
export interface Opened {
  readonly network: Network;
  readonly ledger: Ledger;
  /** With which sizes and towers it was counted. */
  readonly count: CountOptions;
  /** The built-in network that it is. */
  readonly published?: string | undefined;
  /** Its network file, where it was opened from one. */
  readonly text?: string | undefined;
  /** The bytes that it was read from: a reference, whatever their size. */
  readonly blob?: Blob | undefined;
  /** Of a reduced network: what it was made from, and how. */
  readonly reduced?: { readonly from: Opened; readonly reduction: Reduction } | undefined;
}

export interface Context {
  readonly networks: Networks;
  /** Aborted when the page cancels the call. */
  readonly signal: AbortSignal;
  /** `partial` is what is known of the answer so far. */
  readonly progress: (progress: Progress, partial?: unknown) => void;
}

/** An operation answers at once or later. */
export type Operation<M extends Method> = (
  context: Context,
  ...args: Parameters<Engine[M]>
) => Awaited<ReturnType<Engine[M]>> | ReturnType<Engine[M]>;

export type Operations = { readonly [M in Method]: Operation<M> };

/** The open networks by their numbers. */
export interface Networks {
  add(opened: Opened): number;
  /** Throws a UsageError for a number that is not open any more. */
  get(id: number): Opened;
  remove(id: number): void;
}

/** Numbers begin at a random one, so that those of an engine that crashed mean nothing to the next. */
export function openNetworks(): Networks {
  const held = new Map<number, Opened>();
  let last = crypto.getRandomValues(new Uint32Array(1))[0]! * 2 ** 16;
  return {
    add(opened) {
      held.set(++last, opened);
      return last;
    },
    get(id) {
      const found = held.get(id);
      if (found) return found;
      throw new UsageError('this network is not open in the engine any more; open it again');
    },
    remove: (id) => void held.delete(id),
  };
}

/** Lets in what waits: a cancel, or a newer question. Rejects where the call was cancelled. */
export async function pause(signal: AbortSignal): Promise<void> {
  const { port1, port2 } = new MessageChannel(); // a timer waits 4 ms or more
  await new Promise<void>((resolve) => {
    port1.addEventListener('message', () => resolve(), { once: true });
    port1.start();
    port2.postMessage(undefined);
  });
  port1.close();
  signal.throwIfAborted();
}
