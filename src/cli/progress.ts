/** A line on standard error while a file is read that takes more than a second. */
import { shorten } from '../report/width.ts';
import { printable } from '../core/printable.ts';

/** Milliseconds of quiet at first, and between two changes of the line. */
const quiet = 1000;
const between = 100;

const started = performance.now();
let last = 0;
let isDrawn = false;
let isHeardElsewhere = false;

export function showProgress(name: string, passed: number, size: number): void {
  const now = performance.now();
  if (now - started < quiet || now - last < between) return;
  last = now;
  const share = size > 0 ? ` ${Math.floor((100 * passed) / size)} %` : '';
  draw(`reading ${printable(name)}`, share);
}

/** Says at once what begins: long work may keep the process from saying anything until it ends. */
export function showStep(what: string): void {
  draw(printable(what), ' …');
}

function draw(text: string, end: string): void {
  if (!isDrawn && !isHeardElsewhere) process.once('SIGINT', interrupt);
  isDrawn = true;
  const width = process.stderr.columns || 80;
  process.stderr.write(`\r\u001b[K${shorten(text, width - end.length - 1)}${end}`);
}

/** From now on whoever works listens to interrupts itself. */
export function leaveInterrupts(): void {
  isHeardElsewhere = true;
  process.off('SIGINT', interrupt);
}

/** Takes the line away. */
export function clearProgress(): void {
  if (!isDrawn) return;
  process.stderr.write('\r\u001b[K');
  process.off('SIGINT', interrupt);
  isDrawn = false;
}

/** The line goes, then the process ends as it would have without it. */
function interrupt(): void {
  clearProgress();
  process.kill(process.pid, 'SIGINT');
}
