/** Words that may stand at the caret, from the network file's schema: asked of the engine, chosen with the arrow keys. */
import { useSignal } from '@preact/signals';
import type { RefObject, TargetedEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { engine } from '../../engine/client.ts';
import { beforeCaret, insert, placeOf, type Place } from './caret.ts';

interface Offer {
  readonly word: string;
  readonly doc: string;
  /** How many characters before the caret are its beginning. */
  readonly typed: number;
}

interface Offered {
  readonly offers: readonly Offer[];
  readonly active: number;
  readonly place: Place;
  /** The list is above the caret where there is more room. */
  readonly isAbove: boolean;
}

type Key = TargetedEvent<HTMLTextAreaElement, KeyboardEvent>;

export interface Completion {
  readonly offered: Offered | undefined;
  readonly aria: Readonly<Record<`aria-${string}`, string | undefined>>;
  /** After typing: offers the words that begin so. */
  ask(): void;
  close(): void;
  take(offer: Offer): void;
  /** True where the key was for the list. */
  onKey(event: Key): boolean;
}

/** More than a person looks through. */
const most = 40;

export function useCompletion(field: RefObject<HTMLTextAreaElement | null>): Completion {
  const offered = useSignal<Offered | undefined>(undefined);
  const asked = useRef(0);
  const close = (): void => {
    asked.current++;
    offered.value = undefined;
  };
  const ask = (isExplicit = false): void => void offer(field.current!, isExplicit, ++asked.current);
  const offer = async (from: HTMLTextAreaElement, isExplicit: boolean, own: number): Promise<void> => {
    const place = placeOf(from.value, from.selectionStart);
    const before = beforeCaret(from);
    if (!isExplicit && !/[a-z]$/i.test(before)) return close();
    const words = await engine.complete(from.value, place.line, place.column).catch(() => []);
    if (own !== asked.current) return;
    const offers = offersFor(words, before, isExplicit);
    offered.value = offers.length > 0 ? { offers, active: 0, place, isAbove: isLow(from, place) } : undefined;
  };
  const take = ({ word, typed }: Offer): void => {
    insert(field.current!, word, typed);
    close();
  };
  const onKey = (event: Key): boolean => {
    if (event.key === ' ' && event.ctrlKey) ask(true);
    else if (!offered.value) return false;
    else return onListKey(event.key, { offered, close, take });
    return true;
  };
  return { offered: offered.value, aria: ariaOf(offered.value), ask, close, take, onKey };
}

interface List {
  readonly offered: { value: Offered | undefined };
  close(): void;
  take(offer: Offer): void;
}

function onListKey(key: string, { offered, close, take }: List): boolean {
  const { offers, active } = offered.value!;
  const move = (by: number): void =>
    void (offered.value = { ...offered.value!, active: (active + by + offers.length) % offers.length });
  if (key === 'ArrowDown') move(1);
  else if (key === 'ArrowUp') move(-1);
  else if (key === 'Enter' || key === 'Tab') take(offers[active]!);
  else if (key === 'Escape') close();
  else {
    if (key.startsWith('Arrow') || key === 'Home' || key === 'End') close();
    return false;
  }
  return true;
}

/** Words of which a beginning stands before the caret; all of them where somebody asked for the list. */
function offersFor(
  words: readonly { readonly word: string; readonly doc: string }[],
  before: string,
  isExplicit: boolean,
): readonly Offer[] {
  const offers = words.map(({ word, doc }) => ({ word, doc, typed: typedOf(word, before) }));
  const begun = offers.filter(({ word, typed }) => typed > 0 && typed < word.length);
  return (begun.length > 0 || !isExplicit ? begun : offers.filter(({ typed }) => typed === 0)).slice(0, most);
}

/** How much of a word ends the line so far, from where a word may begin. */
function typedOf(word: string, before: string): number {
  for (let length = Math.min(word.length, before.length); length > 0; length--) {
    const start = before.length - length;
    const isBegin = start === 0 || !/\w/.test(before[start - 1]!);
    if (isBegin && before.slice(start).toLowerCase() === word.slice(0, length).toLowerCase()) return length;
  }
  return 0;
}

/** Whether a line is in the lower half of what is seen of the field. */
function isLow(field: HTMLTextAreaElement, { line }: Place): boolean {
  const height = parseFloat(getComputedStyle(field).lineHeight);
  return line * height - field.scrollTop > field.clientHeight / 2;
}

function ariaOf(offered: Offered | undefined): Completion['aria'] {
  return {
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': offered ? 'completion' : undefined,
    'aria-activedescendant': offered ? `completion-${offered.active}` : undefined,
  };
}

interface CompletionListProps {
  readonly completion: Completion;
  readonly scroll: { readonly top: number; readonly left: number };
}

export function CompletionList({ completion: { offered, take }, scroll }: CompletionListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [offered?.active]);
  if (!offered) return <p role="status" class="unseen" />;
  const { offers, active, place, isAbove } = offered;
  const style = {
    '--line': place.line,
    '--column': place.column - 1 - offers[active]!.typed,
    '--scroll-top': `${scroll.top}px`,
    '--scroll-left': `${scroll.left}px`,
  };
  return (
    <>
      <p role="status" class="unseen">
        {offers.length} words; arrow keys choose, Enter takes one
      </p>
      <ul
        ref={list}
        id="completion"
        role="listbox"
        tabIndex={0}
        onMouseDown={(event) => event.preventDefault()} // the field keeps the focus
        aria-label="words that may stand here"
        class={isAbove ? 'tool-words is-above' : 'tool-words'}
        style={style}
      >
        {offers.map((offer, i) => (
          <li
            key={offer.word}
            id={`completion-${i}`}
            role="option"
            aria-selected={i === active}
            onClick={() => take(offer)}
          >
            <b>{offer.word}</b> <span>{offer.doc}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
