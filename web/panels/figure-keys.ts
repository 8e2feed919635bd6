/** The figure's keys. */
import { signal } from '@preact/signals';
import type { Figure, Part } from '../../src/draw/index.ts';
import { selected } from '../state/app.ts';
import { openPart, partShowing } from './figure-parts.ts';
import { letGo, pointAt } from './pointing.ts';
import type { Zoom } from './zoom.ts';

/** What the keys went to, in words, for a screen reader. */
export const spoken = signal('');

type Action = (figure: Figure, zoom: Zoom | undefined) => void;

/** `Shift+` before a key's name where Shift matters. */
const actions: Readonly<Record<string, Action>> = {
  ArrowRight: (figure) => step(figure, 1),
  ArrowDown: (figure) => step(figure, 1),
  ArrowLeft: (figure) => step(figure, -1),
  ArrowUp: (figure) => step(figure, -1),
  Home: ({ parts }) => goTo(parts[0]),
  End: ({ parts }) => goTo(parts.at(-1)),
  'Shift+ArrowRight': (_, zoom) => zoom?.pan(0.1, 0),
  'Shift+ArrowLeft': (_, zoom) => zoom?.pan(-0.1, 0),
  'Shift+ArrowDown': (_, zoom) => zoom?.pan(0, 0.1),
  'Shift+ArrowUp': (_, zoom) => zoom?.pan(0, -0.1),
  '+': (_, zoom) => zoom?.by(1.5),
  '=': (_, zoom) => zoom?.by(1.5),
  '-': (_, zoom) => zoom?.by(1 / 1.5),
  '0': (_, zoom) => zoom?.fit(),
  Enter: (figure) => selected.value !== undefined && openPart(figure, selected.value),
  ' ': (figure) => selected.value !== undefined && openPart(figure, selected.value),
  Escape: letGo,
};

/** Does what a key means; false where it means nothing here. */
export function keysOf(event: KeyboardEvent, figure: Figure, zoom: Zoom | undefined): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const isArrow = event.key.startsWith('Arrow');
  const action = actions[event.shiftKey && isArrow ? `Shift+${event.key}` : event.key];
  action?.(figure, zoom);
  return action !== undefined;
}

/** From the part that shows what is selected to the next one. */
function step(figure: Figure, by: 1 | -1): void {
  const part = partShowing(figure, selected.value);
  const at = part ? figure.parts.indexOf(part) : by > 0 ? -1 : figure.parts.length;
  goTo(figure.parts[Math.max(0, Math.min(figure.parts.length - 1, at + by))]);
}

function goTo(part: Part | undefined): void {
  if (!part) return;
  pointAt(part.layer);
  spoken.value = part.text;
}
