/** Claims files for programs; the YAML and schema libraries are loaded when one is read. */
import type { ClaimsDocument } from './document.ts';

/** Reads the text of a claims file. Throws a MalformedError that begins `name:line:column: `. */
export async function openClaims(text: string, name = 'claims'): Promise<ClaimsDocument> {
  const { readClaims } = await import('./read.ts');
  return readClaims(text, name);
}
