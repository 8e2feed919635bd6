/** Options of `reduce`, and what their values say. */
import { UsageError } from '../core/errors.ts';
import { resources, type Resource } from '../reduce/costs.ts';
import { objectiveNames, type ReduceOptions } from '../reduce/reduce.ts';
import { parseVariant } from '../reduce/variants/index.ts';
import { choice, flag, repeated, single, type Values } from './option.ts';
import { printOptions, sourceOptions } from './shared-options.ts';
import { limit, seconds, wholeFrom, type Limit } from './values.ts';

const budget = (what: string) => single('N', `at most so many ${what}: 20M, 1.5G, or 50% of what there is`, limit);

export const reduceOptions = {
  weights: budget('weights'),
  connections: budget('connections (MACs)'),
  units: budget('units'),
  memory: budget('bytes of parameters'),
  objective: choice(objectiveNames, 'log', 'what the least change is: log is the largest product of kept shares'),
  weigh: choice(['layers', 'classes'], 'layers', 'a width counts once for each layer that makes it, or once'),
  step: single(
    'STEP',
    'widths are multiples of it (8); conv=16,fc=64 for convolutions and fully connected layers',
    step,
  ),
  floor: single('SHARE', 'no width falls below this share of the original: 1/8, 12.5%', share),
  'at-least': repeated('LAYER=N', 'the least width of a layer', atLeast),
  keep: repeated(
    'LAYER',
    'the width of a layer stays; * stands for any characters, [2-4] for one of those',
    (name) => name,
  ),
  tie: repeated('PATTERN', 'layers whose names match have one width: layer1.[2-3].conv1', (name) => name),
  variant: repeated(
    'VARIANT',
    'may join the choice: global-pooling, low-rank=fc1, groups=conv3:2, separable=conv3, stride=conv1:8, input=192',
    parseVariant,
  ),
  gap: single('SHARE', 'end where the price is proven so near to the least (0.1%)', share),
  exact: flag('go on to the proof'),
  'time-limit': single('SECONDS', 'end with the best so far (60)', seconds),
  'runners-up': single('COUNT', 'the next best choices too', wholeFrom(1)),
  pareto: flag('the least price over a grid of budgets on weights and connections, instead of one'),
  rank: choice(
    ['auto', 'importance', 'norm', 'order'],
    'auto',
    'which channels go: those least missed by what reads them, of the smallest filters, or the last; auto: importance where there are weights',
  ),
  samples: repeated(
    'PATH',
    'inputs to learn from: .npy files, images, or folders of them (needs ONNX Runtime)',
    (path) => path,
  ),
  format: choice(['text', 'json', 'markdown', 'csv', 'svg'], 'text', 'how the answer is written; svg draws --pareto'),
  ...sourceOptions,
  ...printOptions,
  output: {
    ...single('FILE', 'write the reduced network: .onnx, or .yaml for a network file', (path) => path),
    short: 'o',
  },
};

export type ReduceValues = Values<typeof reduceOptions>;

/** What the options ask of the solver, with budgets that are shares of the original's made absolute. */
export function askedOf(values: ReduceValues, totals: Readonly<Record<Resource, number>>): ReduceOptions {
  const given = resources.filter((name) => values[name] !== undefined);
  if (given.length === 0 && !values.pareto)
    throw new UsageError('give a budget: --weights 50%, --connections 400M, --units or --memory');
  const budgets = Object.fromEntries(given.map((name) => [name, amountOf(values[name]!, totals[name])]));
  return {
    budgets,
    objective: values.objective,
    weigh: values.weigh,
    keep: values.keep,
    tie: values.tie,
    atLeast: new Map(values['at-least']),
    gap: values.exact ? 0 : (values.gap ?? 0.001),
    ...(values.step && { step: values.step }),
    ...(values.floor !== undefined && { floor: values.floor }),
  };
}

function amountOf(given: Limit, total: number): number {
  return given.kind === 'amount' ? Number(given.amount) : Math.floor((total * given.percent) / 100);
}

/** `16`, `conv=16,fc=64` */
function step(text: string): { readonly conv: number; readonly fc: number } {
  if (!text.includes('=')) {
    const both = wholeFrom(1)(text);
    return { conv: both, fc: both };
  }
  const pairs = text.split(',').map((part) => /^(conv|fc)=(.*)$/.exec(part.trim()));
  const parts = new Map(pairs.map((pair) => [pair?.[1], wholeFrom(1)(pair?.[2] ?? '1')]));
  if (parts.has(undefined)) throw new UsageError(`takes 16 or conv=16,fc=64, not "${text}"`);
  if (parts.size < pairs.length) throw new UsageError(`takes conv and fc once each, not "${text}"`);
  return { conv: parts.get('conv') ?? 8, fc: parts.get('fc') ?? 8 };
}

/** `1/8`, `12.5%`, `0.125` */
function share(text: string): number {
  const [, above, below] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  const value = above !== undefined ? Number(above) / Number(below) : percent !== undefined ? Number(percent) / 100 : Number(text); // prettier-ignore
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UsageError(`takes a share such as 1/8, 12.5% or 0.125, not "${text}"`);
}

/** `fc1=1024` */
function atLeast(text: string): readonly [string, number] {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new UsageError(`takes LAYER=N, not "${text}"`);
  return [text.slice(0, at), wholeFrom(1)(text.slice(at + 1))];
}
