/** The answer to one request: who may ask, what there is, and the headers that go with everything. */
import { extname } from 'node:path';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ServedFolder } from './serve-folder.ts';
import type { HostNames } from './serve-host.ts';
import { findModel, listModels, type ServedModel } from './serve-model.ts';
import { sendFile, type Sending } from './serve-send.ts';

export interface Served {
  readonly folder: ServedFolder;
  readonly models: readonly ServedModel[];
  readonly hosts: HostNames;
  readonly policy: string;
}

export async function answerRequest(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
  const headers = securityHeaders(served.policy);
  const say = (status: number, sentence: string, more: OutgoingHttpHeaders = {}): void => {
    const text = `${sentence}\n`;
    const about = {
      'content-type': types['.txt'],
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    };
    response.writeHead(status, { ...headers, ...about, ...more }).end(request.method === 'HEAD' ? undefined : text);
  };
  if (!served.hosts.has(request.headers.host)) return say(403, 'this server is not called by that name');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return say(405, 'files are read here, and nothing else', { allow: 'GET, HEAD' });
  const path = pathOf(request.url);
  if (path === undefined) return say(400, 'the address cannot be read');
  if (path === '/models.json') return sendList(request, response, { headers, models: served.models });
  const sending = sendingOf(path, request, served);
  const isSent =
    sending && (await sendFile(request, response, { ...sending, headers: { ...headers, ...sending.headers } }));
  if (!isSent) say(404, 'there is nothing at this address');
}

/** Decoded once. `undefined` for what is no path of this server: an address of another one, a broken escape, a NUL. */
function pathOf(target: string | undefined): string | undefined {
  const [path = ''] = target?.split(/[?#]/, 1) ?? [];
  if (!path.startsWith('/')) return undefined;
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

function sendingOf(path: string, request: IncomingMessage, { folder, models }: Served): Sending | undefined {
  const model = findModel(path, models);
  if (model) {
    const headers = { 'content-type': types[''], 'cache-control': 'no-cache' };
    return { path: model.path, headers, follow: true, ranges: true };
  }
  const file = folder.find(path);
  return file === undefined ? undefined : pageFile(file, path, request, folder);
}

/** A file of the page: compressed, where a compressed copy lies beside it that the client takes. */
function pageFile(file: string, path: string, { headers: asked }: IncomingMessage, folder: ServedFolder): Sending {
  const name = path === '/' ? '/index.html' : path;
  const accepted = new Set((asked['accept-encoding'] ?? '').split(',').map((coding) => coding.trim().replace(/;\s*q=(?!0(\.0*)?$).*$/, ''))); // prettier-ignore
  const copies = Object.entries(codings).flatMap(([coding, ending]) => {
    const copy = folder.find(`${name}${ending}`);
    return copy === undefined ? [] : [{ coding, copy }];
  });
  const chosen = copies.find(({ coding }) => accepted.has(coding));
  const headers = {
    'content-type': types[extname(name)] ?? types[''],
    'cache-control': isHashed(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(copies.length > 0 && { vary: 'accept-encoding' }),
    ...(chosen && { 'content-encoding': chosen.coding }),
  };
  return { path: chosen?.copy ?? file, headers, follow: false, ranges: false };
}

/** The best first. */
const codings = { br: '.br', gzip: '.gz' };

/** A name that is made from its content, as the page's build names what it links to: `page-jEK2z0Lh.js`. */
function isHashed(name: string): boolean {
  return /-[\w-]{8}\.\w+$/.test(name) && !name.endsWith('.html');
}

interface Listing {
  readonly headers: OutgoingHttpHeaders;
  readonly models: readonly ServedModel[];
}

function sendList({ method }: IncomingMessage, response: ServerResponse, { headers, models }: Listing): void {
  const text = `${JSON.stringify(listModels(models))}\n`;
  const about = {
    'content-type': types['.json'],
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  };
  response.writeHead(200, { ...headers, ...about }).end(method === 'HEAD' ? undefined : text);
}

const types: Readonly<Record<string, string>> = {
  '': 'application/octet-stream',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** With every answer, refusals too. Other sites' pages may neither read nor frame nor embed what is served. */
function securityHeaders(policy: string): OutgoingHttpHeaders {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
