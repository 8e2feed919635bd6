/**
 * Which names a request may call the server by. A page of another site can have its own name point here (DNS rebinding) and would
 * then read the answers as its own; but its requests say that name.
 */
import { isIP } from 'node:net';

export interface HostNames {
  has(header: string | undefined): boolean;
}

/** This machine's names and the one that it listens on; where that is every address, any address, for an address cannot be rebound. */
export function hostNames(host: string, port: number): HostNames {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const names = new Set(['localhost', '127.0.0.1', '[::1]', bracketed(host.toLowerCase())]);
  return {
    has(header) {
      const [, name = '', given = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(header?.toLowerCase() ?? '') ?? [];
      if (Number(given) !== port) return false;
      return names.has(name) || (isEverywhere && isIP(name.replaceAll(/^\[|\]$/g, '')) > 0);
    },
  };
}

/** Whether only programs on this machine reach it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
