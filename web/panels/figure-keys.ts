/** The figure's keys. */
import type { Figure } from '../../src/draw/index.ts';
import { selected } from '../state/app.ts';
import { openPart, partShowing } from './figure-parts.ts';
import { letGo, pointAt } from './pointing.ts';
import type { Zoom } from './zoom.ts';

type Action = (figure: Figure, zoom: Zoom | undefined) => void;

/** `Shift+` before a key's name where Shift matters. */
const actions: Readonly<Record<string, Action>> = {
  ArrowRight: (figure) => step(figure, 1),
  ArrowDown: (figure) => step(figure, 1),
  ArrowLeft: (figure) => step(figure, -1),
  ArrowUp: (figure) => step(figure, -1),
  Home: ({ parts }) => parts[0] && pointAt(parts[0].layer),
  End: ({ parts }) => parts.length > 0 && pointAt(parts.at(-1)!.layer),
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
  const next = figure.parts[Math.max(0, Math.min(figure.parts.length - 1, at + by))];
  if (next) pointAt(next.layer);
}
