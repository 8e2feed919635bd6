/** A question to the engine that follows what is on the screen: the newest wins, the last answer stays when one fails. */
import { batch, useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Call } from '../../engine/client.ts';
import type { Progress } from '../../engine/protocol.ts';
import { sentenceOf } from '../../state/app.ts';

export interface Asked<T> {
  readonly answer: Signal<T | undefined>;
  readonly failure: Signal<string | undefined>;
  /** While the engine works on it. */
  readonly progress: Signal<Progress | undefined>;
  cancel(): void;
}

export interface AskedOptions {
  /** Milliseconds without a change of the keys after which it is asked again; the first time it is asked at once. */
  readonly quiet?: number;
}

/** Asks anew whenever one of `keys` changed; `ask` may return `undefined` where there is nothing to ask. */
export function useAsked<T>(
  ask: () => Call<T> | Promise<T> | undefined,
  keys: readonly unknown[],
  { quiet = 0 }: AskedOptions = {},
): Asked<T> {
  const answer = useSignal<T | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const progress = useSignal<Progress | undefined>(undefined);
  const call = useRef<Call<T> | Promise<T> | undefined>(undefined);
  useEffect(() => {
    const askNow = (): void => {
      const own = ask();
      call.current = own;
      if (own) void follow(own, { answer, failure, progress }, () => call.current === own);
      else batch(() => ([answer.value, failure.value, progress.value] = [undefined, undefined, undefined]));
    };
    const isFirst = call.current === undefined && answer.value === undefined;
    const timer = quiet > 0 && !isFirst ? setTimeout(askNow, quiet) : undefined;
    if (timer === undefined) askNow();
    return () => {
      clearTimeout(timer);
      cancel(call.current);
      call.current = undefined;
    };
  }, keys);
  return { answer, failure, progress, cancel: () => cancel(call.current) };
}

async function follow<T>(
  call: Call<T> | Promise<T>,
  { answer, failure, progress }: Omit<Asked<T>, 'cancel'>,
  isNewest: () => boolean,
): Promise<void> {
  progress.value = { what: 'working' };
  if ('onProgress' in call) call.onProgress((step) => isNewest() && (progress.value = step));
  try {
    const result = await call;
    if (isNewest()) batch(() => ([answer.value, failure.value] = [result, undefined]));
  } catch (error) {
    if (isNewest()) failure.value = sentenceOf(error);
  } finally {
    if (isNewest()) progress.value = undefined;
  }
}

function cancel(call: Call<unknown> | Promise<unknown> | undefined): void {
  if (call && 'cancel' in call) call.cancel();
}
