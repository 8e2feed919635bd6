/**
 * Builds the package: the library with tsc, then the command bundled and minified with rolldown, since it has to start fast.
 * What `layerledger count NAME` needs for a published network is one chunk, and the network's ledger, counted here, another.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { sourceOf } from './source-of.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What counting a published network loads; everything else stays in chunks of its own. */
const hotFiles = [
  'core/{derivation,errors,figures,size}',
  'report/{bytes,columns,comparison,gap,grid,heading,ledger-table,paint,printable,table,text,totals,towers-table,version,view,width}',
  'cli/{command,compiled,failure,limits,main,option,paint,parse,print,print-ledgers,process,shared-options,status,values}',
  'cli/commands/{count,index}',
  'formats/network-file/nearest',
];

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
compileLibrary();
await bundleCommand(await countPublished());

function compileLibrary() {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** The ledgers of the published networks as source text, by name; a network with parameters as its defaults have it. */
async function countPublished() {
  const { count, publishedNetworks } = await import('../dist/index.js');
  const ledgers = new Map();
  for (const { name } of publishedNetworks()) {
    const { network, inference: _, ...counted } = await count(name);
    const ledger = { ...counted, network: { name: network.name, source: network.source } };
    ledgers.set(name, `export const ledger = ${sourceOf(ledger)};\n`);
  }
  return ledgers;
}

async function bundleCommand(ledgers) {
  const bundle = await rolldown({
    input: { layerledger: 'src/cli/bin.ts' },
    cwd: root,
    platform: 'node',
    external: ['yaml', 'zod'],
    plugins: [storedLedgers(ledgers)],
    onLog: (level, log, log_) => log.code === 'INEFFECTIVE_DYNAMIC_IMPORT' || log_(level, log), // grouped on purpose
  });
  await bundle.write({
    dir: 'dist/bin',
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'count', test: hotPath }] },
  });
  await bundle.close();
  chmodSync(new URL('../dist/bin/layerledger.js', import.meta.url), 0o755);
}

function hotPath(id) {
  const path = id.slice(root.length);
  return hotFiles.some((pattern) => {
    const [folder, names] = pattern.includes('{') ? pattern.slice(0, -1).split('{') : [pattern, ''];
    return names.split(',').some((name) => path === `src/${folder}${name}.ts`);
  });
}

/** Fills the table of src/cli/compiled.ts. */
function storedLedgers(ledgers) {
  const prefix = 'stored-ledger:';
  return {
    name: 'stored-ledgers',
    resolveId: (id) => (id.startsWith(prefix) ? id : null),
    load(id) {
      if (id.startsWith(prefix)) return ledgers.get(id.slice(prefix.length));
      if (!id.endsWith('/src/cli/compiled.ts')) return null;
      const entries = [...ledgers.keys()].map((name) => `${JSON.stringify(name)}: () => import('${prefix}${name}')`);
      return `export const compiledLedgers = { ${entries.join(', ')} };\n`;
    },
  };
}
