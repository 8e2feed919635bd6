/** The house of ARCHITECTURE.md: which folder may import which, and what core must not contain. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** For each folder of src (`.` is the files that stand in src itself), the folders that it may import besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  formats: ['core'],
  report: ['core', 'diff'],
  conventions: ['core'],
  diff: ['core'],
  draw: ['core'],
  reduce: ['core', 'formats'],
  export: ['core'],
  audit: ['core', 'conventions', 'formats'], // networks are built again with one field changed
  run: ['core', 'formats'],
  node: ['core', 'formats'],
  '.': ['core', 'formats', 'report', 'conventions', 'audit', 'reduce', 'diff', 'draw', 'export'],
  cli: ['core', 'formats', 'report', 'conventions', 'audit', 'reduce', 'diff', 'draw', 'export', 'run', 'node', '.'],
};

/** Folders that may use Node's own modules. */
const nodeFolders = new Set(['node', 'cli', 'run']);

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const imports = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1]!);
    return { path, folder: folderOf(path), text, imports };
  });

describe('the direction of imports', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(30);
    expect([...new Set(files.map(({ folder }) => folder))].filter((folder) => !(folder in mayImport))).toEqual([]);
  });

  it('lets a folder import only what lies below it', () => {
    const wrong = files.flatMap(({ path, folder, imports }) =>
      imports
        .filter((target) => target.startsWith('.'))
        .map((target) => relative(root, join(root, dirname(path), target)))
        .filter((target) => folderOf(target) !== folder && !mayImport[folder]!.includes(folderOf(target)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps Node out of everything that a browser loads', () => {
    const wrong = files.filter(
      ({ folder, imports }) => !nodeFolders.has(folder) && imports.some((target) => target.startsWith('node:')),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('writes real extensions', () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.startsWith('.') && !/\.(ts|js|json)$/.test(target))
        .map((target) => `${path}: ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the page', () => {
  const web = fileURLToPath(new URL('../web', import.meta.url));
  const imports = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.config.ts'))
    .flatMap((path) => {
      const text = readFileSync(join(web, path), 'utf8');
      const targets = [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1]!);
      return targets.map((target) => ({ path, target, within: relative(root, join(web, dirname(path), target)) }));
    });

  it('imports nothing of Node, of the command and of execution', () => {
    expect(imports.length).toBeGreaterThan(50);
    const wrong = imports.filter(
      ({ target, within }) => target.startsWith('node:') || /^(?:cli|node|run)\//.test(within),
    );
    expect(wrong.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
  });

  it('computes no number: counting, solving and auditing are the engine’s alone', () => {
    const wrong = imports.filter(
      ({ path, within }) =>
        !path.startsWith('engine/') && /^(?:formats|conventions|audit|reduce|diff|count\.ts)/.test(within),
    );
    expect(wrong.map(({ path, target }) => `${path} imports ${target}`)).toEqual([]);
  });

  it('is imported by nothing in src', () => {
    const wrong = files.filter(({ imports: targets }) => targets.some((target) => target.includes('/web/')));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('core', () => {
  const core = files.filter(({ folder }) => folder === 'core');
  const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

  it.each([
    ['async functions', /\basync\b|\bawait\b|\bPromise\b/],
    ['the console', /\bconsole\b/],
    ['a clock', /\bDate\b|\bperformance\b/],
    ['bare errors', /new Error\(/],
    ['libraries', /from '[^.]/],
  ])('contains no %s', (_, pattern) => {
    expect(core.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path)).toEqual([]);
  });
});

describe('files', () => {
  it('hold one idea: at most 420 lines, generated ones apart', () => {
    const long = files.filter(({ path, text }) => !path.includes('.gen.') && text.split('\n').length > 420);
    expect(long.map(({ path, text }) => `${path}: ${text.split('\n').length} lines`)).toEqual([]);
  });
});

function folderOf(path: string): string {
  return path.includes('/') ? path.split('/')[0]! : '.';
}
