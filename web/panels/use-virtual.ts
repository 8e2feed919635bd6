/** The rows that are in sight of a scrolling element, by @tanstack/virtual-core; ten thousand rows cost what forty do. */
import { useSignal } from '@preact/signals';
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface VirtualRows {
  readonly first: number;
  /** The one behind the last. */
  readonly end: number;
  /** Brings a row into sight. */
  reveal(index: number): void;
}

interface Options {
  readonly count: number;
  /** Pixels; every row has the same height. */
  readonly rowHeight: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** What sticks at the top and the bottom of the scroller and hides rows. */
  readonly head: number;
  readonly foot: number;
}

export function useVirtual({ count, rowHeight, scroller, head, foot }: Options): VirtualRows {
  const drawn = useSignal(0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => void drawn.value++,
    overscan: 4,
    scrollPaddingStart: head,
    scrollPaddingEnd: foot,
    initialRect: { width: 0, height: 600 },
  };
  const kept = useRef<Virtualizer<HTMLElement, HTMLElement> | undefined>(undefined);
  const virtual = (kept.current ??= new Virtualizer<HTMLElement, HTMLElement>(options));
  void drawn.value; // drawn again when it says that the rows in sight are others
  virtual.setOptions(options);
  /* oxlint-disable no-underscore-dangle -- what adapters to frameworks are to call */
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  /* oxlint-enable no-underscore-dangle */
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];
  return {
    first,
    end: last + 1,
    reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
