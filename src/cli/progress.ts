/** A line on standard error while a file is read that takes more than a second. */
import { shorten } from '../report/width.ts';
import { printable } from '../report/printable.ts';

/** Milliseconds of quiet at first, and between two changes of the line. */
const quiet = 1000;
const between = 100;

const started = performance.now();
let last = 0;
let isDrawn = false;

export function showProgress(name: string, passed: number, size: number): void {
  const now = performance.now();
  if (now - started < quiet || now - last < between) return;
  last = now;
  if (!isDrawn) process.once('SIGINT', interrupt);
  isDrawn = true;
  const width = process.stderr.columns || 80;
  const share = size > 0 ? ` ${Math.floor((100 * passed) / size)} %` : '';
  process.stderr.write(`\r\u001b[K${shorten(`reading ${printable(name)}`, width - share.length - 1)}${share}`);
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
