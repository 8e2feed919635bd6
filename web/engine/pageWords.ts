/** Sentences that name an option of the command, in the page's words: the option is a field under What if. */

const options: readonly (readonly [RegExp, string])[] = [
  [/ with --bind(?: or --input| [^\s,;:]+)?(?:, or the input’s shape with --input)?/g, ' under What if'],
  [/ with --input(?: [^\s,;:]+)?/g, ' under What if'],
];

export function pageWords(sentence: string): string {
  return options.reduce((words, [option, field]) => words.replaceAll(option, field), sentence);
}
