/** Generates the parser of src/formats/caffe from its grammar; `npx vitest run test/formats/caffe -u` writes it. */
import { readFile } from 'node:fs/promises';
import peggy from 'peggy';

const caffe = new URL('../../../src/formats/caffe/', import.meta.url);

/** peggy knows no types: the exports get theirs here, and what is within is not checked. */
const head = `// @ts-nocheck Generated from prototxt.peggy: change that.
/* oxlint-disable */
import type { Field, Fault } from './text.ts';
`;

const exports = `export const parseFields: (text: string) => readonly Field[] = (text) => peg$parse(text, {});

export const isFault = (error: unknown): error is Fault => error instanceof peg$SyntaxError;
`;

export async function generateParser(): Promise<string> {
  const grammar = await readFile(new URL('prototxt.peggy', caffe), 'utf8');
  const code = peggy.generate(grammar, { output: 'source', format: 'es' });
  return head + code.replace(/export \{[^}]*\};\s*$/, exports);
}
