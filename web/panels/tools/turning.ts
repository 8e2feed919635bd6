/**
 * Turning knobs: at most one edit is in flight, and of the values that came meanwhile the newest wins, so that a slider
 * never runs ahead of the drawing. One gesture, until the pointer lets go or the focus leaves, is one step of undo. A value
 * that makes no network is refused: the text stays what it was.
 */
import { signal } from '@preact/signals';
import type { Knob, Turn } from '../../engine/protocol.ts';
import { changeField, sentenceOf } from '../../state/app.ts';

/** The last turn, where it came to nothing. */
export const refused = signal<(Turn & { readonly reason: string }) | undefined>(undefined);

interface Asked extends Turn {
  readonly gesture: number;
}

const waiting = new Map<string, Asked>();
let inFlight: Asked | undefined;

let gesture = 0;
/** The last gesture that has its step of undo. */
let remembered = -1;

/** Turns a knob, after those that were turned before. */
export function turn(next: Turn): void {
  waiting.set(keyOf(next), { ...next, gesture });
  if (!inFlight) void turnAll();
}

/** The next turn begins a new step of undo. */
export function endGesture(): void {
  gesture++;
}

/** What a knob has been turned to and what is not on the screen: yet, or at all. */
export function turnedTo(layer: string | null, field: Knob['field']): Turn['value'] | undefined {
  const key = keyOf({ layer, field });
  if (waiting.has(key)) return waiting.get(key)!.value;
  return [inFlight, refused.value].find((turn) => turn && keyOf(turn) === key)?.value;
}

async function turnAll(): Promise<void> {
  while ((inFlight = takeOne())) {
    await turnOne(inFlight);
    await frame();
  }
}

async function turnOne({ gesture, ...own }: Asked): Promise<void> {
  try {
    const mistakes = await changeField(own, { remember: remembered !== gesture });
    if (mistakes.length > 0) return refuse(own, mistakes.map(({ message }) => message).join('; '));
    remembered = gesture;
    refused.value = undefined;
  } catch (error) {
    refuse(own, sentenceOf(error));
  }
}

function refuse(own: Turn, reason: string): void {
  refused.value = { ...own, reason };
}

function takeOne(): Asked | undefined {
  const [first] = waiting;
  if (!first) return undefined;
  waiting.delete(first[0]);
  return first[1];
}

/** Until the drawing has been painted; a page in the background paints nothing and does not wait for it. */
function frame(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => resolve());
  });
}

function keyOf({ layer, field }: Pick<Turn, 'layer' | 'field'>): string {
  return JSON.stringify([layer, field]);
}
