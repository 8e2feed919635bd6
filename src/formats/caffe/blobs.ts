/**
 * Which value each blob's name stands for as the layers go by (Net::AppendTop and AppendBottom in net.cpp): a layer that
 * works in place gives its blob a new value, and a blob from outside becomes an input of the network when it is first read.
 */
import type { Layer, Reference } from './layer.ts';
import { nameTaker } from './names.ts';

type Held =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'source'; readonly make: () => string }
  | { readonly kind: 'left' };

export interface Blobs {
  /** The value of a bottom; `undefined` where the layer that gives it is left out. Throws where no layer does. */
  read(layerName: string, bottom: Reference): string | undefined;
  /** The value that a blob stands for, if a layer has given it or one has read it. */
  valueOf(blob: string): string | undefined;
  /** A free name for the value of a top. Throws where the blob is given already and the layer does not work in place. */
  nameTop(layer: Layer, index: number): string;
  hold(top: Reference, value: string): void;
  /** A blob that `make` brings in when it is read. */
  source(layerName: string, top: Reference, make: () => string): void;
  leave(layer: Layer, index: number): void;
  /** The name itself, or one like it that no value has. */
  unused(name: string): string;
}

export function trackBlobs(malformed: (at: number, sentence: string) => Error): Blobs {
  const held = new Map<string, Held>();
  const unused = nameTaker();
  return { read, valueOf, nameTop, hold, source, leave, unused };

  function read(layerName: string, { blob, at }: Reference): string | undefined {
    const found = held.get(blob);
    if (!found) throw malformed(at, `${layerName}: no layer before it gives the blob "${blob}"`);
    if (found.kind === 'left') return undefined;
    if (found.kind === 'value') return found.value;
    const value = found.make();
    held.set(blob, { kind: 'value', value });
    return value;
  }

  function valueOf(blob: string): string | undefined {
    const found = held.get(blob);
    return found?.kind === 'value' ? found.value : undefined;
  }

  function nameTop(layer: Layer, index: number): string {
    const top = layer.tops[index]!;
    const isInPlace = layer.bottoms[index]?.blob === top.blob;
    if (!isInPlace) refuseSecond(layer.name, top);
    return unused(isInPlace ? `${top.blob}:${layer.name}` : top.blob);
  }

  function refuseSecond(layerName: string, { blob, at }: Reference): void {
    if (held.has(blob)) throw malformed(at, `${layerName}: the blob "${blob}" is given by a layer before it`);
  }

  function hold({ blob }: Reference, value: string): void {
    held.set(blob, { kind: 'value', value });
  }

  function source(layerName: string, top: Reference, make: () => string): void {
    refuseSecond(layerName, top);
    held.set(top.blob, { kind: 'source', make });
  }

  function leave(layer: Layer, index: number): void {
    const top = layer.tops[index]!;
    if (layer.bottoms[index]?.blob !== top.blob) refuseSecond(layer.name, top);
    held.set(top.blob, { kind: 'left' });
  }
}
