/**
 * The network that table and bars show: the one on the screen while they are in sight; while they are not, that one as soon as it
 * rests, so that a slider moves nothing that nobody sees.
 */
import { effect, signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { View } from '../engine/protocol.ts';
import { original, view } from '../state/app.ts';

export const tabled = signal<View | undefined>(undefined);

const inSight = signal(true);

/** Milliseconds without a change after which what is out of sight follows. */
const rest = 150;

effect(() => {
  const now = view.value;
  if (inSight.value || now === original.value) {
    tabled.value = now;
    return undefined;
  }
  const timer = setTimeout(() => (tabled.value = now), rest);
  return () => clearTimeout(timer);
});

/** Follows whether the panel of table and bars is in the window. */
export function useSight(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => (inSight.value = entries.at(-1)!.isIntersecting));
    observer.observe(panel.current!);
    return () => observer.disconnect();
  }, []);
}
