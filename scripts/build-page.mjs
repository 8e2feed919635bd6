/**
 * Builds the page into dist/web: modules and a worker for http, one classic script for file://, index.html and sizes.json.
 * Fails where the first view needs more compressed JavaScript than its budget.
 */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, transformWithOxc } from 'vite';

const web = new URL('../web/', import.meta.url);
const out = new URL('../dist/web/', import.meta.url);

/** Bytes of JavaScript, compressed by gzip, that are loaded until AlexNet is on the screen. */
const budget = 150_000;

/** `policy` is the content security policy that the page declares. */
export async function buildPage(policy) {
  rmSync(out, { recursive: true, force: true });
  const modules = await buildWith('vite.config.ts');
  const folder = await buildWith('vite.folder.config.ts');
  const names = {
    boot: await writeBoot(),
    page: entryOf(modules),
    folder: entryOf(folder),
    style: fileLike(modules, /\.css$/),
    worker: fileLike(modules, /^engine\/worker-/),
  };
  writeFileSync(new URL('index.html', out), documentOf(names, policy));
  writeFileSync(new URL('models.json', out), '[]\n'); // `layerledger serve` has a list of its own here
  const sizes = sizesOf(names, modules);
  writeFileSync(new URL('sizes.json', out), `${JSON.stringify(sizes, undefined, 2)}\n`);
  judge(sizes);
}

async function buildWith(config) {
  return (await build({ configFile: fileURLToPath(new URL(config, web)) })).output;
}

function entryOf(output) {
  return output.find(({ isEntry }) => isEntry).fileName;
}

function fileLike(output, pattern) {
  return output.find(({ fileName }) => pattern.test(fileName))?.fileName;
}

async function writeBoot() {
  const { code } = await transformWithOxc(readFileSync(new URL('boot.js', web), 'utf8'), 'boot.js');
  const name = `boot-${createHash('sha256').update(code).digest('hex').slice(0, 8)}.js`;
  writeFileSync(new URL(name, out), code);
  return name;
}

/** web/index.html with the built scripts, and with the policy before anything that it governs. */
function documentOf({ boot, page, folder, style }, policy) {
  const head = [
    ...(style ? [`<link rel="stylesheet" href="./${style}" />`] : []),
    `<script src="./${boot}" data-module="./${page}" data-folder="./${folder}" defer></script>`,
  ];
  const lines = readFileSync(new URL('index.html', web), 'utf8').split('\n');
  return lines
    .flatMap((line) => {
      if (line.includes('<!--')) return [];
      if (line.includes('src="./main.tsx"')) return head.map((tag) => `    ${tag}`);
      if (!line.includes('charset=') || policy === undefined) return [line];
      return [line, `    <meta http-equiv="Content-Security-Policy" content="${policy.replaceAll('"', '&quot;')}" />`];
    })
    .join('\n');
}

/** Of the first view, of the largest files beside it, and of all together. */
function sizesOf({ boot, page, folder, style, worker }, modules) {
  const text = (name) => readFileSync(new URL(name, out));
  const first = [boot, ...closure(page, text), ...closure(worker, text)];
  const rows = (names) => names.map((name) => ({ file: name, ...measure(text(name)) }));
  const sum = (files) =>
    Object.fromEntries(
      ['bytes', 'gzip', 'brotli'].map((key) => [key, files.reduce((all, each) => all + each[key], 0)]),
    );
  const [scripts, styles] = [rows(first), rows(style ? [style] : [])];
  const others = rows(
    modules.map(({ fileName }) => fileName).filter((name) => !first.includes(name) && name !== style),
  );
  return {
    budget: { gzip: budget },
    firstView: { scripts: sum(scripts), styles: sum(styles), files: [...scripts, ...styles] },
    onDemand: { all: sum(others), files: others.toSorted((a, b) => b.gzip - a.gzip) },
    folder: measure(text(folder)),
  };
}

/** A script and all that it imports at once; what it imports when it is asked for is in parentheses. */
function closure(entry, text) {
  const found = new Set([entry]);
  for (const name of found) {
    const imports = text(name)
      .toString()
      .matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g);
    for (const [, target] of imports) found.add(new URL(target, new URL(name, out)).href.slice(out.href.length));
  }
  return [...found];
}

function measure(bytes) {
  return { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

function judge({ firstView: { scripts, styles }, onDemand, folder }) {
  const kilo = ({ gzip, brotli }) => `${(gzip / 1000).toFixed(1)} kB gzip, ${(brotli / 1000).toFixed(1)} kB brotli`;
  console.log(`page, first view: scripts ${kilo(scripts)}; styles ${kilo(styles)}`);
  console.log(`page, on demand: ${kilo(onDemand.all)}; for file://: ${kilo(folder)}`);
  if (scripts.gzip <= budget) return;
  throw new Error(`the first view takes ${scripts.gzip} bytes of compressed JavaScript; the budget is ${budget}`);
}
