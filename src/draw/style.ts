/** The stylesheet of a figure that leaves the page: the page's colours, so that it looks as it did there. */
import { letters } from './letters.ts';

export type Theme = 'paper' | 'screen';

/** The tokens and faces of the page, by their names there (web/styles/tokens.css, figure.css): light, dark. */
const palette = {
  sheet: ['#ffffff', '#1a1d22'],
  well: ['#f3f1ec', '#20242b'],
  ink: ['#1c1e23', '#e9e7e2'],
  soft: ['#585d67', '#a3a9b4'],
  line: ['#e2dfd8', '#2d323a'],
  edge: ['#86888d', '#7a808b'],
  weights: ['#b84f00', '#f5a055'],
  connections: ['#0a69a0', '#63b8ee'],
  'map-front': ['#dde3ec', '#38424f'],
  'map-top': ['#eff2f7', '#4a5665'],
  'map-side': ['#c3ccd9', '#2a323c'],
  'dense-front': ['#b9c2d0', '#56657a'],
  'dense-top': ['#d8dee8', '#6b7c93'],
  'dense-side': ['#98a5b8', '#435062'],
  'product-front': ['#cfe3ee', '#23465b'],
  'product-top': ['#e3eff6', '#2e5871'],
  'product-side': ['#aecfe1', '#193546'],
  'input-front': ['#ece8dc', '#454236'],
  'input-top': ['#f7f4ec', '#565244'],
  'input-side': ['#dcd6c3', '#35332a'],
  'block-front': ['#e9e6f0', '#37334a'],
  'block-top': ['#f5f3f9', '#454059'],
  'block-side': ['#d3cee0', '#2a2739'],
} as const;

/** The style of an SVG for paper (light, fixed) or for a screen (dark where the reader's system is). */
export function styleOf(theme: Theme): string {
  const root = '.layerledger-figure';
  const darkly = `@media (prefers-color-scheme:dark){${root}{${properties(1)}}}`;
  return `${root}{${properties(0)}}${theme === 'screen' ? darkly : ''}${rules.map((rule) => `${root} ${rule}`).join('')}`;
}

function properties(side: 0 | 1): string {
  return Object.entries(palette)
    .map(([name, colours]) => `--${name}:${colours[side]};`)
    .join('');
}

/** Faces of one kind of box. */
function faces(role: string, colour: string): readonly string[] {
  return ['front', 'top', 'side'].map((face) => `.box.${role}.${face}{fill:var(--${colour}-${face})}`);
}

/** As the layout leaves room for them. */
function sizes(): readonly string[] {
  return Object.entries(letters).map(([role, size]) => `.label.${role}{font-size:${size}px}`);
}

const rules: readonly string[] = [
  ...sizes(),
  '.ground{fill:var(--sheet)}',
  `text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;font-size:${letters.recipe}px;fill:var(--ink);paint-order:stroke;stroke:var(--sheet);stroke-width:2.4px;stroke-linejoin:round}`,
  'path{stroke-linejoin:round;stroke-linecap:round;vector-effect:none}',
  '.box{stroke:var(--edge);stroke-width:.8}',
  ...faces('feature-map', 'map'),
  ...faces('dense', 'dense'),
  ...faces('embedding', 'dense'),
  ...faces('product', 'product'),
  ...faces('input', 'input'),
  ...faces('block', 'block'),
  ...faces('pooling', 'map'),
  '.box.pooling{fill-opacity:.4;stroke-dasharray:3 2}',
  '.box.repeat{fill:var(--block-side)}',
  '.rule{fill:none;stroke:var(--edge);stroke-width:.8}',
  '.rule.division{stroke-width:.5}',
  '.kernel{fill:var(--weights);fill-opacity:.3;stroke:var(--weights);stroke-width:.9}',
  '.kernel.side{fill-opacity:.55}',
  '.window{fill:var(--soft);fill-opacity:.2;stroke:var(--soft);stroke-width:.8}',
  '.pyramid{fill:var(--weights);fill-opacity:.1;stroke:var(--weights);stroke-width:.6;stroke-opacity:.75}',
  '.pyramid.pooling{fill:var(--soft);stroke:var(--soft)}',
  '.pyramid.dense{fill-opacity:.07;stroke-width:.5;stroke-opacity:.5}',
  '.pyramid.unit{fill-opacity:1;stroke:none}',
  '.edge{fill:none;stroke:var(--edge);stroke-width:.9}',
  '.edge.polygon{fill:var(--edge);stroke:none}',
  '.edge.skip{stroke:var(--connections);stroke-width:1}',
  '.edge.skip.polygon{fill:var(--connections)}',
  '.edge.carried{stroke:var(--soft);stroke-dasharray:2 2.5}',
  '.label.kernel{fill:var(--weights);fill-opacity:1;stroke:var(--sheet);stroke-width:2.4px}',
  '.edge.division{fill:var(--edge);stroke:none}',
  '.join{fill:var(--sheet);stroke:var(--edge);stroke-width:1}',
  '.label.join{font-weight:600}',
  '.group{fill:none;stroke:var(--line);stroke-width:.9}',
  '.group.repeat{stroke:var(--soft);stroke-dasharray:5 3}',
  '.label.repeat,.label.block{font-weight:600;fill:var(--soft)}',
  '.tower{fill:var(--well);stroke:none}',
  '.label.tower{fill:var(--soft)}',
  '.label.name{font-weight:600}',
  '.label.step{fill:var(--soft)}',
  '.label.title{font-weight:700}',
  '.label.legend{fill:var(--soft)}',
  '.bar.weights{fill:var(--weights)}',
  '.bar.connections{fill:var(--connections)}',
  '.label.weights{fill:var(--weights)}',
  '.label.connections{fill:var(--connections)}',
  '.rule.axis{stroke:var(--line)}',
];
