/** Options of `run`: `--input` takes a shape or a file, `--towers` a number or none. */
import { UsageError } from '../core/errors.ts';
import type { Shape } from '../core/operator.ts';
import { choice, repeated, single, type Option } from './option.ts';
import { printOptions, sourceOptions, towerOptions } from './shared-options.ts';
import { namedShape, wholeFrom } from './values.ts';

/** What one `--input` says. */
export type GivenInput =
  | { readonly kind: 'shape'; readonly shape: readonly [string, Shape] }
  /** `photo.png`, or `image=photo.png`: which of the two is found out when the file is looked for. */
  | { readonly kind: 'file'; readonly text: string };

/** ONNX Runtime's profiler keeps a million events, one for each node of each run. */
const mostRepeats = 10_000;

export const runOptions = {
  format: choice(
    ['text', 'csv', 'markdown', 'json'],
    'text',
    'how the answer is written; csv and markdown have the table alone',
  ),
  ...sourceOptions,
  input: repeated('[NAME=]FILE|SHAPE', 'what an input gets: an .npy, .png or .jpg file; or its shape', givenInput),
  output: { ...repeated('[NAME=]FILE', 'write an output to an .npy file', namedFile), short: 'o' },
  seed: single('N', 'of made-up weights and inputs (1)', wholeFrom(0)),
  repeat: single(
    'N',
    'timed runs, of which the median is told (10); 0 leaves times out, but not of --towers and --against',
    wholeFrom(0, mostRepeats),
  ),
  check: choice(
    ['auto', 'always', 'never'],
    'auto',
    'compare every executed shape with the inferred one; auto: up to 1 GiB of values',
  ),
  against: single('NETWORK', 'run another network on the same input and compare outputs and times', (text) => text),
  tolerance: single('SHARE', 'exit with 1 where an output differs by more, relatively: 1e-5', share),
  towers: { ...single('[T]', 'run one model for each tower, exchanging what the ledger says; T where the file cannot say it', towerCount) }, // prettier-ignore
  place: towerOptions.place,
  scale: single(
    'NUMBER',
    'of an image: value = (pixel from 0 to 1 × scale − mean) / std; 1, or 255 for whole numbers',
    number,
  ),
  mean: single('LIST', 'of an image: one number, or one for each channel, with commas (0)', numbers),
  std: single('LIST', 'of an image: as --mean (1)', numbers),
  threads: single('N', 'threads that ONNX Runtime uses within a node; without it, its own choice', wholeFrom(1)),
  color: printOptions.color,
  width: printOptions.width,
} as const satisfies Readonly<Record<string, Option<unknown>>>;

/** Said of `--towers` without a number: as many as the network itself is laid over. */
export const ownTowers = 0;

/** `--towers` alone → `--towers=own`, which the parser can take. */
export function withTowers(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return args.map((word, i) => {
    const isBare = word === '--towers' && (end === -1 || i < end) && !/^\d+$/.test(args[i + 1] ?? '');
    return isBare ? '--towers=own' : word;
  });
}

function towerCount(text: string): number {
  return text === 'own' ? ownTowers : wholeFrom(2)(text);
}

/** A shape has no dot and no slash, and a number among its sizes; everything else is a file. */
function givenInput(text: string): GivenInput {
  const sizes = text.slice(text.lastIndexOf('=') + 1).split(/[x×,]/).map((size) => size.trim()); // prettier-ignore
  const isShape = sizes.every((size) => /^(?:\d+|[A-Za-z_]\w*)$/.test(size)) && sizes.some((size) => /^\d+$/.test(size)); // prettier-ignore
  return isShape ? { kind: 'shape', shape: namedShape(text) } : { kind: 'file', text };
}

/** `logits=out.npy`, or the file alone for the only output. */
function namedFile(text: string): readonly [string, string] {
  const at = text.lastIndexOf('=');
  const file = text.slice(at + 1);
  if (!/\.npy$/i.test(file)) throw new UsageError(`takes a file that ends in .npy, not "${text}"`);
  return [text.slice(0, Math.max(at, 0)), file];
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`takes a number, not "${text}"`);
}

function numbers(text: string): readonly number[] {
  return text.split(',').map(number);
}

function share(text: string): number {
  const value = number(text);
  if (value >= 0) return value;
  throw new UsageError(`takes a number from 0, not "${text}"`);
}
