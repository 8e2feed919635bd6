/** One HTTP request: sent, and its body received within bounds of size and time. */
import { MalformedError, UnsupportedError, messageOf } from '../core/errors.ts';

export interface HttpOptions {
  /** Milliseconds that may pass without a byte. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Request extends HttpOptions {
  /** First and last byte. */
  readonly range: readonly [number, number];
  /** Bytes of the body that are accepted. */
  readonly atMost: number;
}

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const defaultTimeout = 20_000;

/** A body that drips may take this many times the timeout in all. */
const patience = 30;

/** Answers of 200 and 206 are received. Throws an UnsupportedError for any other and for a server that cannot be reached or stalls. */
export async function receive(url: string, request: Request): Promise<Received> {
  const { range, atMost, timeout = defaultTimeout, signal } = request;
  const watch = startWatch(url, timeout, signal);
  try {
    const headers = { range: `bytes=${range[0]}-${range[1]}`, 'accept-encoding': 'identity' };
    const response = await fetch(url, { headers, signal: watch.signal });
    if (response.status !== 200 && response.status !== 206) {
      await response.body?.cancel();
      throw new UnsupportedError(`${url}: the server answers ${response.status} ${response.statusText}`.trimEnd());
    }
    const bytes = await bodyOf(response, url, atMost, watch.touch);
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    if (error instanceof UnsupportedError || error instanceof MalformedError) throw error;
    signal?.throwIfAborted();
    throw watch.signal.reason ?? new UnsupportedError(`${url}: ${describeFailure(error)}`, { cause: error });
  } finally {
    watch.stop();
  }
}

/** Aborts where nothing is heard for `timeout` milliseconds, or where the whole takes too long. */
function startWatch(url: string, timeout: number, signal: AbortSignal | undefined) {
  const abort = new AbortController();
  const giveUp = (milliseconds: number, what: string): ReturnType<typeof setTimeout> =>
    setTimeout(() => abort.abort(new UnsupportedError(`${url}: ${what} ${milliseconds / 1000} s`)), milliseconds);
  const overall = giveUp(patience * timeout, 'the answer was not complete after');
  const expect = (): ReturnType<typeof setTimeout> => giveUp(timeout, 'the server sent nothing for');
  let silence = expect();
  return {
    signal: signal ? AbortSignal.any([abort.signal, signal]) : abort.signal,
    touch() {
      clearTimeout(silence);
      silence = expect();
    },
    stop() {
      clearTimeout(silence);
      clearTimeout(overall);
    },
  };
}

async function bodyOf(
  response: Response,
  url: string,
  atMost: number,
  touch: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of chunksOf(response.body)) {
    touch();
    length += chunk.length;
    if (length > atMost) {
      const why = response.status === 200 ? 'the server ignores ranges, and the file has' : 'the server sends';
      throw new UnsupportedError(`${url}: ${why} more than ${atMost} bytes; download it and count the file`);
    }
    chunks.push(chunk);
  }
  return joined(chunks, length);
}

/** Safari has no asynchronous iteration of streams. Leaving the loop early cancels the body. */
async function* chunksOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  try {
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) yield part.value;
  } finally {
    await reader?.cancel();
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** `bytes 0-99/1234`. Throws a MalformedError where the header is missing or says no size. */
export function contentRangeOf({ headers }: Received, url: string): { readonly start: number; readonly size: number } {
  const text = headers.get('content-range') ?? '';
  const [, start, size] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(text) ?? [];
  if (start !== undefined && size !== undefined) return { start: Number(start), size: Number(size) };
  throw new MalformedError(
    `${url}: the server answers a range request with the range "${text}"; "bytes 0-9/99" is expected`,
  );
}

const untold =
  'the server cannot be reached, or does not let pages of other sites read it; download the file and open it from the disk';

/** Node says "fetch failed" and keeps the reason as the cause; a browser tells a page no reason at all, in words of its own. */
function describeFailure(error: unknown): string {
  if (error instanceof TypeError && error.cause === undefined) return untold;
  return error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
}
