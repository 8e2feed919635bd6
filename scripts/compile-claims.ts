/**
 * Compiles networks/claims/*.yaml to src/audit/claims.gen.ts, so that auditing a built-in network loads neither a YAML parser
 * nor a schema library. Run it with `node scripts/compile-claims.ts` after changing a claim; a test says when it was forgotten.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { readClaims } from '../src/audit/read.ts';

const folder = new URL('../networks/claims/', import.meta.url);
const target = new URL('../src/audit/claims.gen.ts', import.meta.url);

/** The text of the module; a file with a fault is not compiled. */
export function compileClaims(): string {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const entries = files.sort().map((file) => {
    const claims = readClaims(readFileSync(new URL(file, folder), 'utf8'), `networks/claims/${file}`);
    return `  { name: ${JSON.stringify(file.slice(0, -'.yaml'.length))}, claims: () => (${JSON.stringify(claims)}) },\n`;
  });
  return `${head}\nexport const compiledClaims: readonly CompiledClaims[] = [\n${entries.join('')}];\n`;
}

const head = `/** Made by scripts/compile-claims.ts from networks/claims/*.yaml; change those. */
import type { ClaimsDocument } from './document.ts';

export interface CompiledClaims {
  /** Its file's name: a network's, or a family's. */
  readonly name: string;
  /** A function, so that only the claims that are asked for are made. */
  readonly claims: () => ClaimsDocument;
}
`;

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href)
  writeFileSync(target, compileClaims());
