/** Sends a file, or a part of it, as it is read: a model of many gigabytes takes no more memory than a small one. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { rangeOf } from './serve-range.ts';

export interface Sending {
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** Whether a link is followed; one that was put in a file's place is not. */
  readonly follow: boolean;
  /** Whether parts of it are given. */
  readonly ranges: boolean;
}

/** Whether the file was there. Where it ends before what was promised, or the client leaves, the connection is cut. */
export async function sendFile(request: IncomingMessage, response: ServerResponse, sending: Sending): Promise<boolean> {
  const file = await opened(sending);
  if (!file) return false;
  try {
    await sendOpened(request, response, file, sending);
  } catch {
    response.destroy(); // the status is out: only an end before the promised length tells the client
  } finally {
    await file.close();
  }
  return true;
}

async function opened({ path, follow }: Sending): Promise<FileHandle | undefined> {
  try {
    // a pipe in the file's place would wait for a writer
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK | (follow ? 0 : constants.O_NOFOLLOW));
  } catch {
    return undefined;
  }
}

async function sendOpened(
  { method, headers: asked }: IncomingMessage,
  response: ServerResponse,
  file: FileHandle,
  { headers, ranges }: Sending,
): Promise<void> {
  const stats = await file.stat();
  const size = stats.isFile() ? stats.size : 0;
  const tag = `"${size.toString(36)}-${Math.round(stats.mtimeMs * 1000).toString(36)}"`;
  const told = { ...headers, etag: tag, ...(ranges && { 'accept-ranges': 'bytes' }) };
  if (isKnown(asked['if-none-match'], tag)) return void response.writeHead(304, told).end();
  const isStale = asked['if-range'] !== undefined && asked['if-range'] !== tag;
  const range = ranges && !isStale ? rangeOf(asked.range, size) : 'whole';
  if (range === 'none') {
    return void response.writeHead(416, { ...told, 'content-range': `bytes */${size}`, 'content-length': 0 }).end();
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size } : range;
  const part = range === 'whole' ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` };
  response.writeHead(range === 'whole' ? 200 : 206, { ...told, ...part, 'content-length': end - start });
  if (method === 'HEAD' || end === start) return void response.end();
  await stream(file, response, start, end);
}

/** Bytes that are read at once. */
const pieceSize = 2 ** 18;

async function stream(file: FileHandle, response: ServerResponse, start: number, end: number): Promise<void> {
  const bytes = file.createReadStream({ start, end: end - 1, autoClose: false, highWaterMark: pieceSize });
  await pipeline(bytes, response, { end: false });
  if (bytes.bytesRead < end - start) throw new Error('the file ended early');
  response.end();
}

function isKnown(header: string | undefined, tag: string): boolean {
  return header?.split(',').some((known) => known.trim().replace(/^W\//, '') === tag) ?? false;
}
