/** The search for a network: a combobox with a list, by keyboard, pointer and screen reader. */
import { useSignal } from '@preact/signals';
import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { openSource, source } from '../state/app.ts';
import { loadOffers, offers, typed, type Offer } from './search.ts';

export function Search() {
  const isOpen = useSignal(false);
  const active = useSignal(-1);
  const field = useRef<HTMLInputElement>(null);
  const list = offers.value;
  useEffect(() => {
    if (document.activeElement !== field.current) typed.value = ''; // it led to nothing, and another network was opened
  }, [source.value]);
  const open = (): void => {
    void loadOffers();
    isOpen.value = true;
  };
  const close = (): void => {
    [isOpen.value, active.value] = [false, -1];
  };
  const choose = (offer: Offer | undefined): void => {
    if (!offer) return;
    close();
    typed.value = '';
    void openSource(offer.source);
  };
  const onInput = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    [typed.value, active.value] = [currentTarget.value, 0];
    open();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const step = moves[event.key];
    if (step && isOpen.value) active.value = step(active.value, list.length);
    else if (step) open();
    else if (event.key === 'Enter') choose(list[Math.max(active.value, 0)]);
    else if (event.key === 'Escape' && isOpen.value) close();
    else return;
    event.preventDefault();
  };
  return (
    <div class="search" onFocusOut={close}>
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Open a published network or an address"
        placeholder="Search networks, or paste an address"
        aria-expanded={isOpen.value}
        aria-controls="search-list"
        aria-autocomplete="list"
        aria-activedescendant={isOpen.value && active.value >= 0 ? optionId(active.value) : undefined}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={onInput}
        onClick={open}
        onKeyDown={onKeyDown}
      />
      <ul class="search-list" id="search-list" role="listbox" aria-label="Networks" hidden={!isOpen.value}>
        {list.map((offer, i) => (
          <Option
            key={offer.about + offer.title}
            offer={offer}
            index={i}
            isActive={active.value === i}
            choose={choose}
          />
        ))}
        {list.length === 0 && (
          <li class="search-none" role="option" aria-selected="false" aria-disabled="true">
            No published network has these words
          </li>
        )}
      </ul>
    </div>
  );
}

const optionId = (index: number): string => `search-${index}`;

/** Keys that move the active option; past the last comes the first. */
const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % Math.max(count, 1),
  ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
};

interface OptionProps {
  readonly offer: Offer;
  readonly index: number;
  readonly isActive: boolean;
  choose(offer: Offer): void;
}

function Option({ offer, index, isActive, choose }: OptionProps) {
  useEffect(() => {
    if (isActive) document.getElementById(optionId(index))?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <li
      class="search-option"
      id={optionId(index)}
      role="option"
      aria-selected={isActive}
      onMouseDown={(event) => event.preventDefault()} // the field keeps the focus, so that the list stays for the click
      onClick={() => choose(offer)}
    >
      {offer.title}
      <small>{offer.about}</small>
    </li>
  );
}
