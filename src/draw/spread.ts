/** On which towers each station lies, where a network is laid over towers. */
import type { Ledger } from '../core/ledger.ts';
import type { Station } from './stations.ts';

/** `whole`: one thing for all towers; `split`: an equal part on each; a number: all of it on that tower, from 1. */
export type Spread = 'whole' | 'split' | number;

export interface Spreads {
  /** How many towers are drawn; 1 where the network is laid over none, or over too many to draw. */
  readonly towers: number;
  readonly of: readonly Spread[];
}

/** Rows beyond this would be too low to read. */
const mostDrawn = 4;

export function spreadsOf(ledger: Ledger, stations: readonly Station[]): Spreads {
  const count = ledger.towers?.each.length ?? 1;
  const towers = count > mostDrawn ? 1 : count;
  if (towers === 1) return { towers, of: stations.map(() => 'whole') };
  const of: Spread[] = [];
  for (const { layer, sources } of stations) of.push(spreadOf(layer, sources.map((source) => of[source] ?? 'whole'))); // prettier-ignore
  return { towers, of };
}

/** A layer with weights says where it lies; another lies where what it reads does. */
function spreadOf(layer: Station['layer'], read: readonly Spread[]): Spread {
  if (layer?.tower !== undefined) return layer.tower;
  if (layer && layer.reads !== null) return 'split';
  const placed = [...new Set(read.filter((spread) => spread !== 'whole'))];
  return placed.length === 0 ? 'whole' : placed.length === 1 ? placed[0]! : 'split';
}

/** The rows on which something lies; what lies on all towers as one stands between them. */
export function rowsFor(spread: Spread, rows: readonly number[]): readonly number[] {
  if (spread === 'split') return rows;
  return spread === 'whole' ? [0] : [rows[spread - 1] ?? 0];
}
