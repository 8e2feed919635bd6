/**
 * Turning knobs: at most one edit is in flight, and of the values that came meanwhile the newest wins, so that a slider
 * never runs ahead of the drawing. One gesture, until the pointer lets go or the focus leaves, is one step of undo. A value
 * that makes no network is refused: the text stays what it was.
 */
import { signal } from '@preact/signals';
import type { Knob, Turn } from '../../engine/protocol.ts';
import { changeField, sentenceOf } from '../../state/app.ts';

/** Why a knob was not turned: said until something is turned again. */
interface Refused extends Pick<Turn, 'layer' | 'field'> {
  readonly sentence: string;
  /** When it was asked for: what is asked later and comes to something takes it away. */
  readonly at: number;
  /** The knob has it until it is left; absent where it was no value at all. */
  readonly value?: Turn['value'];
  readonly isLeft?: boolean;
}

export const refused = signal<Refused | undefined>(undefined);

interface Asked extends Turn {
  readonly gesture: number;
  readonly at: number;
}

const waiting = new Map<string, Asked>();
let inFlight: Asked | undefined;

/** Numbers what was asked for, in order. */
let last = 0;

let gesture = 0;
/** The last gesture that has its step of undo. */
let remembered = -1;

/** Turns a knob, after those that were turned before. */
export function turn(next: Turn): void {
  if (refused.value && keyOf(refused.value) !== keyOf(next)) refused.value = undefined;
  waiting.set(keyOf(next), { ...next, gesture, at: ++last });
  if (!inFlight) void turnAll();
}

/** The next turn begins a new step of undo. */
export function endGesture(): void {
  gesture++;
}

/** A value that is none is not asked for. */
export function refuseUnasked(next: Omit<Refused, 'at'>): void {
  refused.value = { ...next, at: ++last };
}

/** The knob is left: it shows the network's value again, and the sentence stays. */
export function leave(knob: Pick<Turn, 'layer' | 'field'>): void {
  if (isRefused(knob)) refused.value = { ...refused.value!, isLeft: true };
}

/** Whether a knob shows a value that was refused. */
export function isRefused(knob: Pick<Turn, 'layer' | 'field'>): boolean {
  const { value: found } = refused;
  return found !== undefined && found.isLeft !== true && keyOf(found) === keyOf(knob);
}

/** What a knob has been turned to and what is not on the screen: yet, or at all. */
export function turnedTo(layer: string | null, field: Knob['field']): Turn['value'] | undefined {
  const key = keyOf({ layer, field });
  if (waiting.has(key)) return waiting.get(key)!.value;
  if (inFlight && keyOf(inFlight) === key) return inFlight.value;
  return isRefused({ layer, field }) ? refused.value?.value : undefined;
}

async function turnAll(): Promise<void> {
  while ((inFlight = takeOne())) {
    await turnOne(inFlight);
    await frame();
  }
}

async function turnOne({ gesture, at, ...own }: Asked): Promise<void> {
  try {
    const mistakes = await changeField(own, { remember: remembered !== gesture });
    if (mistakes.length > 0) {
      refused.value = refusal(own, mistakes.map(({ message }) => message).join('; '), at);
      return;
    }
    remembered = gesture;
    if (refused.value && refused.value.at < at) refused.value = undefined;
  } catch (error) {
    refused.value = refusal(own, sentenceOf(error), at);
  }
}

function refusal(own: Turn, reason: string, at: number): Refused {
  return {
    ...own,
    at,
    sentence: `${own.field} ${own.value} makes no network: ${reason}. The last one that works stays.`,
  };
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
