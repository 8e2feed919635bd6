/** `layerledger serve`: the page, from this machine and to this machine, with models from its disk. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UnsupportedError, UsageError } from '../../core/errors.ts';
import { isPublished } from '../../formats/published.ts';
import { openBrowser } from '../../node/serve-browser.ts';
import { isLoopback } from '../../node/serve-host.ts';
import { serve } from '../../node/serve.ts';
import { servedPolicy } from '../../report/page-policy.ts';
import { defineCommand, type Answer } from '../command.ts';
import { flag, single } from '../option.ts';
import { isAddress } from '../source.ts';

const usualPort = 8227;

/** Servers at once that find a port without being told one. */
const usualTries = 20;

export const command = defineCommand({
  name: 'serve',
  summary: 'open the page in a browser, with models from this machine',
  operands: { usage: '[FILE…]', least: 0, most: 1000 },
  options: {
    port: single(
      'N',
      `the port to listen on; without it ${usualPort} or the next one that is free; 0: any`,
      portNumber,
    ),
    host: single('ADDRESS', 'the address to listen on (127.0.0.1, which only this machine reaches)', (host) => host),
    'no-open': flag('do not open the browser'),
  },
  details: [
    'The page counts in the browser; nothing is uploaded. FILE is a model that it lists and opens: only what is read of it is sent, from this machine to this machine.',
    'Other files are not served, other sites’ pages cannot read the answers, and Ctrl-C ends it. docs/serve.md says what is sent and what is refused.',
  ],
  examples: [
    { command: 'layerledger serve', says: 'the page' },
    { command: 'layerledger serve model.onnx', says: 'with a model of any size' },
    {
      command: 'layerledger serve --no-open --port 9000',
      says: 'for a browser elsewhere, through ssh -L 9000:localhost:9000',
    },
    { command: 'layerledger serve --host 0.0.0.0', says: 'for everybody who reaches this machine' },
  ],
  async answer(files, { port, host = '127.0.0.1', 'no-open': isQuiet }, io): Promise<Answer> {
    files.forEach(expectFile);
    const serving = await serve({
      folder: pageFolder(),
      models: files,
      host,
      port: port ?? usualPort,
      tries: port === undefined ? usualTries : 1,
      policy: servedPolicy,
    });
    io.onPart?.({
      text: `${serving.url}\n`,
      remarks: isLoopback(host) ? ['Ctrl-C ends it'] : openRemarks(host, files),
    });
    if (!isQuiet && io.width !== undefined) openBrowser(serving.url);
    await new Promise<void>((stop) => io.onStop?.(stop));
    await serving.close();
    return { text: '' };
  },
});

function openRemarks(host: string, files: readonly string[]): readonly string[] {
  const what = files.length === 0 ? 'the page' : `the page and ${files.length === 1 ? 'the file' : `the ${files.length} files`} named`; // prettier-ignore
  return [`whoever reaches ${host} can read ${what}: only 127.0.0.1 is this machine's alone`, 'Ctrl-C ends it'];
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError(`takes a port from 0 to 65535, not "${text}"`);
}

/** The page itself opens the built-in networks and addresses. */
function expectFile(name: string): void {
  if (isAddress(name)) throw new UsageError(`${name} is an address; the page opens it when it is asked to`);
  if (isPublished(name) && !existsSync(name))
    throw new UsageError(`${name} is built in; the page finds it by its name`);
}

/** Beside the built command's folder; from the sources, where the build puts it. */
function pageFolder(): string {
  const places = ['../web/', '../../../dist/web/'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(`${place}index.html`));
  if (found !== undefined) return found;
  throw new UnsupportedError('the page is not built: "npm run build" in layerledger’s folder makes it');
}
