/**
 * Keys for rows that come and go while a table scrolls: the element of a row that went out of sight serves one that comes, and
 * the others stay what and where they are. After a jump all are used again in the order in which they stand, since moving an
 * element costs more than changing its words.
 */
import { useRef } from 'preact/hooks';

/** Of the rows from `first` to before `end`: the key of each by its index. */
export function useSlots(first: number, end: number): (index: number) => number {
  const kept = useRef({ origin: 0, count: 1, first: 0 });
  const slots = kept.current;
  slots.count = Math.max(slots.count, end - first); // changes by one while the table scrolls
  if (Math.abs(first - slots.first) > slots.count / 2) slots.origin = first;
  slots.first = first;
  const { origin, count } = slots;
  return (index) => (((index - origin) % count) + count) % count;
}
