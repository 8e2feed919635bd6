/**
 * Compiles networks/*.yaml to src/formats/published.gen.ts, so that counting a built-in network loads neither a YAML parser
 * nor a schema library. Run it with `node scripts/compile-networks.ts` after changing a network; a test says when it was forgotten.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { buildNetworkFile } from '../src/formats/network-file/build.ts';
import type { NetworkDocument } from '../src/formats/network-file/document.ts';
import { readNetworkDocument } from '../src/formats/network-file/read.ts';
import { variantOf } from '../src/formats/network-file/variant.ts';

const folder = new URL('../networks/', import.meta.url);
const target = new URL('../src/formats/published.gen.ts', import.meta.url);

/** The text of the module; each file is built once, so that a network that does not count is not compiled. */
export function compileNetworks(): string {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const names = files.map((file) => file.slice(0, -'.yaml'.length)).sort();
  const entries = names.map((name) => {
    const file = `${name}.yaml`;
    const document = readNetworkDocument(readFileSync(new URL(file, folder), 'utf8'), `networks/${file}`);
    buildNetworkFile(variantOf(document, name));
    return entryOf(name, document);
  });
  return `${head}\nexport const compiledFiles: readonly CompiledFile[] = [\n${entries.join('')}];\n`;
}

const head = `/** Made by scripts/compile-networks.ts from networks/*.yaml; change those. */
import type { NetworkDocument } from './network-file/document.ts';

export interface CompiledFile {
  /** The file's own network first, then its variants. */
  readonly networks: readonly CompiledNetwork[];
  /** A function, so that only the file that is asked for is made. */
  readonly document: () => NetworkDocument;
}

export interface CompiledNetwork {
  readonly name: string;
  readonly title: string;
  readonly aliases: readonly string[];
}
`;

function entryOf(name: string, document: NetworkDocument): string {
  const { source, variants = {} } = document;
  if (source === undefined) throw new Error(`networks/${name}.yaml has no source; a published network cites one`);
  const quoted = JSON.stringify;
  const networks = [name, ...Object.keys(variants)].map((own) => {
    const { network = own, aliases = [] } = variantOf(document, own);
    return `      { name: ${quoted(own)}, title: ${quoted(network)}, aliases: ${quoted(aliases)} },\n`;
  });
  return `  {
    networks: [
${networks.join('')}    ],
    document: () => (${quoted(document)}),
  },
`;
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href)
  writeFileSync(target, compileNetworks());
