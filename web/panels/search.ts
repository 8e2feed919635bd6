/** What the search offers: networks on this server, published ones, and the address that was typed. */
import { computed, signal } from '@preact/signals';
import { engine } from '../engine/client.ts';
import type { Source } from '../engine/protocol.ts';
import { servedModels } from './served.ts';

export interface Offer {
  readonly title: string;
  /** Second line: where it comes from. */
  readonly about: string;
  readonly source: Source;
}

export const typed = signal('');
const published = signal<readonly Offer[]>([]);
const served = signal<readonly Offer[]>([]);

/** Asks for the lists, once, when the search is first used. */
let isAsked = false;
export async function loadOffers(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  served.value = (await servedModels()).map(({ name, url }) => ({
    title: name,
    about: 'on this server',
    source: { kind: 'address', url },
  }));
  published.value = (await engine.published()).map(({ name, title, source }) => ({
    title,
    about: `${name} · ${source}`,
    source: { kind: 'published', name },
  }));
}

/** Of an address that is none of the web's; one letter before the colon is a drive. */
const otherScheme = /^[a-z][a-z\d+.-]+:\S/i;

/** Every word that was typed stands somewhere in what is offered; titles that begin with it come first. */
export const offers = computed<readonly Offer[]>(() => {
  const query = typed.value.trim();
  if (/^https?:\/\//i.test(query)) {
    return [{ title: query, about: 'open this address', source: { kind: 'address', url: query } }];
  }
  if (otherScheme.test(query)) {
    return [
      { title: query, about: 'only http and https addresses can be opened', source: { kind: 'address', url: query } },
    ];
  }
  const words = query.toLowerCase().split(/\s+/);
  const fits = ({ title, about }: Offer): boolean => {
    const text = `${title} ${about}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const begins = ({ title }: Offer): number => (title.toLowerCase().startsWith(query.toLowerCase()) ? 0 : 1);
  return [...served.value, ...published.value].filter(fits).toSorted((a, b) => begins(a) - begins(b));
});
