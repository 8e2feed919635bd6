/** Figure → SVG: one file with its style in it, text as text, a title for every layer. Same figure, same bytes. */
import { decimal, pathOf, type Figure, type Mark } from './figure.ts';
import { styleOf, type Theme } from './style.ts';

export interface SvgOptions {
  /** `paper`: light, for print; `screen`: dark where the reader's system is. */
  readonly theme?: Theme;
}

export function svgOf(figure: Figure, { theme = 'paper' }: SvgOptions = {}): string {
  const { viewBox, title, description } = figure;
  const [x, y, width, height] = viewBox;
  const texts = new Map(figure.parts.map(({ layer, text }) => [layer, text]));
  const groups = grouped(figure.marks).map(({ layer, marks }) => groupOf(layer, marks, texts));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="layerledger-figure" viewBox="${viewBox.join(' ')}" width="${width}" height="${height}" role="img" aria-labelledby="layerledger-title layerledger-description">`,
    `<title id="layerledger-title">${markup(title)}</title>`,
    `<desc id="layerledger-description">${markup(description)}</desc>`,
    `<style>${styleOf(theme)}</style>`,
    `<path class="ground" d="M${x} ${y}h${width}v${height}h${-width}Z"/>`,
    ...groups,
    '</svg>',
    '',
  ].join('\n');
}

interface Group {
  readonly layer: string;
  readonly marks: Mark[];
}

/** Neighbouring marks of one layer together. */
function grouped(marks: readonly Mark[]): readonly Group[] {
  const groups: Group[] = [];
  for (const mark of marks) {
    const last = groups.at(-1);
    if (last?.layer === mark.layer) last.marks.push(mark);
    else groups.push({ layer: mark.layer, marks: [mark] });
  }
  return groups;
}

function groupOf(layer: string, marks: readonly Mark[], texts: ReadonlyMap<string, string>): string {
  const drawn = marks.map(markOf).join('');
  if (layer === '') return `<g>${drawn}</g>`;
  return `<g data-layer="${markup(layer)}"><title>${markup(texts.get(layer) ?? layer)}</title>${drawn}</g>`;
}

function markOf(mark: Mark): string {
  const className = classOf(mark);
  const factors = mark.factors ? ` data-factors="${markup(mark.factors.join('; '))}"` : '';
  if (mark.shape !== 'text') return `<path class="${className}"${factors} d="${pathOf(mark)}"/>`;
  const [x, y] = mark.points[0]!;
  const anchor = mark.align && mark.align !== 'start' ? ` text-anchor="${mark.align}"` : '';
  return `<text class="${className}"${factors}${anchor} x="${decimal(x)}" y="${decimal(y)}">${markup(mark.text ?? '')}</text>`;
}

/** What the stylesheet knows a mark by: its kind, its role, its side, its shape. */
export function classOf({ kind, role, face, shape }: Mark): string {
  return [kind, role.replaceAll(' ', '-'), face, shape === 'polygon' && kind === 'edge' ? 'polygon' : undefined]
    .filter((word) => word !== undefined)
    .join(' ');
}

/** A name from a file as text: no markup, and U+FFFD for what XML 1.0 does not allow (control signs, lone surrogates). */
function markup(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}|[\uFFFE\uFFFF]|[^\P{Control}\t\n\r\u007F-\u009F]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
