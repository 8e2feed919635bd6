/** Shapes as people write them: `3 x 227 x 227`, `[3, H, W]`, `{channels: 3, height: H, width: W}`. */
import { symbol, type Size } from '../../core/size.ts';
import { DocumentFault, describe } from './fault.ts';
import { inside, readSize, type Site } from './field.ts';
import { suggestion } from './nearest.ts';

/** The most axes that are read. */
const mostAxes = 16;

/** A word that is no parameter is an open size. */
export function readShape(
  value: unknown,
  site: Site,
  isOpen: (name: string) => boolean = () => false,
): readonly Size[] {
  const sizes = entriesOf(value, site).map(({ entry, at }) =>
    typeof entry === 'string' && name.test(entry) && isOpen(entry) ? symbol(entry) : readSize(entry, at),
  );
  if (sizes.length > 0 && sizes.length <= mostAxes) return sizes;
  throw new DocumentFault(`expected 1 to ${mostAxes} sizes, got ${sizes.length}`, site.path);
}

const name = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const named = ['channels', 'depth', 'height', 'width'];

function entriesOf(value: unknown, site: Site): readonly { readonly entry: unknown; readonly at: Site }[] {
  if (Array.isArray(value)) return value.map((entry: unknown, i) => ({ entry, at: inside(site, i) }));
  if (typeof value === 'string') return partsOf(value).map((entry) => ({ entry, at: site }));
  if (typeof value === 'number' || typeof value === 'bigint') return [{ entry: value, at: site }];
  if (typeof value !== 'object' || value === null)
    throw new DocumentFault(`expected a shape as 3 x 227 x 227, got ${describe(value)}`, site.path);
  const strange = Object.keys(value).find((key) => !named.includes(key));
  if (strange !== undefined)
    throw new DocumentFault(
      `a shape has no field ${describe(strange)}${suggestion(strange, [...named, 'shape', 'type'])}`,
      [...site.path, strange],
      {
        isKey: true,
      },
    );
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return named.filter((key) => fields[key] !== undefined).map((key) => ({ entry: fields[key], at: inside(site, key) }));
}

/** `3 x 227 x 227`, `3×227×227` and `3x227x227`. */
function partsOf(text: string): readonly string[] {
  const parts = /^\d+(?:x\d+)+$/.test(text.trim()) ? text.split('x') : text.split(/\s+x\s+|\s*×\s*/);
  return parts.map((part) => part.trim());
}
