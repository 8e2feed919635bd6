/** The page's server over real sockets: what it gives, with which headers, and what it refuses. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { open } from '../../src/count.ts';
import { serve, type ServeOptions, type Serving } from '../../src/node/serve.ts';

const scratch = mkdtempSync(join(tmpdir(), 'layerledger-serve-'));
const folder = join(scratch, 'web');
mkdirSync(join(folder, 'engine'), { recursive: true });
mkdirSync(join(folder, '.git'));
writeFileSync(join(folder, 'index.html'), '<!doctype html>page');
writeFileSync(join(folder, 'page-jEK2z0Lh.js'), 'script');
writeFileSync(join(folder, 'engine', 'worker-1a2b3c4d.js'), 'worker, plain');
writeFileSync(join(folder, 'engine', 'worker-1a2b3c4d.js.br'), 'worker, brotli');
writeFileSync(join(folder, 'engine', 'worker-1a2b3c4d.js.gz'), 'worker, gzip');
writeFileSync(join(folder, 'sizes.json'), '{}');
writeFileSync(join(folder, '.hidden'), 'hidden');
writeFileSync(join(folder, '.git', 'config'), 'hidden');
writeFileSync(join(scratch, 'secret'), 'secret');
symlinkSync(join(scratch, 'secret'), join(folder, 'link'));
symlinkSync(scratch, join(folder, 'up'));
const model = join(scratch, 'a model & more.onnx');
writeFileSync(model, '0123456789');

const policy = "default-src 'none'; script-src 'self'";
const running: Serving[] = [];

async function started(options: Partial<ServeOptions> = {}): Promise<Serving> {
  const serving = await serve({ folder, policy, models: [model], ...options });
  running.push(serving);
  return serving;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((serving) => serving.close()));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** Sends the bytes as they are, and gives everything that comes until the server ends the connection. */
function raw({ port }: Serving, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (answer += text));
    socket.on('end', () => resolve(answer));
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer))); // it was refused while it still wrote
  });
}

/** A request line of any kind, by this server's name. */
function rawly(serving: Serving, target: string, method = 'GET'): Promise<string> {
  return raw(serving, [`${method} ${target} HTTP/1.1`, `Host: 127.0.0.1:${serving.port}`, 'Connection: close']);
}

/** How many bytes are promised, and the most memory that this process takes until `enough` of them have come. */
function drain(url: string, enough: number): Promise<{ readonly promised: number; readonly most: number }> {
  return new Promise((resolve, reject) => {
    let [received, chunks, most] = [0, 0, 0];
    const sending = get(url, (response) => {
      response.on('error', () => {}); // it is left before its end
      response.on('data', (chunk: Uint8Array) => {
        received += chunk.length;
        if (chunks++ % 500 === 0) most = Math.max(most, process.memoryUsage.rss());
        if (received < enough) return;
        sending.destroy();
        resolve({ promised: Number(response.headers['content-length']), most });
      });
    });
    sending.on('error', reject);
  });
}

describe('the folder', () => {
  it('gives the page at /', async () => {
    const { url } = await started();
    const answer = await fetch(url);
    expect(await answer.text()).toBe('<!doctype html>page');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': '19',
      'cache-control': 'no-cache',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('gives files by their types, and lets those be kept whose names are made of their content', async () => {
    const { url } = await started();
    const script = await fetch(`${url}page-jEK2z0Lh.js?query`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const sizes = await fetch(`${url}sizes.json`);
    expect(sizes.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(sizes.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(`${url}sizes.json`, { headers: { 'if-none-match': sizes.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  it.each([
    ['gzip, br', 'br', 'brotli'],
    ['gzip;q=0.5', 'gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip', 'gzip'],
    ['identity', undefined, 'plain'],
  ])('to "%s" it gives %s', async (accepted, coding, content) => {
    const answer = await raw(await started(), [
      'GET /engine/worker-1a2b3c4d.js HTTP/1.1',
      `Host: localhost:${running[0]!.port}`,
      `Accept-Encoding: ${accepted}`,
      'Connection: close',
    ]);
    expect(answer).toMatch(new RegExp(`\\r\\n\\r\\nworker, ${content}$`));
    expect(/content-encoding: (\w+)/.exec(answer)?.[1]).toBe(coding);
    expect(answer).toContain('vary: accept-encoding');
  });

  it('gives what was built since it began', async () => {
    const { url } = await started();
    expect((await fetch(`${url}new.js`)).status).toBe(404);
    writeFileSync(join(folder, 'new.js'), 'new');
    expect(await (await fetch(`${url}new.js`)).text()).toBe('new');
    rmSync(join(folder, 'new.js'));
    expect((await fetch(`${url}new.js`)).status).toBe(404);
  });

  it('is a page, or there is a sentence', async () => {
    await expect(started({ folder: scratch })).rejects.toThrow('has no index.html');
    await expect(started({ folder: join(scratch, 'nowhere') })).rejects.toThrow('has no index.html');
  });
});

const attacks = [
  '/../secret', '/../../etc/passwd', '/..%2fsecret', '/%2e%2e/secret', '/%2e%2e%2fsecret', '/%252e%252e%252fsecret', '/engine/../../secret',
  '/..\\secret', '/..%5csecret', '//etc/passwd', '///secret', '/./../secret', '/engine/..;/../secret', '/%c0%ae%c0%ae/secret', '/.hidden', '/%2ehidden',
  '/.git/config', '/link', '/up/secret', '/up/web/index.html', '/engine', '/engine/', '/index.html/', '/index.html%00.js', '/secret%00', '/models/', '/models/0/',
  '/models/0/secret', '/models/1/a%20model%20&%20more.onnx', '/models/0/../../secret', '/models/00000/a', '/models/-1/x', '/models/0/..%2f..%2fsecret',
  '/INDEX.HTML', '/index.html:$DATA', '/C:/windows', '/file:///etc/passwd', '/%', '/%zz', '/constructor', '/__proto__',
]; // prettier-ignore

describe('refusals', () => {
  it.each(attacks)('nothing is at %s', async (target) => {
    const answer = await rawly(await started(), target);
    expect(answer).toMatch(/^HTTP\/1\.1 (404|400) /);
    expect(answer).not.toContain('secret\n');
    expect(answer.split('\r\n\r\n')[1]).toMatch(/^(there is nothing at this address|the address cannot be read)\n$/);
    expect(answer).toContain(`content-security-policy: ${policy}`);
    expect(answer).toContain('x-content-type-options: nosniff');
  });

  it.each(['http://127.0.0.1/secret', 'file:///etc/passwd', '*'])('%s is no path', async (target) => {
    expect(await rawly(await started(), target)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('%s is not served', async (method) => {
    const answer = await rawly(await started(), '/', method);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toContain('allow: GET, HEAD');
    expect(answer).toContain(`content-security-policy: ${policy}`);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1.evil.example:PORT',
    'localhost.evil.example:PORT',
    '10.0.0.1:PORT',
    '[::2]:PORT',
    '@127.0.0.1:PORT',
    '',
    '127.0.0.1:PORT:PORT',
  ])(
    // prettier-ignore
    'the name "%s" is another’s',
    async (name) => {
      const serving = await started();
      const host = name.replaceAll('PORT', String(serving.port));
      const answer = await raw(serving, ['GET / HTTP/1.1', `Host: ${host}`, 'Connection: close']);
      expect(answer).toMatch(/^HTTP\/1\.1 (403|400) /);
      expect(answer).not.toContain('page');
    },
  );

  it.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LocalHost:PORT'])(
    'the name "%s" is its own',
    async (name) => {
      const serving = await started();
      const host = name.replaceAll('PORT', String(serving.port));
      const answer = await raw(serving, ['GET / HTTP/1.1', `Host: ${host}`, 'Connection: close']);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it('on every address it is called by any address, and by no name', async () => {
    const serving = await started({ host: '0.0.0.0' });
    expect(serving.url).toBe(`http://localhost:${serving.port}/`);
    const as = (host: string): Promise<string> =>
      raw(serving, ['GET / HTTP/1.1', `Host: ${host}:${serving.port}`, 'Connection: close']);
    expect(await as('192.168.1.7')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await as('evil.example')).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('a request without a name, and one that is none, are answered and closed', async () => {
    const serving = await started();
    expect(await raw(serving, ['GET / HTTP/1.1', 'Connection: close'])).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(serving, ['GET / HTTP/1.0'])).toMatch(/^HTTP\/1\.1 403 /);
    expect(await raw(serving, ['nonsense'])).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(serving, ['GET / HTTP/1.1', `X: ${'x'.repeat(100_000)}`])).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('models', () => {
  it('lists two models of one name by their paths', async () => {
    const other = join(scratch, 'other');
    mkdirSync(other);
    const namesake = join(other, 'a model & more.onnx');
    writeFileSync(namesake, '01');
    const { url } = await started({ models: [model, namesake] });
    const list = await (await fetch(`${url}models.json`)).json();
    expect(list).toEqual([model, namesake].map((name) => expect.objectContaining({ name })));
  });

  it('are listed, and given by ranges', async () => {
    const { url } = await started();
    const list = await fetch(`${url}models.json`);
    expect(list.headers.get('cache-control')).toBe('no-store');
    expect(await list.json()).toEqual([
      { name: 'a model & more.onnx', url: 'models/0/a%20model%20%26%20more.onnx', size: 10 },
    ]);
    const address = `${url}models/0/a%20model%20%26%20more.onnx`;
    const whole = await fetch(address);
    expect(await whole.text()).toBe('0123456789');
    expect(Object.fromEntries(whole.headers)).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': '10', 'content-type': 'application/octet-stream', 'content-security-policy': policy }); // prettier-ignore
  });

  it.each([
    ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-4', 206, '6789', 'bytes 6-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=9-99', 206, '9', 'bytes 9-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=99-100', 416, '', 'bytes */10'],
    ['bytes=5-4', 200, '0123456789', null],
    ['bytes=0-1,3-4', 200, '0123456789', null],
    ['bytes=', 200, '0123456789', null],
    ['bytes=a-b', 200, '0123456789', null],
    ['bytes=99999999999999999-', 200, '0123456789', null],
    ['lines=0-1', 200, '0123456789', null],
  ])('%s: %i', async (range, status, content, told) => {
    const { url } = await started();
    const address = `${url}models/0/a%20model%20%26%20more.onnx`;
    const answer = await fetch(address, { headers: { range } });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(content);
    expect(answer.headers.get('content-range')).toBe(told);
    const head = await fetch(address, { method: 'HEAD', headers: { range } });
    expect(head.status).toBe(status);
    expect(head.headers.get('content-length')).toBe(String(content.length));
    expect(await head.text()).toBe('');
  });

  it('are given whole where a range is of a file that has changed', async () => {
    const { url } = await started();
    const address = `${url}models/0/a%20model%20%26%20more.onnx`;
    const tag = (await fetch(address)).headers.get('etag')!;
    const ranged = (of: string): Promise<Response> =>
      fetch(address, { headers: { range: 'bytes=0-1', 'if-range': of } });
    expect((await ranged(tag)).status).toBe(206);
    expect((await ranged('"other"')).status).toBe(200);
  });

  it('are read by layerledger itself through ranges', async () => {
    const fixture = fileURLToPath(new URL('../fixtures/onnx/tv_resnet18.ts.onnx', import.meta.url));
    const { url } = await started({ models: [model, fixture] });
    const network = await open(`${url}models/1/tv_resnet18.ts.onnx`);
    expect(network.graph.nodes.length).toBeGreaterThan(40);
  });

  it('that are gone are gone, and the server stays', async () => {
    const path = join(scratch, 'passing.onnx');
    writeFileSync(path, 'x');
    const { url } = await started({ models: [path] });
    rmSync(path);
    expect((await fetch(`${url}models/0/passing.onnx`)).status).toBe(404);
    expect(await (await fetch(`${url}models.json`)).json()).toEqual([]);
  });

  it('that are no files are a sentence', async () => {
    await expect(started({ models: [join(scratch, 'none.onnx')] })).rejects.toThrow('none.onnx: there is no such file');
    await expect(started({ models: [scratch] })).rejects.toThrow('is no file; a file is expected');
  });

  it('of 3 GB are streamed, and take no memory', async () => {
    const path = join(scratch, 'large.onnx');
    const size = 3 * 2 ** 30;
    writeFileSync(path, '');
    truncateSync(path, size);
    const { url } = await started({ models: [path] });
    const before = process.memoryUsage.rss();
    const { promised, most } = await drain(`${url}models/0/large.onnx`, 2 ** 28);
    expect(promised).toBe(size);
    expect((most - before) / 2 ** 20).toBeLessThan(160); // of both ends of the connection
    const end = await fetch(`${url}models/0/large.onnx`, { headers: { range: `bytes=${size - 2}-` } });
    expect(end.headers.get('content-range')).toBe(`bytes ${size - 2}-${size - 1}/${size}`);
    expect((await end.arrayBuffer()).byteLength).toBe(2);
    rmSync(path);
  });

  it('that become shorter while they are sent end the connection, not the server', async () => {
    const path = join(scratch, 'shrinking.onnx');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 28);
    const { url } = await started({ models: [path] });
    const answer = await fetch(`${url}models/0/shrinking.onnx`);
    truncateSync(path, 1000);
    const cut = performance.now();
    await expect(answer.arrayBuffer()).rejects.toThrow('terminated');
    expect(performance.now() - cut).toBeLessThan(4000); // and not when the server has waited 5 s for another request
    expect((await fetch(url)).status).toBe(200);
  });

  it('that nobody wants to the end are no burden', async () => {
    const path = join(scratch, 'left.onnx');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 30);
    const { url } = await started({ models: [path] });
    for (let i = 0; i < 50; i++) {
      const stop = new AbortController();
      await fetch(`${url}models/0/left.onnx`, { signal: stop.signal });
      stop.abort();
    }
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('ports', () => {
  it('a taken one is a sentence, or the next one is', async () => {
    const { port } = await started();
    await expect(started({ port })).rejects.toThrow(`port ${port} is in use; another one can be given with --port`);
    const next = await started({ port, tries: 20 });
    expect(next.port).toBeGreaterThan(port);
    expect((await fetch(next.url)).status).toBe(200);
  });

  it('an address that this machine does not have is a sentence', async () => {
    await expect(started({ host: '203.0.113.1' })).rejects.toThrow(
      'cannot be listened on: this machine has no such address',
    );
  });

  it('closing ends connections that are open', async () => {
    const serving = await serve({ folder, policy });
    const socket = connect(serving.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    await serving.close();
    await ended;
    await expect(fetch(serving.url)).rejects.toThrow('fetch failed');
  });
});
