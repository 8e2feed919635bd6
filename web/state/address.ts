/**
 * The view in the address: what is shown, as JSON, compressed, behind `#`. A model's bytes are never in it, so that a link to a
 * local file says which file to choose again. Links come from anybody: everything in them is checked and bounded.
 */
import type { OpenOptions } from '../engine/protocol.ts';

/** What a link restores. */
export interface Shown {
  readonly source:
    | { readonly kind: 'published'; readonly name: string }
    | { readonly kind: 'file'; readonly name: string }
    | { readonly kind: 'address'; readonly url: string }
    | { readonly kind: 'text'; readonly text: string; readonly name: string };
  readonly options?: OpenOptions | undefined;
  /** The network file, where it was edited. */
  readonly text?: string | undefined;
  /** Where that has mistakes: the last one without. */
  readonly good?: string | undefined;
  /** The chosen layer. */
  readonly layer?: string | undefined;
  /** The tool that is open. */
  readonly panel?: string | undefined;
}

/** A link that says nothing: a sentence. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
}

const version = 'v1.';
/** Characters of a link: more than a compressed network file of 1 MiB takes. */
const longest = 2 ** 21;
/** Bytes that it may unfold to: a text twice as long as the longest that is read (formats/network-file/parse.ts). */
const largest = 2 ** 22;

/** `#alexnet` where there is nothing else to say, else `#v1.…`. */
export async function addressOf(shown: Shown): Promise<string> {
  const { source, ...others } = shown;
  const isBare = Object.values(others).every((value) => value === undefined);
  if (isBare && source.kind === 'published' && /^[\w.-]+$/.test(source.name)) return `#${source.name}`;
  const json = new TextEncoder().encode(JSON.stringify(shown));
  const stream = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return `#${version}${base64Of(bytes)}`;
}

/** What a link shows; `undefined` where there is none. Throws a LinkError for one that is broken. */
export async function shownAt(hash: string): Promise<Shown | undefined> {
  const link = hash.replace(/^#/, '');
  if (link === '') return undefined;
  if (!link.startsWith(version)) {
    if (/^[\w.-]{1,100}$/.test(link)) return { source: { kind: 'published', name: link } };
    throw new LinkError('this link is none of layerledger’s');
  }
  if (link.length > longest)
    throw new LinkError(`this link has ${link.length} characters; at most ${longest} are read`);
  const shown = readShown(await jsonOf(link.slice(version.length)));
  if (shown) return shown;
  throw new LinkError('this link says nothing that can be shown; it may have been cut off');
}

async function jsonOf(packed: string): Promise<unknown> {
  const text = new TextDecoder().decode(await unfold(bytesOf(packed)));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LinkError('this link is damaged', { cause: error });
  }
}

/** Bounded: a few hundred bytes can unfold to gigabytes. */
async function unfold(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > largest) throw new LinkError(`this link unfolds to more than ${largest} bytes`);
      parts.push(part.value);
    }
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError('this link was cut off or changed on its way', { cause: error });
  } finally {
    void reader.cancel().catch(() => undefined);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  } catch (error) {
    throw new LinkError('this link holds characters that it cannot hold', { cause: error });
  }
}

/** `undefined` for what is not the JSON of a Shown. */
function readShown(json: unknown): Shown | undefined {
  if (!isObject(json)) return undefined;
  const source = readSource(json['source']);
  const [text, good, layer, panel] = [json['text'], json['good'], json['layer'], json['panel']].map(wordOrNothing);
  const options = readOptions(json['options']);
  if (!source || text === null || good === null || layer === null || panel === null || options === null)
    return undefined;
  return { source, options, text, good, layer, panel };
}

function readSource(json: unknown): Shown['source'] | undefined {
  if (!isObject(json)) return undefined;
  const { kind, name, url, text } = json;
  if (kind === 'address') return typeof url === 'string' && /^https?:\/\//.test(url) ? { kind, url } : undefined;
  if (typeof name !== 'string' || name.length > 1000) return undefined;
  if (kind === 'text') return typeof text === 'string' ? { kind, text, name } : undefined;
  return kind === 'published' || kind === 'file' ? { kind, name } : undefined;
}

/** `null` for what cannot be. The engine checks names and sizes against the network. */
function readOptions(json: unknown): OpenOptions | undefined | null {
  if (json === undefined) return undefined;
  if (!isObject(json)) return null;
  const { inputs, bind, towers } = json;
  const isSize = (size: unknown): size is number | string => typeof size === 'number' || typeof size === 'string';
  const isShape = (shape: unknown): shape is (number | string)[] => Array.isArray(shape) && shape.length <= 64 && shape.every(isSize); // prettier-ignore
  if (inputs !== undefined && !isPairs(inputs, isShape)) return null;
  if (bind !== undefined && !isPairs(bind, (size) => typeof size === 'number')) return null;
  if (towers !== undefined && typeof towers !== 'number') return null;
  return { ...(inputs && { inputs }), ...(bind && { bind }), ...(towers !== undefined && { towers }) };
}

function isPairs<T>(json: unknown, isValue: (value: unknown) => value is T): json is [string, T][] {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string' && isValue(pair[1]);
  return Array.isArray(json) && json.length <= 1000 && json.every(isPair);
}

function wordOrNothing(json: unknown): string | undefined | null {
  return json === undefined || typeof json === 'string' ? json : null;
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
