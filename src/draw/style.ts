/** The stylesheets of a figure: few colours, told apart by the colour-blind (Okabe and Ito 2008), lines that print. */

export type Theme = 'paper' | 'screen';

/** Names of custom properties, so that a page may set them. */
const light = {
  paper: '#ffffff',
  ink: '#1b1f24',
  quiet: '#5b6470',
  line: '#44505c',
  frame: '#c3cad2',
  band: '#f5f7fa',
  'map-front': '#d6e6f4',
  'map-top': '#eaf3fb',
  'map-side': '#b4d1ea',
  'dense-front': '#7cc7ae',
  'dense-top': '#e3f4ee',
  'dense-side': '#b9e0d3',
  'product-front': '#d9a9c7',
  'product-top': '#faf1f6',
  'product-side': '#ecd3e3',
  'input-front': '#e9e4d6',
  'input-top': '#f6f3ea',
  'input-side': '#dcd5c0',
  'block-front': '#dfe3ea',
  'block-top': '#f1f3f7',
  'block-side': '#c3cbd8',
  kernel: '#d55e00',
  window: '#5b6470',
  weights: '#009e73',
  connections: '#0072b2',
} as const;

const dark: Readonly<Record<keyof typeof light, string>> = {
  paper: '#14181d',
  ink: '#e8ecf0',
  quiet: '#a3adb8',
  line: '#93a1af',
  frame: '#3d4752',
  band: '#1c222a',
  'map-front': '#28435b',
  'map-top': '#365a79',
  'map-side': '#1d3448',
  'dense-front': '#1c6a53',
  'dense-top': '#2c8a6e',
  'dense-side': '#144c3c',
  'product-front': '#5f3a52',
  'product-top': '#7b4d6b',
  'product-side': '#492b3f',
  'input-front': '#4b4636',
  'input-top': '#635d49',
  'input-side': '#3a3629',
  'block-front': '#363f4b',
  'block-top': '#475261',
  'block-side': '#29303a',
  kernel: '#ff9a4d',
  window: '#b4bec9',
  weights: '#2fc79b',
  connections: '#56b4e9',
};

/** The style of an SVG for paper (light, fixed) or for a screen (dark where the reader's system is). */
export function styleOf(theme: Theme): string {
  const root = '.layerledger-figure';
  const darkly = `@media (prefers-color-scheme:dark){${root}{${properties(dark)}}}`;
  return `${root}{${properties(light)}}${theme === 'screen' ? darkly : ''}${rules.map((rule) => `${root} ${rule}`).join('')}`;
}

function properties(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('');
}

/** Faces of one kind of box. */
function faces(role: string, colour: string): readonly string[] {
  return ['front', 'top', 'side'].map((face) => `.box.${role}.${face}{fill:var(--${colour}-${face})}`);
}

const rules: readonly string[] = [
  '.ground{fill:var(--paper)}',
  'text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;font-size:9px;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:2.4px;stroke-linejoin:round}',
  'path{stroke-linejoin:round;stroke-linecap:round;vector-effect:none}',
  '.box{stroke:var(--line);stroke-width:.8}',
  ...faces('feature-map', 'map'),
  ...faces('dense', 'dense'),
  ...faces('embedding', 'dense'),
  ...faces('product', 'product'),
  ...faces('input', 'input'),
  ...faces('block', 'block'),
  ...faces('pooling', 'map'),
  '.box.pooling{fill-opacity:.35;stroke-dasharray:3 2;stroke-width:.7}',
  '.box.repeat{fill:var(--block-top);stroke:var(--line);stroke-width:.6}',
  '.rule{fill:none;stroke:var(--line);stroke-width:.8}',
  '.rule.division{stroke-width:.5}',
  '.kernel{fill:var(--kernel);fill-opacity:.22;stroke:var(--kernel);stroke-width:.9}',
  '.kernel.side{fill-opacity:.5}',
  '.window{fill:var(--window);fill-opacity:.2;stroke:var(--window);stroke-width:.8}',
  '.pyramid{fill:var(--kernel);fill-opacity:.1;stroke:var(--kernel);stroke-width:.6;stroke-opacity:.75}',
  '.pyramid.pooling{fill:var(--window);stroke:var(--window)}',
  '.pyramid.dense{fill:var(--weights);fill-opacity:.1;stroke:var(--weights);stroke-width:.5;stroke-opacity:.6}',
  '.pyramid.unit{fill:var(--kernel);fill-opacity:1;stroke:none}',
  '.edge{fill:none;stroke:var(--line);stroke-width:.9}',
  '.edge.polygon{fill:var(--line);stroke:none}',
  '.edge.skip{stroke:var(--connections);stroke-width:1}',
  '.edge.skip.polygon{fill:var(--connections)}',
  '.edge.carried{stroke:var(--quiet);stroke-dasharray:2 2.5}',
  '.label.kernel{font-size:8px;fill:var(--kernel);fill-opacity:1;stroke:var(--paper);stroke-width:2.4px}',
  '.edge.division{fill:var(--line);stroke:none}',
  '.join{fill:var(--paper);stroke:var(--line);stroke-width:1}',
  '.label.join{font-size:12px;font-weight:600}',
  '.group{fill:none;stroke:var(--frame);stroke-width:.9}',
  '.group.repeat{stroke:var(--quiet);stroke-dasharray:5 3}',
  '.label.repeat,.label.block{font-size:9.5px;font-weight:600;fill:var(--quiet)}',
  '.tower{fill:var(--band);stroke:none}',
  '.label.tower{font-size:10px;fill:var(--quiet)}',
  '.label.name{font-size:10.5px;font-weight:600}',
  '.label.step{font-size:8px;fill:var(--quiet)}',
  '.label.title{font-size:17px;font-weight:700}',
  '.label.legend{font-size:9.5px;fill:var(--quiet)}',
  '.bar.weights{fill:var(--weights)}',
  '.bar.connections{fill:var(--connections)}',
  '.label.weights{font-size:9px}',
  '.label.connections{font-size:9px}',
  '.rule.axis{stroke:var(--frame)}',
];
