/** Changes one field of a network file's text, remarks and layout kept, and opens what that makes. */
import { UsageError } from '../../src/core/errors.ts';
import type { Path } from '../../src/formats/network-file/fault.ts';
import type { Context } from './context.ts';
import { edit } from './edit.ts';
import { explain } from './explain.ts';
import { expectText, type ReadText } from './faults.ts';
import { findLayer, placeOf, valueAt, type Found } from './place.ts';
import type { Bindings, Edited, Knob, Turn } from './protocol.ts';
import { removeAt, setAt, type Written } from './setAt.ts';

/** Throws a MalformedError for a text with mistakes, and a UsageError for what cannot be changed. */
export function turn(
  context: Context,
  text: string,
  turned: Turn,
  name: string,
  bind?: Bindings,
): Edited & { readonly text: string } {
  const next = textAfter(expectText(text), turned);
  const edited = edit(context, next, name, bind);
  if ('problems' in edited || turned.layer === null) return { text: next, ...edited };
  const explained = explain(context, edited.view.id, turned.layer);
  return { text: next, view: { ...edited.view, explained } };
}

function textAfter(read: ReadText, { layer, field, value }: Turn): string {
  if (layer !== null) return turnLayer(read, findLayer(read, layer), field, value);
  if (field === 'towers') return turnTowers(read, value);
  if (field === 'input') return turnInput(read, value);
  throw new UsageError(`the network has no ${field}; a layer has`);
}

function turnLayer(read: ReadText, found: Found, field: Knob['field'], value: number | string): string {
  if (!Object.hasOwn(found.said.kind?.fields ?? {}, field))
    throw new UsageError(`${found.layer.name} has no ${field} in the network file`);
  if (field === 'groups') return turnGroups(read, found, value);
  return setAt(read, placeOf(read, found, field), written(value));
}

/** `reads` and `groups` say the same in two ways, so that one replaces the other. */
function turnGroups(read: ReadText, found: Found, value: number | string): string {
  const isReads = value === 'own tower' || value === 'all towers';
  const [stays, goes] = isReads ? ['reads', 'groups'] : ['groups', 'reads'];
  const old = found.said.fields.get(goes)?.path;
  const place = placeOf(read, found, stays);
  return setAt(old ? removeAt(read, old) : read, place, written(value));
}

/** `3 x 5` is a list, a number in words a number, and any other word itself. */
function written(value: number | string): Written {
  if (typeof value === 'number') return value;
  const sizes = value.split(/\s*[x×,]\s*/);
  if (!sizes.every((size) => /^\d+$/.test(size))) return value;
  return sizes.length === 1 ? Number(value) : sizes.map(Number);
}

/** Which layers read their own tower stays said: on one tower it is all there is, and comes back with the second. */
function turnTowers(read: ReadText, value: number | string): string {
  const towers = Number(value);
  if (!Number.isSafeInteger(towers) || towers < 1) throw new UsageError(`${value} towers; a whole number from 1 is expected`); // prettier-ignore
  return setAt(read, ['towers'], towers);
}

/** Height and width, however the shape is written; `224` is both, `224 x 320` each. */
function turnInput(read: ReadText, value: number | string): string {
  const sizes = String(value).split(/\s*[x×,]\s*/).map(Number); // prettier-ignore
  const [height, width = height] = sizes;
  if (sizes.length > 2 || !sizes.every((size) => Number.isSafeInteger(size) && size >= 1))
    throw new UsageError(`an input of "${value}"; a whole number, or height x width, is expected`);
  const [path, shape] = shapeOfInput(read.document);
  if (typeof shape === 'string')
    return setAt(
      read,
      path,
      shape.replace(lastTwo, (_, sign: string) => `${height}${sign}${width}`),
    );
  const [down, across] = Array.isArray(shape) ? [shape.length - 2, shape.length - 1] : ['height', 'width'];
  return setAt(setAt(read, [...path, down], height!), [...path, across], width!);
}

/** `227 x 227` of `3 x 227 x 227`, keeping what stands between. */
const lastTwo = /[^\sx×,]+(\s*[x×,]\s*)[^\sx×,]+\s*$/;

/** The shape of the only input, or of the first, and where it stands. */
function shapeOfInput(document: ReadText['document']): readonly [Path, unknown] {
  const path = document.input === undefined ? ['inputs', Object.keys(document.inputs ?? {})[0] ?? ''] : ['input'];
  const said = valueAt(document, path);
  const isInner = typeof said === 'object' && said !== null && 'shape' in said;
  return isInner ? [[...path, 'shape'], said.shape] : [path, said];
}
