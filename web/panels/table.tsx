/** The ledger's table: virtual rows, sortable; arrow keys go from row to row. */
import { signal, useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent, TargetedMouseEvent } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { chosen, original, selected } from '../state/app.ts';
import { choose, letGo, pointAt, pointAway } from './pointing.ts';
import { rows } from './rows.ts';
import { TableHead } from './table-head.tsx';
import { Row, TotalRow } from './table-row.tsx';
import { useSlots } from './use-slots.ts';
import { useVirtual } from './use-virtual.ts';

/** Heights of rows, in sizes of the root's letters. */
const rowRem = 2.75;

export function Table() {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const shown = rows.value;
  const count = shown.length;
  const virtual = useVirtual({ count, rowHeight, scroller, head: rowHeight, foot: rowHeight });
  const slotOf = useSlots(virtual.first, virtual.end);
  const focused = useSignal(0);
  const isMoving = useRef(false);
  /** Rows that keys bring under a pointer that rests are not pointed at. */
  const isResting = useRef(false);
  const now = (): number => Math.min(focused.peek(), Math.max(count - 1, 0)); // keys come faster than the table is drawn
  const current = Math.min(focused.value, Math.max(count - 1, 0));

  useEffect(() => {
    const row = isMoving.current && scroller.current?.querySelector<HTMLElement>(`[data-index="${now()}"]`);
    if (!row) return;
    row.focus({ preventScroll: true });
    isMoving.current = false;
  });
  useReveal(virtual.reveal, scroller);
  useEffect(() => {
    focused.value = 0;
    scroller.current?.scrollTo(0, 0);
  }, [original.value]);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    if (!(event.target instanceof HTMLTableRowElement)) return;
    const move = moves[event.key];
    if (move) {
      focused.value = Math.max(0, Math.min(count - 1, move(now(), count)));
      [isMoving.current, isResting.current] = [true, true];
      virtual.reveal(focused.value);
    } else if (event.key === 'Enter' || event.key === ' ') choose(shown[now()]!.name);
    else if (event.key === 'Escape') letGo();
    else return;
    event.preventDefault();
  };
  const onFocusIn = ({ target }: FocusEvent): void => {
    const index = indexOf(target);
    if (index === undefined) return;
    focused.value = index;
    pointAt(shown[index]!.name);
  };
  const withLayer = (then: (layer: string) => unknown) => (event: Event) => {
    const index = indexOf(event.target);
    if (index !== undefined) then(shown[index]!.name);
  };
  const onMouseOver = withLayer((layer) => !isResting.current && pointAt(layer));
  const onMouseMove = (event: TargetedMouseEvent<HTMLElement>): void => {
    if (!isResting.current || (event.movementX === 0 && event.movementY === 0)) return;
    isResting.current = false;
    onMouseOver(event);
  };
  return (
    <div class="table-scroll" ref={scroller} style={{ '--row': `${rowHeight}px` }}>
      <table class="layers" role="grid" aria-labelledby="ledger-heading" aria-rowcount={count + 2}>
        <TableHead />
        <tbody
          role="rowgroup"
          style={{ height: `${count * rowHeight}px` }}
          onKeyDown={onKeyDown}
          onFocusIn={onFocusIn}
          onMouseOver={onMouseOver}
          onMouseMove={onMouseMove}
          onWheel={() => (isResting.current = false)}
          onMouseLeave={pointAway}
          onClick={withLayer(choose)}
        >
          {shown.slice(virtual.first, virtual.end).map((layer, i) => {
            const index = virtual.first + i;
            return (
              <Row
                key={slotOf(index)}
                layer={layer}
                index={index}
                top={index * rowHeight}
                isCurrent={index === current}
                isSelected={layer.name === selected.value}
                isChosen={layer.name === chosen.value}
              />
            );
          })}
        </tbody>
        <TotalRow index={count + 1} />
      </table>
    </div>
  );
}

function indexOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return row ? Number(row.dataset['index']) : undefined;
}

/** A layer that is chosen elsewhere comes into sight. */
function useReveal(reveal: (index: number) => void, scroller: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    if (chosen.value === undefined || scroller.current?.matches(':hover, :focus-within')) return;
    const index = rows.value.findIndex(({ name }) => name === selected.value);
    if (index >= 0) reveal(index);
  }, [chosen.value]);
}

const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 10,
  PageUp: (at) => at - 10,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Asked when the window changes and not with every number: asking makes the browser lay out the page. */
function useRowHeight(): number {
  const height = useMemo(() => signal(rowHeightNow()), []);
  useEffect(() => {
    const onResize = (): void => void (height.value = rowHeightNow());
    addEventListener('resize', onResize);
    return () => removeEventListener('resize', onResize);
  }, []);
  return height.value;
}

function rowHeightNow(): number {
  return Math.round(rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
}
