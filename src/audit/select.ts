/** Which layers a claim speaks of. */
import { UsageError } from '../core/errors.ts';
import { suggestion } from '../formats/network-file/nearest.ts';
import type { CountedNetwork, Row } from './counted.ts';
import type { SubjectText } from './document.ts';

/** Layers by their names or their blocks'; all of them where none is named. Throws a UsageError for a name that is not there. */
export function selectRows({ name, rows }: CountedNetwork, { layers, except }: SubjectText): readonly Row[] {
  const chosen = layers === undefined ? rows : rows.filter((row) => isAmong(row, layers));
  if (chosen.length === 0) {
    const wanted = [layers ?? []].flat().join(', ');
    throw new UsageError(`${name} has no layer "${wanted}"${suggestion(wanted, rows.map(({ layer }) => layer.name))}`); // prettier-ignore
  }
  return except === undefined ? chosen : chosen.filter((row) => !isAmong(row, except));
}

function isAmong({ layer }: Row, patterns: string | readonly string[]): boolean {
  const blocks = layer.path.map((_, i) => layer.path.slice(0, i + 1).join('.'));
  return [patterns].flat().some((pattern) => {
    const { test } = matcher(pattern);
    return test(layer.name) || blocks.some(test);
  });
}

const matchers = new Map<string, { readonly test: (name: string) => boolean }>();

function matcher(pattern: string): { readonly test: (name: string) => boolean } {
  const known = matchers.get(pattern);
  if (known) return known;
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.*'); // prettier-ignore
  const expression = new RegExp(`^${source}$`);
  const made = { test: (name: string) => expression.test(name) };
  matchers.set(pattern, made);
  return made;
}
