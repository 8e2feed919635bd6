/** What a number could be, as text. */
import type { Look } from './audit.ts';
import type { ReportedWhy } from './audit-json.ts';
import { noPaint } from './paint.ts';
import { printableSentence } from '../core/printable.ts';
import { fold } from './width.ts';

export function whyText(
  name: string,
  { text, explanations, tried }: ReportedWhy,
  { width, paint = noPaint }: Look = {},
): string {
  const head = paint.strong(printableSentence(`${text} of ${name} could be`));
  const lines = explanations.flatMap(({ text: words, chance }, i) => {
    const accident =
      chance === undefined || chance < 0.01 ? '' : `; by accident in ${Math.round(100 * chance)} of 100 such searches`;
    return fold(printableSentence(`${i + 1}. ${words}${accident}`), width, '   ');
  });
  const found = lines.length === 0 ? ['nothing that was tried'] : lines;
  return `${[head, '', ...found, '', paint.faint(`${tried} single changes tried; a reproduction is no proof of what anybody did`)].join('\n')}\n`;
}
