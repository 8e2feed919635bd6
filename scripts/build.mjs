/**
 * Builds the package: the library with tsc, then the command bundled and minified with rolldown, since it has to start fast.
 * What `layerledger count NAME` needs for a published network is one chunk; its ledger, counted here, lies beside it. The page is
 * built last (build-page.mjs).
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { buildPage } from './build-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What counting a published network loads; everything else stays in chunks of its own. */
const hotFiles = [
  'core/{derivation,errors,figures,size}',
  'report/{bytes,columns,comparison,gap,grid,heading,ledger-table,paint,printable,table,text,totals,towers-table,version,view,width}',
  'cli/{bin,command,compile-cache,failure,limits,main,option,paint,parse,print,print-ledgers,process,shared-options,status,stored-ledger,values}',
  'cli/commands/{count,index}',
  'conventions/{names}',
  'formats/network-file/{nearest}',
];

/** Of networks with up to some fifty layers; all of them would be 26 MB of the package (resnet1202: 7 MB). */
const longestStored = 2 ** 16;

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
compileLibrary();
await bundleCommand();
await storeLedgers();
const { pagePolicy } = await import('../dist/report/page-policy.js');
await buildPage(pagePolicy);

function compileLibrary() {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

async function bundleCommand() {
  const bundle = await rolldown({
    input: { layerledger: 'src/cli/bin.ts' },
    cwd: root,
    platform: 'node',
    external: ['yaml', 'zod', 'fast-png', 'jpeg-js', 'onnxruntime-node'],
    onLog: (level, log, print) => log.code === 'INEFFECTIVE_DYNAMIC_IMPORT' || print(level, log), // grouped on purpose
  });
  await bundle.write({
    dir: 'dist/bin',
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'count', test: isHot }] },
  });
  await bundle.close();
  chmodSync(new URL('../dist/bin/layerledger.js', import.meta.url), 0o755);
}

function isHot(id) {
  const path = id.slice(root.length);
  return hotFiles.some((pattern) => {
    const [folder, names] = pattern.slice(0, -1).split('{');
    return names.split(',').some((name) => path === `src/${folder}${name}.ts`);
  });
}

/** Writes what src/cli/stored-ledger.ts reads; a ledger that JSON cannot hold, or a long one, is left to be counted. */
async function storeLedgers() {
  const { count, publishedNetworks } = await import('../dist/index.js');
  const folder = new URL('../dist/bin/ledgers/', import.meta.url);
  mkdirSync(folder);
  for (const { name } of publishedNetworks()) {
    const { network, inference: _, bindings, ...counted } = await count(name);
    const { source, format } = network;
    const ledger = { ...counted, network: { name: network.name, source, format }, bindings: [...bindings] };
    const text = hasBigint(ledger) ? '' : JSON.stringify(ledger);
    if (text !== '' && text.length <= longestStored) writeFileSync(new URL(`${name}.json`, folder), text);
  }
}

function hasBigint(value) {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
  return Object.values(value).some(hasBigint);
}
