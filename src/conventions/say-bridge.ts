/** A bridge between two totals as a sentence, as aligned text, as a Markdown table and as JSON. */
import { withSeparators } from '../core/derivation.ts';
import { formatSize, isWhole, multiply, type Size } from '../core/size.ts';
import type { Bridge, BridgeStep, Side } from './bridge.ts';
import type { Encounter } from './convention.ts';
import { textbook } from './textbook.ts';

/** `4,089,184,256 base + 22,227,968 batch normalisation + 100,352 adaptive pooling = 4,111,512,576 (fvcore)` */
export function bridgeSentence({ from, to, steps }: Bridge): string {
  const start = `${withSeparators(from.total)} ${from.convention === textbook ? 'base' : `(${from.convention.name})`}`;
  const terms = steps.map(
    ({ what, difference }) => ` ${signOf(difference)} ${withSeparators(magnitude(difference))} ${what}`,
  );
  return `${start}${terms.join('')} = ${withSeparators(to.total)} (${to.convention.name})`;
}

/** The sentence as a sum, a line a term. */
export function bridgeText(bridge: Bridge): string {
  const rows = rowsOf(bridge);
  const width = Math.max(...rows.map(({ figure }) => figure.length));
  return rows.map(({ sign, figure, words }) => `${sign} ${figure.padStart(width)}  ${words}\n`).join('');
}

export function bridgeMarkdown(bridge: Bridge): string {
  const rows = rowsOf(bridge).map(({ sign, figure, words }) => `| ${sign} | ${figure} | ${words} |\n`);
  return `| | operations | |\n| :-: | ---: | :--- |\n${rows.join('')}`;
}

/** What the two count wrongly on this network. */
export function encountersText(encounters: readonly Encounter[]): string {
  return encounters.map((each) => `- ${encounterSentence(each)}\n`).join('');
}

export function encounterSentence({ what, says, counted, right }: Encounter): string {
  return `${what}: ${says} (counted ${withSeparators(counted)}, right ${withSeparators(right)})`;
}

export function bridgeJson({ from, to, steps }: Bridge): object {
  return { from: sideJson(from), to: sideJson(to), steps: steps.map(stepJson) };
}

interface Row {
  readonly sign: string;
  readonly figure: string;
  readonly words: string;
}

function rowsOf({ from, to, steps }: Bridge): readonly Row[] {
  return [
    { sign: ' ', figure: withSeparators(from.total), words: sideWords(from) },
    ...steps.map((step) => ({
      sign: signOf(step.difference),
      figure: withSeparators(magnitude(step.difference)),
      words: stepWords(step),
    })),
    { sign: '=', figure: withSeparators(to.total), words: sideWords(to) },
  ];
}

function sideWords({ convention: { name, unit } }: Side): string {
  return `${name}, ${unit}s`;
}

/** Where both count a thing, but not alike, both amounts are said. */
function stepWords({ what, from, to }: BridgeStep): string {
  return from === 0 || to === 0 ? what : `${what}: ${withSeparators(to)} instead of ${withSeparators(from)}`;
}

function signOf(size: Size): '+' | '−' {
  return isWhole(size) && size < 0 ? '−' : '+';
}

function magnitude(size: Size): Size {
  return signOf(size) === '−' ? multiply(size, -1) : size;
}

function sideJson({ convention: { name, unit }, total }: Side): object {
  return { convention: name, unit, total: json(total) };
}

function stepJson({ what, from, to, difference, layers }: BridgeStep): object {
  return {
    what,
    from: json(from),
    to: json(to),
    difference: json(difference),
    layers: layers.map((layer) => ({ name: layer.name, from: json(layer.from), to: json(layer.to) })),
  };
}

/** As the contract has figures: beyond 2^53 − 1, and where sizes are open, as text. */
function json(size: Size): number | string {
  return typeof size === 'number' ? size : formatSize(size);
}
