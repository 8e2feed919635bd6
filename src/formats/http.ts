/** An HTTP(S) address as a Blob: its bytes are fetched by range requests, and only those that are asked for. */
import { MalformedError, UnsupportedError, UsageError } from '../core/errors.ts';
import { contentRangeOf, receive, type HttpOptions } from './request.ts';

/** A whole body that is held in memory, where the server ignores ranges. An ONNX file without its weights is a few MB. */
const wholeAtMost = 2 ** 28;

/** The least that one request asks for: a graph's fields lie close together, and a round trip costs more than 64 KiB. */
const leastRange = 2 ** 16;

export interface Remote {
  readonly blob: Blob;
  /** What the reader should know, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Asks for the first bytes and so learns the size. Throws a UsageError for an address that is not http or https, an
 * UnsupportedError where the server does not give the file, and a MalformedError where its answers contradict one another.
 */
export async function openAddress(address: string, options: HttpOptions = {}): Promise<Remote> {
  const url = webAddress(address);
  const answer = await receive(url, { ...options, range: [0, leastRange - 1], atMost: wholeAtMost });
  if (answer.status === 200) {
    const blob = new Blob([answer.bytes]);
    const note = `${address}: the server ignores ranges, so all ${answer.bytes.length} bytes were fetched`;
    return { blob, notes: blob.size > leastRange ? [note] : [] };
  }
  const { size } = contentRangeOf(answer, url);
  const source: Source = { url, size, options, held: { start: 0, bytes: answer.bytes } };
  return { blob: new RangeBlob(source, 0, size), notes: [] };
}

/** Characters of an address that is none which are repeated: one that begins with data: holds a file. */
const mostSaid = 100;

function webAddress(address: string): string {
  if (/^https?:$/.test(URL.canParse(address) ? new URL(address).protocol : '')) return new URL(address).href;
  throw new UsageError(
    `${address.length > mostSaid ? `${address.slice(0, mostSaid)}…` : address}: only http and https addresses can be opened`,
  );
}

/** The file behind all slices, with the bytes that were fetched last. */
interface Source {
  readonly url: string;
  readonly size: number;
  readonly options: HttpOptions;
  held: { readonly start: number; readonly bytes: Uint8Array<ArrayBuffer> };
}

/** Slices share their source; a slice is fetched when its bytes are asked for. */
class RangeBlob extends Blob {
  readonly #source: Source;
  readonly #start: number;
  readonly #end: number;

  constructor(source: Source, start: number, end: number) {
    super();
    this.#source = source;
    this.#start = start;
    this.#end = end;
    Object.defineProperty(this, 'size', { value: end - start }); // Blob declares it as a field, though it is an accessor
  }

  override slice(start = 0, end = this.size): Blob {
    const [from, to] = [start, end].map((at) => (at < 0 ? Math.max(this.size + at, 0) : Math.min(at, this.size)));
    return new RangeBlob(this.#source, this.#start + from!, this.#start + Math.max(from!, to!));
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await fetchRange(this.#source, this.#start, this.#end)).slice().buffer;
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const read = (): Promise<Uint8Array<ArrayBuffer>> => this.bytes();
    return new ReadableStream({
      async start(controller) {
        controller.enqueue(await read());
        controller.close();
      },
    });
  }
}

async function fetchRange(source: Source, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const { held } = source;
  if (start < held.start || end > held.start + held.bytes.length) {
    if (end - start > wholeAtMost) {
      throw new UnsupportedError(
        `${source.url}: ${end - start} bytes in one piece; at most ${wholeAtMost} are fetched`,
      );
    }
    source.held = {
      start,
      bytes: await requestRange(source, start, Math.min(Math.max(end, start + leastRange), source.size)),
    };
  }
  const { start: base, bytes } = source.held;
  return bytes.subarray(start - base, end - base);
}

async function requestRange(
  { url, size, options }: Source,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await receive(url, { ...options, range: [start, end - 1], atMost: end - start });
  if (answer.status !== 206)
    throw new MalformedError(`${url}: the server gave ranges at first and then answered ${answer.status}`);
  const given = contentRangeOf(answer, url);
  if (given.size !== size) throw new MalformedError(`${url}: the file had ${size} bytes and now has ${given.size}`);
  if (given.start !== start || answer.bytes.length !== end - start) {
    throw new MalformedError(
      `${url}: bytes ${start} to ${end - 1} were asked for; ${answer.bytes.length} bytes from ${given.start} on came`,
    );
  }
  return answer.bytes;
}
