/**
 * The page's own server: one folder and the files named beside it, to this machine alone unless told otherwise. It reads, and
 * knows no session: what it protects is every other file, and these from other sites' pages.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { UnsupportedError, messageOf } from '../core/errors.ts';
import { answerRequest, type Served } from './serve-answer.ts';
import { servedFolder } from './serve-folder.ts';
import { hostNames } from './serve-host.ts';
import { servedModel } from './serve-model.ts';

export interface ServeOptions {
  /** The built page. */
  readonly folder: string;
  /** Paths of files that are served under /models/. */
  readonly models?: readonly string[];
  readonly host?: string;
  /** 0: any that is free. */
  readonly port?: number;
  /** How many ports from `port` on are tried. */
  readonly tries?: number;
  /** The content security policy that goes with every answer. */
  readonly policy: string;
}

export interface Serving {
  /** The address of the page. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Throws an UnsupportedError where the folder or a model is not there, and where no port can be listened on. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { folder, models = [], host = '127.0.0.1', policy } = options;
  const served = { folder: servedFolder(folder), models: models.map(servedModel), policy };
  const { server, port } = await listen(options, host, (port) => ({ ...served, hosts: hostNames(host, port) }));
  return {
    url: `http://${urlHost(host)}:${port}/`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(
  { port = 0, tries = 1 }: ServeOptions,
  host: string,
  servedAt: (port: number) => Served,
): Promise<{ readonly server: Server; readonly port: number }> {
  for (let next = port; next < port + tries && next <= greatestPort; next++) {
    const server = await listenOn(next, host);
    if (!server) continue;
    const bound = portOf(server);
    const served = servedAt(bound);
    const listener: RequestListener = (request, response) => void answerRequest(request, response, served);
    server.on('request', listener);
    return { server, port: bound };
  }
  const ports = tries === 1 ? `port ${port} is` : `ports ${port} to ${Math.min(port + tries - 1, greatestPort)} are`;
  throw new UnsupportedError(`${ports} in use; another one can be given with --port`);
}

const greatestPort = 65_535;

/** `undefined` where the port is taken. */
function listenOn(port: number, host: string): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : '';
      if (code === 'EADDRINUSE') return resolve(undefined);
      const reason = reasons[code] ?? messageOf(error);
      reject(new UnsupportedError(`port ${port} of ${host} cannot be listened on: ${reason}`, { cause: error }));
    });
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

/** What the system's codes mean. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'that is not allowed; ports from 1024 on are',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such address',
  EAI_AGAIN: 'there is no such address',
};

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === 'object' && address) return address.port;
  throw new UnsupportedError('the server listens on no port');
}

/** Where everything is listened on, this machine; an IPv6 address in brackets. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
