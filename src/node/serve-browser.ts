/** Opens an address in the browser; where that does not work, the address was printed. */
import { spawn } from 'node:child_process';

/** The system's own way to open an address. */
const openers: Partial<Readonly<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''], // the first quoted word would be the window's title
};

export function openBrowser(url: string): void {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // no browser, no desktop
  child.unref();
}
