/** Recognising a source's format, and reading addresses: ranges, servers that ignore them, stall, fail or lie. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { count, open } from '../../src/count.ts';
import { openAddress } from '../../src/formats/http.ts';
import { openBlob } from '../../src/formats/open.ts';
import { run } from '../cli/run.ts';

const fixture = (path: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${path}`, import.meta.url)));

const onnx = fixture('onnx/tv_alexnet.dynamo.onnx');
const prototxt = fixture('caffe/alexnet.prototxt');
const networkFile = new TextEncoder().encode('input: 3 x 8 x 8\nlayers:\n  - {conv: 4, kernel: 3}\n');

describe('the format of a source', () => {
  it.each([
    ['model.onnx', onnx, 'ONNX'],
    ['model.bin', onnx, 'ONNX'],
    ['net.prototxt', prototxt, 'caffe'],
    ['net', prototxt, 'caffe'],
    ['net.yaml', networkFile, 'network file'],
    ['net.txt', networkFile, 'network file'],
    ['MODEL.ONNX', onnx, 'ONNX'],
    ['https://example.org/m.onnx?download=true#x', onnx, 'ONNX'],
  ])('of %s is found', async (name, bytes, format) => {
    expect((await openBlob(new Blob([bytes]), { name })).format).toBe(format);
  });

  it.each([
    ['', 'x is empty'],
    [
      '\u0000\u0001\u0002',
      'x is of no format that is read: ONNX (.onnx), network file (.yaml, .yml, .json), Caffe (.prototxt)',
    ],
    ['<!doctype html>', 'x is of no format that is read'],
  ])('is not guessed for %j', async (content, sentence) => {
    await expect(openBlob(new Blob([content]), { name: 'x' })).rejects.toThrow(sentence);
  });

  it('is found by count for a File, a name and a network', async () => {
    const file = await count(new File([onnx], 'alexnet.onnx'));
    expect(file.totals.parameters).toBe(61_100_840);
    expect((await count('alexnet')).totals.parameters).toBe(60_965_224);
    expect((await count(await open('alexnet'))).totals.weights).toBe(60_954_656);
    await expect(open('alexnt')).rejects.toThrow('did you mean "alexnet"?');
  });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/model.onnx`;
}

/** A server that answers ranges, and counts the bytes that it was asked for. */
function ranged(bytes: Uint8Array, asked: number[] = []): Handler {
  return (request, response) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')!;
    const body = bytes.subarray(Number(first), Number(last) + 1);
    asked.push(body.length);
    response.writeHead(206, { 'content-range': `bytes ${first}-${Number(first) + body.length - 1}/${bytes.length}` });
    response.end(body);
  };
}

/** A model whose weights lie far apart: the fixture with a long string, which no reader looks at, behind it. */
function padded(bytes: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(bytes.length + 5 + length);
  all.set(bytes);
  all.set(
    [0x32, (length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, ((length >> 14) & 0x7f) | 0x80, length >> 21],
    bytes.length,
  ); // doc_string
  return all;
}

describe('an address', () => {
  it('is read by ranges, and only where it is needed', async () => {
    const asked: number[] = [];
    const model = padded(onnx, 8_000_000);
    const url = await serve(ranged(model, asked));
    const ledger = await count(url);
    expect(ledger.totals.parameters).toBe(61_100_840);
    expect(ledger.network.notes.filter((note) => note.includes('ranges'))).toEqual([]);
    expect(asked.reduce((sum, length) => sum + length, 0)).toBeLessThan(model.length / 10);
  });

  it('gives the same bytes as the file', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251);
    const { blob } = await openAddress(await serve(ranged(bytes)));
    expect(blob.size).toBe(bytes.length);
    const slices: readonly (readonly [number?, number?])[] = [[], [0, 10], [65_530, 65_550], [199_990, 300_000], [-10], [-20, -10], [50, 40], [100_000, 100_001]]; // prettier-ignore
    for (const [start, end] of slices) {
      const slice = blob.slice(start, end);
      expect(new Uint8Array(await slice.arrayBuffer())).toEqual(bytes.slice(start, end));
      expect(slice.size).toBe(bytes.slice(start, end).length);
    }
    expect(await blob.slice(10, 60_000).slice(5, 10).bytes()).toEqual(bytes.slice(15, 20));
    expect(await blob.slice(97, 100).text()).toBe(new TextDecoder().decode(bytes.slice(97, 100)));
    expect(await new Response(blob.slice(3, 9).stream()).bytes()).toEqual(bytes.slice(3, 9));
  });

  it('is read whole, with a note, where the server ignores ranges', async () => {
    const model = padded(onnx, 100_000);
    const ledger = await count(await serve((_, response) => response.end(model)));
    expect(ledger.totals.parameters).toBe(61_100_840);
    expect(ledger.notes[0]).toMatch(/: the server ignores ranges, so all \d+ bytes were fetched$/);
  });

  it('is followed where it moves', async () => {
    const target = await serve(ranged(onnx));
    const url = await serve((_, response) => response.writeHead(302, { location: target }).end());
    expect((await count(url)).totals.parameters).toBe(61_100_840);
  });

  const failures: readonly (readonly [string, Handler, RegExp])[] = [
    ['answers 404', (_, response) => response.writeHead(404).end(), /: the server answers 404 Not Found$/],
    ['answers 500', (_, response) => response.writeHead(500).end('x'), /: the server answers 500 Internal Server Error$/],
    ['says nothing', () => undefined, /: the server sent nothing for 0\.3 s$/],
    ['stalls in the middle', (_, response) => void response.writeHead(200).write('abc'), /: the server sent nothing for 0\.3 s$/],
    ['hangs up', (request) => void request.socket.destroy(), /: (other side closed|socket|read ECONNRESET)/],
    ['breaks off', (_, response) => { response.writeHead(200, { 'content-length': '100' }); response.write('abc'); setTimeout(() => response.destroy(), 20); }, /: (other side closed|terminated|aborted|socket)/],
    ['says no size', (_, response) => response.writeHead(206).end('abc'), /: the server answers a range request with the range ""; "bytes 0-9\/99" is expected$/],
    ['says a size that is none', (_, response) => response.writeHead(206, { 'content-range': 'bytes 0-2/*' }).end('abc'), /the range "bytes 0-2\/\*"/],
    ['sends more than was asked for', (_, response) => response.writeHead(206, { 'content-range': 'bytes 0-99/999999' }).end(Buffer.alloc(2 ** 17)), /\.onnx: byte \d+|is not an ONNX file/],
  ]; // prettier-ignore

  it.each(failures)('that %s is a sentence, and the exit status 4', async (_, handler, sentence) => {
    const url = await serve(handler);
    const { status, stdout, stderr } = await run(`count ${url} --timeout 0.3`);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr).toContain(url);
  });

  it.each([
    ['changes its size', `bytes 0-1/5`, 'the file had 200000 bytes and now has 5'],
    ['sends another part', `bytes 7-9/200000`, 'were asked for; 3 bytes from 7 on came'],
    [
      'sends too little',
      `bytes 100000-100002/200000`,
      'bytes 100000 to 165535 were asked for; 3 bytes from 100000 on came',
    ],
  ])('that %s between two requests is malformed', async (_, range, sentence) => {
    let requests = 0;
    const url = await serve((_, response) => {
      const isFirst = requests++ === 0;
      response.writeHead(206, { 'content-range': isFirst ? 'bytes 0-65535/200000' : range });
      response.end(isFirst ? Buffer.alloc(65_536) : 'abc');
    });
    const { blob } = await openAddress(url);
    await expect(blob.slice(100_000, 100_010).arrayBuffer()).rejects.toThrow(sentence);
  });

  it('that nobody answers is a sentence', async () => {
    const { status, stderr } = await run('count http://127.0.0.1:9/x.onnx');
    expect(status).toBe(4);
    expect(stderr).toMatch(/x\.onnx: .*(ECONNREFUSED|bad port)/);
  });

  it.each(['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed'])(
    'that a browser cannot read, "%s", says what to do',
    async (message) => {
      vi.stubGlobal('fetch', () => Promise.reject(new TypeError(message)));
      await expect(openAddress('https://example.org/m.onnx')).rejects.toThrow(
        'https://example.org/m.onnx: the server cannot be reached, or does not let pages of other sites read it; download the file and open it from the disk',
      );
      vi.unstubAllGlobals();
    },
  );

  it('that is not of the web is not repeated at length', async () => {
    await expect(openAddress(`data:text/plain,${'a'.repeat(500)}`)).rejects.toThrow(
      /^data:text\/plain,a{84}…: only http and https addresses can be opened$/,
    );
  });
});
