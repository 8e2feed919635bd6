/** What a number could be, as text. */
import type { Look } from './audit.ts';
import type { ReportedWhy } from './audit-json.ts';
import { accidentWords, triedWords } from './chance.ts';
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
    const told = [words, accidentWords(chance)].filter((part) => part !== undefined).join('; ');
    return fold(printableSentence(`${i + 1}. ${told}`), width, '   ');
  });
  const found = lines.length === 0 ? ['nothing that was tried'] : lines;
  return `${[head, '', ...found, '', paint.faint(triedWords(tried))].join('\n')}\n`;
}
