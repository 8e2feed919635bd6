/** The page for http: modules, and a worker for the engine. `npm run dev` serves it as it is written. */
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';

interface Output {
  readonly format?: 'iife';
  readonly codeSplitting?: false;
  readonly chunkFileNames?: string;
}

/** What both builds of the page have in common; `name` is what the entry's file is called. */
export function buildOf(name: string, entry: string, output: Output): UserConfig {
  return {
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es', rolldownOptions: { checks, output: { ...names('engine/'), codeSplitting: { groups } } } },
    build: {
      outDir: '../dist/web',
      emptyOutDir: false,
      target: 'es2023',
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      modulePreload: false, // every chunk names what it needs; nothing of the first view waits for a second round
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000, // scripts/build-page.mjs has the budget
      rolldownOptions: {
        checks,
        input: { [name]: fileURLToPath(new URL(entry, import.meta.url)) },
        output: { ...names(''), ...output },
      },
    },
  };
}

/** `import.meta` is what Vite's own helpers ask of a module before they do without. */
const checks = { pluginTimings: false, emptyImportMeta: false };

/** What counting a built-in network needs is loaded in one piece. */
const groups = [
  { name: 'count', test: /\/src\/(?:core|draw)\/|\/src\/report\/(?:json|figure|version)\.ts/ },
  { name: 'text', test: /\/node_modules\/(?:yaml|zod)\// },
];

function names(folder: string) {
  return {
    entryFileNames: `${folder}[name]-[hash].js`,
    chunkFileNames: `${folder}[name]-[hash].js`,
    assetFileNames: `${folder}[name]-[hash][extname]`,
  };
}

export default defineConfig(buildOf('page', './main.tsx', { chunkFileNames: 'page/[name]-[hash].js' }));
