/**
 * Turning knobs: at most one edit is in flight, and of the values that came meanwhile the newest wins, so that a slider
 * never runs ahead of the drawing. One gesture, until the pointer lets go or the focus leaves, is one
 * step of undo. A value that
 * makes no network is refused: the text stays what it was.
 */
import { batch, signal } from '@preact/signals';
import { engine } from '../../engine/client.ts';
import type { Knob } from '../../engine/protocol.ts';
import { change, problems, sentenceOf, showText, text } from '../../state/app.ts';

export interface Turn {
  readonly layer: string | null;
  readonly field: Knob['field'];
  readonly value: number | string;
}

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
/** The text on top of what undo knows, after a refused turn that was remembered. */
let saved: string | undefined;

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

async function turnOne(own: Asked): Promise<void> {
  try {
    const before = await showText();
    const after = await engine.turn(before, own.layer, own.field, own.value);
    const remember = remembered !== own.gesture && saved !== before;
    remembered = own.gesture;
    saved = before;
    await change(after, { remember });
    if (problems.value.length > 0) refuse(own, before);
    else [refused.value, saved] = [undefined, undefined];
  } catch (error) {
    refused.value = { ...own, reason: sentenceOf(error) };
  }
}

/** The mistakes are this value's; the text goes back to what is on the screen. */
function refuse(own: Turn, before: string): void {
  const reason = problems.value.map(({ message }) => message).join('; ');
  batch(() => {
    refused.value = { ...own, reason };
    [text.value, problems.value] = [before, []];
  });
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
